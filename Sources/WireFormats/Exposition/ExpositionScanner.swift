/// One pass over a page: walks the lines and keeps count.
struct ExpositionScanner {
    private(set) var summary = PrometheusText.Summary()
    private let selection: MetricSelection
    private var lineStart: Int
    private var lineNumber = 0
    /// The name of the last line under `.everything`: families stand together on a page.
    private var lastName = ""
    private var lastNameRange = 0..<0
    private var indexes: [String: Int] = [:]
    private var lastIndex = -1
    /// Which wanted metrics are announced, and which have a sample.
    private var announced: Set<Int> = []
    private var isSampled: [Bool]

    init(_ bytes: Span<UInt8>, selection: MetricSelection) {
        self.selection = selection
        isSampled = Array(repeating: false, count: selection.wanted.count)
        let hasByteOrderMark = bytes.holdsPrefix("\u{FEFF}", at: 0)
        lineStart = hasByteOrderMark ? 3 : 0
        let body = bytes.trimmed(0..<bytes.count)
        summary.isOpenMetrics =
            body.count >= 5 && bytes.holdsPrefix("# EOF", at: body.upperBound - 5)
        summary.endsMidLine = bytes.count > 0 && bytes[bytes.count - 1] != UInt8(ascii: "\n")
    }

    /// What was seen, once all lines are read.
    consuming func finish() -> PrometheusText.Summary {
        summary.unobserved = announced.filter { !isSampled[$0] }
        return summary
    }

    /// The next line without its end; nil behind the last.
    @inline(__always)
    mutating func nextLine(_ bytes: Span<UInt8>) -> Range<Int>? {
        guard lineStart < bytes.count else { return nil }
        let start = lineStart
        let end = bytes.position(of: UInt8(ascii: "\n"), in: start..<bytes.count)
        lineStart = end + 1
        lineNumber += 1
        return start..<end
    }

    @inline(__always)
    mutating func read(
        _ bytes: Span<UInt8>,
        _ line: Range<Int>,
        _ sink: (PrometheusSample) -> Void
    ) {
        let trimmed = bytes.trimmed(line)
        guard !trimmed.isEmpty else { return }
        if bytes[trimmed.lowerBound] == UInt8(ascii: "#") {
            readComment(bytes, trimmed)
            return
        }
        let nameEnd = MetricName.end(bytes, in: trimmed)
        guard nameEnd > trimmed.lowerBound, !selection.isEverything else {
            readUnfiltered(bytes, trimmed, nameEnd, sink)
            return
        }
        guard let match = selection.match(bytes, trimmed.lowerBound..<nameEnd) else {
            skip(bytes, trimmed, nameEnd)
            return
        }
        guard let sample = parse(bytes, trimmed, nameEnd) else {
            countProblem(bytes, trimmed, nameEnd: nameEnd, owner: match.owner)
            return
        }
        emit(bytes, sample, index: match.owner, name: match.name, sink)
    }

    /// A line under `.everything`, or one whose name may stand quoted inside the braces.
    private mutating func readUnfiltered(
        _ bytes: Span<UInt8>,
        _ line: Range<Int>,
        _ nameEnd: Int,
        _ sink: (PrometheusSample) -> Void
    ) {
        guard let sample = parse(bytes, line, nameEnd) else {
            countProblem(bytes, line)
            return
        }
        if selection.isEverything {
            recallName(bytes, sample.name)
            emit(bytes, sample, index: lastIndex, name: lastName, sink)
        } else if let match = selection.match(bytes, sample.name) {
            emit(bytes, sample, index: match.owner, name: match.name, sink)
        } else {
            summary.skippedLines += 1
        }
    }

    @inline(__always)
    private func parse(_ bytes: Span<UInt8>, _ line: Range<Int>, _ nameEnd: Int) -> ExpositionLine?
    {
        ExpositionLine(
            bytes,
            line: line,
            nameEnd: nameEnd,
            secondsInTimestamps: summary.isOpenMetrics
        )
    }

    @inline(__always)
    private mutating func emit(
        _ bytes: Span<UInt8>,
        _ line: ExpositionLine,
        index: Int,
        name: String,
        _ sink: (PrometheusSample) -> Void
    ) {
        summary.samples += 1
        if index < isSampled.count { isSampled[index] = true }
        let labels = line.labels.isEmpty ? [] : bytes.copy(line.labels)
        sink(
            PrometheusSample(
                index: index,
                name: name,
                labels: PrometheusLabels(raw: labels),
                value: line.value,
                timestampMilliseconds: line.timestampMilliseconds
            )
        )
    }

