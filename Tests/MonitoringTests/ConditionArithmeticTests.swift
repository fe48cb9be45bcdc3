import FleetModel
import Monitoring
import Primitives
import TestSupport
import Testing

/// What conditions calculate.
struct ConditionArithmeticTests {
    private func comparison(_ text: String) throws -> Condition.Comparison {
        guard case .comparison(let comparison) = try Condition(parsing: text).clause else {
            return try #require(nil, "'\(text)' is not one comparison")
        }
        return comparison
    }

    @Test(arguments: [
        ("height.best - height.finalized > 100", "height.best - height.finalized", 100),
        ("a + b * c > 1", "a + (b * c)", 1), ("(a + b) * c > 1", "(a + b) * c", 1),
        ("a - b - c > 1", "(a - b) - c", 1), ("a / b / c > 1", "(a / b) / c", 1),
        ("-a * b > -1", "-a * b", -1), ("-(a + b) > 1", "-(a + b)", 1),
        ("a - -5 > 2 * (3 + 4)", "a - -5", 14), ("a-b - c-d > 1", "a-b - c-d", 1),
        ("head- 5 > 1", "height.best - 5", 1),
        ("sibling links - mesh > 1", "sibling.links - mesh", 1),
        ("memory / 2GiB > 1m", "memory / 2147483648", 60),
        ("rate(a, 1m) / rate(b, 90s) > 1", "rate(a, 1m) / rate(b, 1m30s)", 1),
        ("age(a) - age(b) > 1", "age(a) - age(b)", 1),
        ("sum(a) / sum(b) < 1", "sum(a) / sum(b)", 1),
        ("max(head) - head > 10", "max(height.best) - height.best", 10),
        // Both sides are measured: the difference counts.
        ("a > b * 2", "a - (b * 2)", 0), ("a > max(b) - 5", "a - (max(b) - 5)", 0),
        // Per cent: of one in a ratio and in a product, else as the number is measured.
        ("free / size < 10 %", "free / size", 0.1), ("free / size < 10%", "free / size", 0.1),
        ("1 - free / size > 2.5 %", "1 - (free / size)", 0.025),
        ("cpu + steal > 90 %", "cpu + steal", 90), ("cpu / 4 > 90 %", "cpu / 4", 90),
        ("a - 10 % * b > 5", "a - (0.1 * b)", 5), ("a / 5 % > 90", "a / 0.05", 90),
    ])
    func `a calculation is read with its usual precedence and printed so that it reads back`(
        _ text: String,
        _ printed: String,
        _ number: Double
    ) throws {
        let read = try comparison(text)
        guard case .calculated(let expression) = read.subject else {
            Issue.record("\(read.subject)")
            return
        }
        #expect(read.quantifier == .all)
        #expect(expression.text == printed)
        #expect(read.operand == .number(number))
        let sign = read.comparator.rawValue
        let again = try comparison("\(printed) \(sign) 1")
        #expect(again.subject == read.subject)
    }

    @Test func `a function over the nodes takes a calculation`() throws {
        for quantifier in Condition.Quantifier.allCases {
            let read = try comparison("\(quantifier.rawValue)(a - b) > 1")
            #expect(read.quantifier == quantifier)
            #expect(read.subject.names == ["a", "b"])
        }
        #expect(try comparison("any(a) > b * 2").quantifier == .any)
        #expect(try comparison("(a) > 1").subject == .value("a"))
        #expect(try comparison("cpu < 90 %").operand == .number(90))
    }

    @Test(arguments: [
        ("peers / 0 > 1", 8, "this divides by zero"),
        ("peers > 1 / 0", 12, "this divides by zero"),
        ("peers + > 1", 8, "expected a metric or a number here"),
        ("peers > 1 +", 11, "expected a metric or a number here"),
        ("peers > * 2", 8, "expected a number here"),
        ("peers > mesh", 8, "expected a number here"),
        ("peers == mesh for 1m", 9, "expected a number or a text in quotes here"),
        ("(peers > 1", 7, "expected ')' here"), ("peers) > 1", 5, "expected one of == != < <= >"),
        ("2 * 3 > 1", 0, "expected the name of a metric or fact here"),
        ("a - b contains 'x'", 6, "a calculation gives a number; compare it with a number"),
        ("a - b == 'x'", 6, "a calculation gives a number; compare it with a number"),
        ("any(a) - b > 1", 0, "all(…) and any(…) take the whole calculation: any(a - b) > 1"),
        ("b - any(a) > 1", 4, "all(…) and any(…) take the whole calculation: any(a - b) > 1"),
        ("a * 1" + String(repeating: "0", count: 300) + " * 1", 5, ""),
    ])
    func `a mistake in a calculation is refused with its place`(
        _ text: String,
        _ offset: Int,
        _ message: String
    ) throws {
        guard !message.isEmpty else {
            _ = try Condition(parsing: text + " > 1")
            return
        }
        let error = #expect(throws: ConditionError.self) { try Condition(parsing: text) }
        #expect(error?.offset == offset)
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }

