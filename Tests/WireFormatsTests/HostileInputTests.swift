import Testing

@testable import WireFormats

/// Large bodies made to cost time: anything quadratic in them takes far over a minute.
@Suite(.timeLimit(.minutes(15)))
struct HostileInputTests {
    /// About `size` bytes of `unit` between `head` and `tail`.
    private func body(_ head: String, _ unit: String, _ tail: String, size: Int) -> [UInt8] {
        let middle = String(repeating: unit, count: size / unit.utf8.count)
        return Array((head + middle + tail).utf8)
    }

    @Test(arguments: ["a{b=\"", "# HELP a ", "b{c=\"", "a "])
    func `a line of ten megabytes is one line`(head: String) throws {
        let page = body(head, "1", "\"} 1\nb 1\n", size: 10_000_000)
        var names: [String] = []
        let summary = try PrometheusText.scan(page.span, selection: MetricSelection(names: ["b"])) {
            names.append($0.name)
        }
        #expect(names.last == "b")
        #expect(summary.skippedLines + summary.malformedLines <= 1)
    }

    @Test(arguments: [
        ("a{b=\"", "\\\"", "\"} 1\n"), ("a{b=\"", "\\", "\n"), ("a{", "b=\"c\",", "} 1\n"),
        ("", "a", " 1\n"), ("", " ", ""), ("", "\n", ""), ("", "\"", ""), ("{", "\"\",", "} 1"),
        ("", "{\n", ""), ("", "<", ""),
        ("a{\"", "\u{301}\u{316}", "\"=\"1\"} 1\n"), ("# TYPE ", "\u{F73}", " gauge\n"),
    ])
    func `a page of one repeated piece is read once`(head: String, unit: String, tail: String) {
        let page = body(head, unit, tail, size: 400_000)
        var samples = 0
        for selection in [MetricSelection.everything, MetricSelection(names: ["a"])] {
            _ = try? PrometheusText.scan(page.span, selection: selection) { sample in
                samples += sample.labels["other"] == nil ? 1 : 100
            }
        }
        #expect(samples <= 2)
    }

    @Test(arguments: [
        "\"", "[", "{\"a\":", "1", "\\", "\"\\u0041", "[[],", "-", " ", "\"a\u{301}\u{316}\"",
    ])
    func `broken JSON of one repeated piece is an error`(unit: String) {
        let bytes = body("", unit, "", size: 400_000)
        #expect(throws: WireFormatError.self) { try JSONValue(parsing: bytes.span) }
    }

    @Test(arguments: ["\u{301}\u{316}", "\\u0301\\u0316", "\u{F73}", "\u{344}\u{F81}"])
    func `a member name of combining marks is read in time`(unit: String) throws {
        let bytes = body("{\"", unit, "\":7}", size: 1_000_000)
        let value = try JSONValue(parsing: bytes.span)
        #expect(value.object?.values.first == .integer(7))
    }

    @Test
    func `text with few combining marks is not changed`() throws {
        let words = String(repeating: "naïve e\u{301}\u{316} 🦑 ", count: 20)
        let bytes = Array("\"\(words)\"".utf8)
        let read = try JSONValue(parsing: bytes.span).string
        #expect(read.map { Array($0.unicodeScalars) } == Array(words.unicodeScalars))
    }

    @Test
    func `terminal escapes in a label are data`() throws {
        let page = Array("a{name=\"\u{1B}[31mred\"} 1\n".utf8)
        let samples = try PrometheusText.samples(in: page.span)
        #expect(samples.first?.labels["name"] == "\u{1B}[31mred")
    }
}