    /// Behind the name of any sample stands a brace, or a blank and a number.
    @inline(__always)
    private mutating func skip(_ bytes: Span<UInt8>, _ line: Range<Int>, _ nameEnd: Int) {
        if ExpositionLine.isPlausible(bytes, line, nameEnd) {
            summary.skippedLines += 1
        } else {
            countProblem(bytes, line)
        }
    }

    /// Counts a malformed line: one of a wanted metric, or of nobody knows what.
    private mutating func countProblem(
        _ bytes: Span<UInt8>,
        _ line: Range<Int>,
        nameEnd: Int = 0,
        owner: Int? = nil
    ) {
        summary.malformedLines += 1
        if let owner {
            if summary.unreadable[owner] == nil {
                let part = ExpositionLine.flaw(bytes, line, nameEnd)
                summary.unreadable[owner] = .init(line: lineNumber, part: part)
            }
        } else {
            summary.strayLines += 1
            if summary.firstStrayLine == nil { summary.firstStrayLine = lineNumber }
        }
        guard summary.firstProblem == nil else { return }
        summary.firstProblem = PrometheusText.Problem(
            line: lineNumber,
            snippet: TextSnippet.of(bytes, from: line.lowerBound)
        )
    }

    private mutating func recallName(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        if lastIndex >= 0, bytes.holds(bytes.extracting(lastNameRange), at: range) { return }
        lastNameRange = range
        lastName = PrometheusLabels.unescape(bytes, range)
        let next = indexes.count
        lastIndex = indexes[lastName, default: next]
        if lastIndex == next { indexes[lastName] = next }
    }
}

extension ExpositionScanner {
    private mutating func readComment(_ bytes: Span<UInt8>, _ line: Range<Int>) {
        if !selection.isEverything, readAnnouncement(bytes, line) { return }
        var cursor = WordCursor(position: line.lowerBound + 1, end: line.upperBound)
        let keyword = cursor.next(bytes)
        let isType = keyword.count == 4 && bytes.holdsPrefix("TYPE", at: keyword.lowerBound)
        let isHelp = keyword.count == 4 && bytes.holdsPrefix("HELP", at: keyword.lowerBound)
        guard isType || isHelp else { return }
        let name = cursor.nextName(bytes)
        guard selection.isEverything else {
            if isType { summary.families += 1 }
            if let match = selection.match(bytes, name) { announced.insert(match.owner) }
            return
        }
        let rest = cursor.rest(bytes)
        guard !name.isEmpty else { return }
        let family = PrometheusLabels.unescape(bytes, name)
        if isType {
            summary.families += 1
            summary.kinds[family] = PrometheusText.Kind(rawValue: bytes.text(rest)) ?? .untyped
        } else {
            summary.helpTexts[family] = PrometheusLabels.unescape(bytes, rest)
        }
    }
}

extension ExpositionScanner {
    /// Reads a comment written as nearly all are; half of a page is such lines.
    @inline(__always)
    private mutating func readAnnouncement(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
        let start = line.lowerBound + 7
        guard start < line.upperBound else { return false }
        let isType = bytes.holdsPrefix("# TYPE ", at: line.lowerBound)
        guard isType || bytes.holdsPrefix("# HELP ", at: line.lowerBound) else { return false }
        let end = MetricName.end(bytes, in: start..<line.upperBound)
        guard end > start, end == line.upperBound || bytes[end].isBlank else { return false }
        if isType { summary.families += 1 }
        if let match = selection.match(bytes, start..<end) { announced.insert(match.owner) }
        return true
    }
}

/// Steps through the words of a comment line.
private struct WordCursor {
    var position: Int
    let end: Int

    mutating func next(_ bytes: Span<UInt8>) -> Range<Int> {
        while position < end, bytes[position].isBlank { position += 1 }
        let start = position
        while position < end, !bytes[position].isBlank { position += 1 }
        return start..<position
    }

    /// A word, without the quotes of the newer form (which may hold no blank here).
    mutating func nextName(_ bytes: Span<UInt8>) -> Range<Int> {
        let word = next(bytes)
        let quote = UInt8(ascii: "\"")
        guard word.count >= 2, bytes[word.lowerBound] == quote, bytes[word.upperBound - 1] == quote
        else { return word }
        return word.lowerBound + 1..<word.upperBound - 1
    }

    func rest(_ bytes: Span<UInt8>) -> Range<Int> {
        bytes.trimmed(position..<end)
    }
}
