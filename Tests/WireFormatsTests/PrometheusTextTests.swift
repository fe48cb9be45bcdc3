import Testing

@testable import WireFormats

struct PrometheusTextTests {
    private func one(_ line: String) throws -> PrometheusSample {
        let samples = try PrometheusText.samples(in: line.body.span)
        try #require(samples.count == 1)
        return samples[0]
    }

    @Test(arguments: Fixture.expositions)
    func `every sample line of a real page is read with the value it spells`(page: String) throws {
        let bytes = try Fixture.bytes(page)
        var values: [Double] = []
        let summary = try PrometheusText.scan(bytes.span, selection: .everything) {
            values.append($0.value)
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
        #expect(summary.malformedLines == 0)
        #expect(summary.firstProblem == nil)
        #expect(values.count == lines.count)
        guard !summary.isOpenMetrics else { return }
        let spelled = try lines.map { line in
            let word = try #require(line.split(separator: " ").last)
            return try #require(Double(word))
        }
        #expect(values.map(\.bitPattern) == spelled.map(\.bitPattern))
    }

    @Test
    func `a selection finds the same samples as reading everything`() throws {
        let bytes = try Fixture.bytes("node_exporter-1.5.prom")
        let names = ["node_load1", "node_network_info", "node_cpu_seconds_total", "absent"]
        var found: [PrometheusSample] = []
        let summary = try PrometheusText.scan(
            bytes.span,
            selection: MetricSelection(names: names)
        ) { found.append($0) }
        let all = try PrometheusText.samples(in: bytes.span)
        let wanted = all.filter { names.contains($0.name) }
        #expect(found.map(\.name) == wanted.map(\.name))
        #expect(found.map(\.value) == wanted.map(\.value))
        #expect(found.map(\.labels) == wanted.map(\.labels))
        #expect(found.allSatisfy { names[$0.index] == $0.name })
        #expect(summary.skippedLines == all.count - wanted.count)
        #expect(summary.malformedLines == 0)
        #expect(summary.families > 200)
        #expect(summary.kinds.isEmpty)
    }

    @Test
    func `an empty selection skips every line of a page without an error`() throws {
        let bytes = try Fixture.bytes("node_exporter-1.5.prom")
        let samples = try PrometheusText.samples(in: bytes.span, selection: MetricSelection([]))
        #expect(samples.isEmpty)
    }

    @Test(arguments: [
        ("a 1", 1), ("a 1.0", 1), ("a -0.5", -0.5), ("a +Inf", .infinity), ("a -Inf", -.infinity),
        ("a inf", .infinity), ("a 1e400", .infinity), ("a -1e400", -.infinity), ("a 1e-400", 0),
        ("a 1.795229816661295e+09", 1.795229816661295e+09), ("a 0x1p4", 16),
        ("a 9007199254740993", 9_007_199_254_740_992), ("a 0.1", 0.1), ("a .5", 0.5),
        ("a 123456789012345678901234567890", 123456789012345677877719597056),
        ("a 5e-324", Double.leastNonzeroMagnitude), ("a 1616511347.0", 1_616_511_347),
        ("  a\t7\t", 7), ("a 8\r", 8),
        ("a{} 9", 9), ("a {} 9", 9), ("a{}9", 9),
    ])
    func `a value is read as it is spelled`(line: String, value: Double) throws {
        #expect(try one(line).value == value)
        #expect(try one(line).name == "a")
    }

    @Test
    func `NaN is a value`() throws {
        #expect(try one("a{b=\"c\"} NaN").value.isNaN)
    }

    @Test
    func `a timestamp is in milliseconds and in OpenMetrics in seconds`() throws {
        #expect(try one("a 1 1395066363000").timestampMilliseconds == 1_395_066_363_000)
        #expect(try one("a 1 -3982045").timestampMilliseconds == -3_982_045)
        #expect(try one("a 1").timestampMilliseconds == nil)
        #expect(try one("a 1 1520879607.789\n# EOF\n").timestampMilliseconds == 1_520_879_607_789)
    }

    @Test(arguments: [
        #"a{x="1",y="2"} 1"#, #"a{y="2",x="1",} 1"#, #"a { x = "1" , y = "2" } 1"#,
        #"a{"y"="2","x"="1"} 1"#, #"{"a",y="2",x="1"} 1"#,
    ])
    func `labels are equal in any order and spacing`(line: String) throws {
        let sample = try one(line)
        #expect(sample.name == "a")
        #expect(sample.labels == (try one(#"a{x="1",y="2"} 1"#)).labels)
        #expect(sample.labels["x"] == "1")
        #expect(sample.labels["y"] == "2")
        #expect(sample.labels["z"] == nil)
    }

    @Test(arguments: [
        (#"quote \" end"#, "quote \" end"), (#"back\\slash"#, #"back\slash"#), (#"a\nb"#, "a\nb"),
        (#"\\"#, #"\"#), (#"\\\""#, #"\""#), (#"\q"#, #"\q"#),
        ("🦑 jalapeno, } #", "🦑 jalapeno, } #"),
        (#"notif-\"/paritytech/grandpa/1\""#, #"notif-"/paritytech/grandpa/1""#), ("", ""),
        ("\u{1B}[2J", "\u{1B}[2J"),
    ])
    func `a label value is unescaped when asked for`(spelled: String, value: String) throws {
        let sample = try one("a{first=\"1\",name=\"\(spelled)\",chain=\"x\"} 2")
        #expect(sample.labels["name"] == value)
        #expect(sample.labels["chain"] == "x")
        #expect(sample.labels.pairs.map(\.name) == ["first", "name", "chain"])
    }

    @Test
    func `invalid UTF-8 in a label is replaced`() throws {
        let bytes = "a{b=\"".body + [0xFF, 0xC3] + "\"} 1\n".body
        let samples = try PrometheusText.samples(in: bytes.span)
        #expect(samples.first?.labels["b"] == "\u{FFFD}\u{FFFD}")
    }

    @Test(arguments: [
        "a", "a{", "a{}", "a{b=\"c\"}", "a{b=\"c} 1", "a{b=c} 1", "a{b=\"c\" d=\"e\"} 1", "1a 1",
        "a one", "a 1 2 3", "a 1 x", "a-b 1", "a{1b=\"c\"} 1", "a 1 99999999999999999999",
        "a nan(1)",
        "{} 1", "a{b=\"\\\"} 1", "a.1", "a 0.1.2",
    ])
    func `a malformed line is counted and the rest is read`(line: String) throws {
        let page = "before 1\n\n\(line)\nafter 2\n"
        var names: [String] = []
        let summary = try PrometheusText.scan(page.body.span, selection: .everything) {
            names.append($0.name)
        }
        #expect(names == ["before", "after"])
        #expect(summary.malformedLines == 1)
        #expect(summary.firstProblem == PrometheusText.Problem(line: 3, snippet: line))
    }

    @Test(arguments: [
        ("", ExpositionLookalike.empty), (" \r\n", .empty),
        ("<html><body>502</body></html>", .html),
        ("{\"a\":1}", .json), ("[1]", .json), ("404 page not found\n", .text),
        ("Not found.", .text), ("Try /metrics", .text), ("\u{1F}\u{8}", .compressed),
        ("\u{0}\u{1}\u{2}", .binary), ("OK", .text), ("# Heading", .text),
    ])
    func `a body that is no metrics page says what it looks like`(
        text: String,
        lookalike: ExpositionLookalike
    ) {
        let selections = [MetricSelection.everything, MetricSelection(names: ["Not", "a"])]
        for selection in selections {
            let error = #expect(throws: WireFormatError.self) {
                try PrometheusText.samples(in: text.body.span, selection: selection)
            }
            guard case .notExposition(let seen, _)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(seen == lookalike)
        }
    }

    @Test
    func `families without a sample are a page`() throws {
        let page = "# HELP a_errors errors\n# TYPE a_errors counter\n"
        var count = 0
        let summary = try PrometheusText.scan(page.body.span, selection: .everything) { _ in
            count += 1
        }
        #expect(count == 0)
        #expect(summary.families == 1)
        #expect(summary.kinds == ["a_errors": .counter])
        #expect(summary.helpTexts == ["a_errors": "errors"])
    }

    @Test
    func `OpenMetrics exemplars and created lines are tolerated`() throws {
        let bytes = try Fixture.bytes("openmetrics-1.0.prom")
        var samples: [PrometheusSample] = []
        let summary = try PrometheusText.scan(bytes.span, selection: .everything) {
            samples.append($0)
        }
        #expect(summary.isOpenMetrics)
        #expect(summary.malformedLines == 0)
        #expect(summary.kinds["foo"] == .histogram)
        #expect(samples.filter { $0.name == "foo_bucket" }.map(\.value) == [8, 11, 17])
        #expect(samples.first { $0.name == "foo_created" }?.value == 1520430000.123)
        #expect(samples.last?.labels["version"] == "1.2 \"x\"")
    }

    @Test
    func `a page cut in a line says so`() throws {
        let whole = try PrometheusText.scan("a 12\n".body.span, selection: .everything) { _ in }
        let cut = try PrometheusText.scan("a 12".body.span, selection: .everything) { _ in }
        #expect(!whole.endsMidLine)
        #expect(cut.endsMidLine)
    }

    @Test
    func `the index under everything counts names in order of appearance`() throws {
        let samples = try PrometheusText.samples(in: "b 1\na 2\nb 3\nb 4\n".body.span)
        #expect(samples.map(\.index) == [0, 1, 0, 0])
    }

    @Test(arguments: [
        "# TYPE a_errors gauge\n# HELP a_errors Errors\n", "# HELP a_errors Errors\n",
        "# TYPE \"a_errors\" counter\n", "# TYPE a_errors_total counter\n",
    ])
    func `a wanted metric that is announced without a sample is named`(text: String) throws {
        let selection = MetricSelection([
            .init("other"), .init("a_errors", spellings: ["a_errors", "a_errors_total"]),
        ])
        func unobserved(_ page: String) throws -> Set<Int> {
            try PrometheusText.scan(page.body.span, selection: selection) { _ in }.unobserved
        }
        #expect(try unobserved(text + "b 1\n") == [1])
        #expect(try unobserved(text + "a_errors_total{type=\"x\"} 1\n") == [])
        #expect(try unobserved("a_errors 1\n" + text) == [])
        #expect(try unobserved("b 1\n") == [])
    }
}
