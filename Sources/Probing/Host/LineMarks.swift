extension Span<UInt8> {
    /// Marks of others may stand before marks of others, but not for ever.
    private static var markLimit: Int { 3 }

    /// Behind the marks that syslog servers (RFC 3164, 4.1; RFC 5424, 6), `journalctl -o short…`,
    /// `docker compose logs`, pm2 and `kubectl logs --prefix` put before the line of a program; 0
    /// when there are none.
    var endOfMarks: Int {
        var start = 0
        for _ in 0..<Self.markLimit {
            let end =
                endOfSyslogMark(at: start) ?? endOfServiceMark(at: start)
                ?? endOfPodMark(at: start)
            guard let end, end > start else { break }
            start = end
        }
        return start
    }

    private func endOfWord(at start: Int) -> Int {
        var end = start
        while end < count, self[end] != 0x20 { end += 1 }
        return end
    }

    private func endOfSpaces(at start: Int) -> Int {
        var end = start
        while end < count, self[end] == 0x20 { end += 1 }
        return end
    }

    /// The start of the word behind the one that begins here.
    private func nextWord(at start: Int) -> Int {
        endOfSpaces(at: endOfWord(at: start))
    }

    private func isDigit(_ place: Int) -> Bool {
        place < count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self[place])
    }

    /// Whether the bytes here have the shape: `0` stands for a digit, the rest for itself.
    private func hasShape(_ shape: StaticString, at start: Int) -> Bool {
        guard start + shape.utf8CodeUnitCount <= count else { return false }
        return shape.withUTF8Buffer { shape in
            shape.indices.allSatisfy {
                shape[$0] == UInt8(ascii: "0")
                    ? isDigit(start + $0) : self[start + $0] == shape[$0]
            }
        }
    }

    private func isWord(among words: [[UInt8]], at start: Int) -> Bool {
        let end = endOfWord(at: start)
        return words.contains { word in
            word.count == end - start && word.indices.allSatisfy { word[$0] == self[start + $0] }
        }
    }
}

// MARK: Syslog

private let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
].map { Array($0.utf8) }
private let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map { Array($0.utf8) }

extension Span<UInt8> {
    /// Behind `Jun  1 10:00:00 host node[12]: `, with other times and a priority too.
    private func endOfSyslogMark(at start: Int) -> Int? {
        var place = start
        if let end = endOfPriority(at: start) {
            if hasShape("1 ", at: end) { return endOfStructuredMark(at: end + 2) }
            place = end
        }
        guard let host = endOfTime(at: place) else { return nil }
        // Servers leave out their own name in places.
        if isTag(at: host) { return nextWord(at: host) }
        let tag = nextWord(at: host)
        return isTag(at: tag) ? nextWord(at: tag) : nil
    }

    private func isTag(at start: Int) -> Bool {
        let end = endOfWord(at: start)
        return end - start > 1 && self[end - 1] == UInt8(ascii: ":")
    }

    /// Behind `<30>`.
    private func endOfPriority(at start: Int) -> Int? {
        guard start < count, self[start] == UInt8(ascii: "<"), isDigit(start + 1) else {
            return nil
        }
        var end = start + 1
        while isDigit(end), end - start <= 3 { end += 1 }
        return end < count && self[end] == UInt8(ascii: ">") ? end + 1 : nil
    }

    /// Behind a time and the spaces after it.
    private func endOfTime(at start: Int) -> Int? {
        if isWord(among: months, at: start) {
            let time = nextWord(at: nextWord(at: start))
            return hasShape("00:00:00", at: time) ? nextWord(at: time) : nil
        }
        let date = isWord(among: weekdays, at: start) ? nextWord(at: start) : start
        guard hasShape("0000-00-00", at: date) else { return nil }
        if hasShape("T00:00:00", at: date + 10) { return nextWord(at: date) }
        let time = nextWord(at: date)
        guard hasShape("00:00:00", at: time) else { return nil }
        let zone = nextWord(at: time)
        return isZone(at: zone) ? nextWord(at: zone) : zone
    }

    private func isZone(at start: Int) -> Bool {
        if hasShape("+0000", at: start) || hasShape("-0000", at: start) { return true }
        let end = endOfWord(at: start)
        return (2...5).contains(end - start)
            && (start..<end).allSatisfy { (0x41...0x5A).contains(self[$0]) }
    }

    /// Behind `TIME HOST APP PROCID MSGID DATA `, where the data is `-` or elements in brackets.
    private func endOfStructuredMark(at start: Int) -> Int? {
        var place = start
        for _ in 0..<5 { place = nextWord(at: place) }
        guard place < count else { return nil }
        var end = place + 1
        if self[place] == UInt8(ascii: "[") {
            end = endOfElements(at: place)
        } else if self[place] != UInt8(ascii: "-") {
            return nil
        }
        end = endOfSpaces(at: Swift.min(end, count))
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return extracting(end..<count).starts(with: byteOrderMark) ? end + 3 : end
    }

    /// Behind `[name key="value"][name]`.
    private func endOfElements(at start: Int) -> Int {
        var end = start
        var isQuoted = false
        while end < count {
            switch self[end] {
            case UInt8(ascii: "\\"): end += 1
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "]") where !isQuoted:
                guard end + 1 < count, self[end + 1] == UInt8(ascii: "[") else { return end + 1 }
            default: break
            }
            end += 1
        }
        return count
    }
}

// MARK: Containers

extension Span<UInt8> {
    /// Behind `node-1  | `, and `0|node  | ` of pm2.
    private func endOfServiceMark(at start: Int) -> Int? {
        let end = endOfWord(at: start)
        let bar = endOfSpaces(at: end)
        let isName = (start..<end).allSatisfy { self[$0].isInServiceName }
        guard end > start, bar > end, isName, hasShape("| ", at: bar) else { return nil }
        return bar + 2
    }

    /// Behind `[pod/node-0/polkadot] `.
    private func endOfPodMark(at start: Int) -> Int? {
        guard hasShape("[pod/", at: start) else { return nil }
        let end = endOfWord(at: start)
        return self[end - 1] == UInt8(ascii: "]") ? endOfSpaces(at: end) : nil
    }
}

extension UInt8 {
    fileprivate var isInServiceName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "|"): true
        default: false
        }
    }
}
