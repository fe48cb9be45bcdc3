/// The labels of one sample, kept as they stand on the page and read when asked for.
package struct PrometheusLabels: Sendable {
    /// One label; the value is data of a stranger and may hold any character.
    package struct Pair: Sendable, Hashable {
        /// The label name.
        package let name: String
        /// The unescaped value.
        package let value: String
    }

    /// From behind the opening brace up to and with the closing one; empty for no labels.
    package let raw: [UInt8]

    /// No labels.
    package init() {
        raw = []
    }

    init(raw: [UInt8]) {
        self.raw = raw
    }

    /// All labels in the order of the page.
    package var pairs: [Pair] {
        var result: [Pair] = []
        forEachPair { bytes, name, value in
            let label = Pair(name: Self.unescape(bytes, name), value: Self.unescape(bytes, value))
            result.append(label)
            return true
        }
        return result
    }

    /// The value of the first label called `name`.
    package subscript(name: String) -> String? {
        var found: String?
        forEachPair { bytes, candidate, value in
            guard Self.unescape(bytes, candidate) == name else { return true }
            found = Self.unescape(bytes, value)
            return false
        }
        return found
    }

    /// Whether there is no label at all.
    package var isEmpty: Bool {
        pairs.isEmpty
    }

    private func forEachPair(_ visit: (Span<UInt8>, Range<Int>, Range<Int>) -> Bool) {
        let bytes = raw.span
        var cursor = LabelCursor(position: 0)
        while true {
            switch cursor.next(bytes, end: bytes.count) {
            case .pair(let name, let value):
                guard visit(bytes, name, value) else { return }
            case .metricName:
                continue
            case .closed, .malformed:
                return
            }
        }
    }

    /// Resolves `\\`, `\"` and `\n`; any other backslash stands for itself.
    static func unescape(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        let backslash = UInt8(ascii: "\\")
        guard bytes.position(of: backslash, in: range) < range.upperBound else {
            return bytes.text(range)
        }
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = bytes[position]
            position += 1
            guard byte == backslash, position < range.upperBound else {
                result.append(byte)
                continue
            }
            switch bytes[position] {
            case backslash, UInt8(ascii: "\""):
                result.append(bytes[position])
                position += 1
            case UInt8(ascii: "n"):
                result.append(UInt8(ascii: "\n"))
                position += 1
            default:
                result.append(backslash)
            }
        }
        return StreamSafeText.text(result.span)
    }
}

extension PrometheusLabels: Equatable {
    /// The same labels with the same values, in any order.
    package static func == (left: PrometheusLabels, right: PrometheusLabels) -> Bool {
        left.raw == right.raw || left.sortedPairs == right.sortedPairs
    }

    private var sortedPairs: [Pair] {
        pairs.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
    }
}