    @Test func `parentheses without end are refused`() {
        for mark in ["(", "-", "min("] {
            let text = String(repeating: mark, count: 100_000) + "a > 1"
            let error = #expect(throws: ConditionError.self) { try Condition(parsing: text) }
            #expect(error?.message == "this is nested too deeply")
        }
    }

    // MARK: Value

    private func evaluate(
        _ text: String,
        _ a: [MetricName: Double],
        _ b: [MetricName: Double]?
    ) throws -> Evaluation {
        var readings = FleetReadings()
        readings.poll("a", a)
        if let b { readings.poll("b", b) }
        return try Condition(parsing: text).evaluate(
            in: Condition.Scope(pair, readings, now: start)
        )
    }

    @Test(
        arguments: [
            ("x - y > 5", [9, 3], [9, 1], .holds), ("x - y > 5", [9, 3], [9, 5], .fails),
            ("any(x - y) > 5", [9, 3], [9, 5], .holds),
            ("max(x - y) > 5", [9, 3], [9, 5], .holds),
            ("sum(x * y) == 72", [9, 3], [9, 5], .holds),
            ("x / y < 10 %", [1, 20], [1, 11], .holds), ("x / y < 10 %", [1, 20], [1, 9], .fails),
            ("-x < -8", [9, 3], [9, 5], .holds), ("(x + y) / 2 == 6", [9, 3], [7, 5], .holds),
            // What has no result is not known, and so never true.
            ("x / y > 5", [9, 0], [9, 0], .unknown), ("x / y < 5", [9, 0], [9, 0], .unknown),
            ("x / y > 5", [9, 0], [9, 1], .unknown), ("x / y > 5", [9, 0], [1, 1], .fails),
            ("x / (y - y) != 1", [9, 3], [9, 5], .unknown),
            ("x - y > 5", [9], [9, 1], .unknown), ("x - y > 5", [9], [9, 5], .fails),
            ("any(x - y) > 5", [9], [9, 1], .holds), ("any(x - y) > 5", [9], [9, 5], .unknown),
            ("x - y > 5", [9, 3], nil, .unknown),
            ("y - y == 0", [.infinity, .infinity], nil, .unknown),
            // One number of all nodes, with each of them or by itself.
            ("max(x) - x < 3", [9, 0], [7, 0], .holds),
            ("max(x) - x < 2", [9, 0], [7, 0], .fails),
            ("sum(x) / sum(y) == 4", [9, 3], [7, 1], .holds),
            ("sum(x) / sum(y) == 4", [9, 3], [7], .unknown), ("min(x) * 2 > 1", [9], nil, .unknown),
            ("count(x) / count(y) == 2", [9, 3], [7], .holds),
            ("x > y * 2", [9, 3], [7, 3], .holds),
            ("sum(x - y) > 0", [9, 3], nil, .unknown), ("sum(x - y) < 0", [9, 3], nil, .unknown),
        ] as [(String, [Double], [Double]?, Evaluation.Truth)]
    )
    func `what is calculated is never guessed`(
        _ text: String,
        _ a: [Double],
        _ b: [Double]?,
        _ truth: Evaluation.Truth
    ) throws {
        func named(_ values: [Double]) -> [MetricName: Double] {
            Dictionary(uniqueKeysWithValues: zip(["x", "y"] as [MetricName], values))
        }
        #expect(try evaluate(text, named(a), b.map(named)).truth == truth)
    }

    @Test func `the reading names the calculation`() throws {
        let apart = try evaluate("x - y > 5", ["x": 9, "y": 3], ["x": 9, "y": 5])
        #expect(apart.reading == "x - y 4 on b")
        let whole = try evaluate("sum(x) / 2 > 5", ["x": 9], ["x": 9])
        #expect(whole.reading == "sum(x) / 2 9")
        let unknown = try evaluate("x / y > 5", ["x": 9, "y": 0], ["x": 9, "y": 0])
        #expect(unknown.reading == "no reading of x / y from a, b")
    }
}
