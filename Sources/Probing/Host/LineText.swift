import Primitives

extension Span<UInt8> {
    /// So much of a line is kept as a fact.
    private static var keptBytes: Int { 300 }

    /// The beginning of the line as text that is fit to be shown.
    var text: String {
        let length = Swift.min(count, Self.keptBytes)
        let beginning = extracting(0..<length).withUnsafeBufferPointer {
            String(decoding: $0, as: UTF8.self)
        }
        let text = beginning.withoutControls.trimmed
        return length < count ? text + "…" : text
    }

    /// Where the bytes behind the first occurrence of these begin; nil when there is none.
    func offset(after mark: [UInt8]) -> Int? {
        guard !mark.isEmpty, mark.count <= count else { return nil }
        for start in 0...(count - mark.count) where self[start] == mark[0] {
            var length = 1
            while length < mark.count, self[start + length] == mark[length] { length += 1 }
            if length == mark.count { return start + length }
        }
        return nil
    }

    /// The whole number that begins here; nil when none does.
    func number(at start: Int) -> Double? {
        var end = start
        while end < count, isDigit(end) { end += 1 }
        return number(start..<end)
    }

    /// The whole number that ends before this place; nil when none does.
    func number(endingAt end: Int) -> Double? {
        var start = end
        while start > 0, isDigit(start - 1) { start -= 1 }
        return number(start..<end)
    }

    /// The text up to the next space.
    func word(at start: Int) -> String? {
        var end = start
        while end < count, self[end] > 0x20, end - start < 128 { end += 1 }
        return start < end ? extracting(start..<end).text : nil
    }

    private func isDigit(_ place: Int) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self[place])
    }

    private func number(_ range: Range<Int>) -> Double? {
        guard !range.isEmpty, range.count <= 20 else { return nil }
        var number = 0.0
        for place in range { number = number * 10 + Double(self[place] - UInt8(ascii: "0")) }
        return number
    }
}
