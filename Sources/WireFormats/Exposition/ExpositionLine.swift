/// A sample line taken apart into ranges; nothing is copied.
struct ExpositionLine {
    /// The name, without the quotes of the newer form.
    var name: Range<Int>
    /// From behind the opening brace up to and with the closing one; empty without labels.
    var labels: Range<Int>
    var value: Double
    var timestampMilliseconds: Int64?

    /// Takes `line` apart, whose bare name ends at `nameEnd`; nil when it is no sample.
    @inline(__always)
    init?(_ bytes: Span<UInt8>, line: Range<Int>, nameEnd: Int, secondsInTimestamps: Bool) {
        let end = line.upperBound
        name = line.lowerBound..<nameEnd
        var position = Self.skipBlanks(bytes, nameEnd, end)
        labels = position..<position
        guard position < end else { return nil }
        if bytes[position] == UInt8(ascii: "{") {
            guard let labelsEnd = Self.labelsEnd(bytes, position + 1, end, name: &name) else {
                return nil
            }
            labels = position + 1..<labelsEnd
            position = Self.skipBlanks(bytes, labelsEnd, end)
        } else if position == nameEnd {
            return nil
        }
        guard !name.isEmpty else { return nil }
        let valueEnd = Self.tokenEnd(bytes, position, end)
        guard let number = DecimalNumber.parse(bytes, position..<valueEnd) else { return nil }
        value = number
        position = Self.skipBlanks(bytes, valueEnd, end)
        guard position < end else { return }
        if bytes[position] != UInt8(ascii: "#") {
            let timeEnd = Self.tokenEnd(bytes, position, end)
            guard
                let time = Self.milliseconds(
                    bytes,
                    position..<timeEnd,
                    seconds: secondsInTimestamps
                )
            else { return nil }
            timestampMilliseconds = time
            position = Self.skipBlanks(bytes, timeEnd, end)
        }
        // What may follow is an OpenMetrics exemplar, which nobody here needs.
        guard position == end || bytes[position] == UInt8(ascii: "#") else { return nil }
    }

    /// Checks the label list and finds its end; a quoted metric name inside becomes `name`.
    private static func labelsEnd(
        _ bytes: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        name: inout Range<Int>
    ) -> Int? {
        var cursor = LabelCursor(position: start)
        while true {
            switch cursor.next(bytes, end: end) {
            case .pair:
                continue
            case .metricName(let quoted):
                guard name.isEmpty else { return nil }
                name = quoted
            case .closed:
                return cursor.position
            case .malformed:
                return nil
            }
        }
    }

    /// The text format counts milliseconds, OpenMetrics seconds with a fraction.
    private static func milliseconds(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        seconds: Bool
    ) -> Int64? {
        guard let number = DecimalNumber.parse(bytes, range) else { return nil }
        return Int64(exactly: (seconds ? number * 1000 : number).rounded())
    }

    @inline(__always)
    private static func skipBlanks(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var position = start
        while position < end, bytes[position].isBlank { position += 1 }
        return position
    }

    @inline(__always)
    private static func tokenEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var position = start
        while position < end, !bytes[position].isBlank { position += 1 }
        return position
    }
}

extension ExpositionLine {
    /// Whether a line may go on as a sample behind its bare name, seen at little cost.
    @inline(__always)
    static func isPlausible(_ bytes: Span<UInt8>, _ line: Range<Int>, _ nameEnd: Int) -> Bool {
        let position = skipBlanks(bytes, nameEnd, line.upperBound)
        guard position < line.upperBound else { return false }
        let byte = bytes[position]
        if byte == UInt8(ascii: "{") { return true }
        guard position > nameEnd else { return false }
        if byte.isDigit || byte == UInt8(ascii: "-") { return true }
        // Few numbers begin otherwise: `NaN`, `+Inf`, `.5`.
        let end = tokenEnd(bytes, position, line.upperBound)
        return DecimalNumber.parse(bytes, position..<end) != nil
    }

    /// Where a line that is no sample stops to be one.
    static func flaw(
        _ bytes: Span<UInt8>,
        _ line: Range<Int>,
        _ nameEnd: Int
    ) -> PrometheusText.Unreadable.Part {
        let end = line.upperBound
        var position = skipBlanks(bytes, nameEnd, end)
        if position < end, bytes[position] == UInt8(ascii: "{") {
            var name = line.lowerBound..<nameEnd
            guard let labelsEnd = labelsEnd(bytes, position + 1, end, name: &name) else {
                return .labels
            }
            position = skipBlanks(bytes, labelsEnd, end)
        }
        let valueEnd = tokenEnd(bytes, position, end)
        return DecimalNumber.parse(bytes, position..<valueEnd) == nil ? .value : .time
    }
}
