import FleetModel
import Testing

struct ConditionParsingTests {
    private func comparison(_ text: String) throws -> Condition.Comparison {
        let clause = try Condition(parsing: text).clause
        guard case .comparison(let comparison) = clause else {
            return try #require(nil, "'\(text)' is not one comparison")
        }
        return comparison
    }

    @Test(
        arguments: [
            ("peers >= 8", .value("peers"), .greaterOrEqual, .number(8)),
            ("peers >= 8 for 10m", .value("peers"), .greaterOrEqual, .number(8)),
            ("sibling links == 2", .value("sibling.links"), .equal, .number(2)),
            ("syncing != 0", .value("syncing"), .notEqual, .number(0)),
            ("lag < 1.5k", .value("lag"), .less, .number(1500)),
            ("memory <= 2GiB", .value("memory"), .lessOrEqual, .number(2_147_483_648)),
            ("memory > 3GB", .value("memory"), .greater, .number(3e9)),
            ("cpu < 90%", .value("cpu"), .less, .number(90)),
            ("trend > -5", .value("trend"), .greater, .number(-5)),
            ("trend > - 1m", .value("trend"), .greater, .number(-60)),
            ("latency < 500ms", .value("latency"), .less, .number(0.5)),
            ("age(head) < 60s", .age("height.best"), .less, .number(60)),
            ("age(height.finalized) < 2m", .age("height.finalized"), .less, .number(120)),
            (
                "rate(height.best, 1m) > 0", .rate("height.best", window: .seconds(60)), .greater,
                .number(0)
            ),
            ("version in releases", .value("version"), .isIn, .releases),
            ("version not in releases", .value("version"), .isNotIn, .releases),
            ("version in ['v0.4', \"v0.5\"]", .value("version"), .isIn, .list(["v0.4", "v0.5"])),
            ("relay == 'x y'", .value("relay"), .equal, .text("x y")),
            (
                "protocols contains \"/vac/waku/relay/2.0.0\"", .value("protocols"), .contains,
                .text("/vac/waku/relay/2.0.0")
            ),
        ] as [(String, Condition.Subject, Condition.Comparator, Condition.Operand)]
    )
    func `a comparison is read with its subject, comparator and operand`(
        text: String,
        subject: Condition.Subject,
        comparator: Condition.Comparator,
        operand: Condition.Operand,
    ) throws {
        let comparison = try comparison(text)
        #expect(comparison.quantifier == .all)
        #expect(comparison.subject == subject)
        #expect(comparison.comparator == comparator)
        #expect(comparison.operand == operand)
    }

    @Test(arguments: Condition.Quantifier.allCases)
    func `every quantifier stands before parentheses`(quantifier: Condition.Quantifier) throws {
        let plain = try comparison("\(quantifier.rawValue)(mesh) >= 2")
        #expect(plain.quantifier == quantifier)
        #expect(plain.subject == .value("mesh"))
        let nested = try comparison("\(quantifier.rawValue)(rate(mesh, 5m)) >= 2")
        #expect(nested.quantifier == quantifier)
        #expect(nested.subject == .rate("mesh", window: .seconds(300)))
    }

    @Test func `a quantifier's name without parentheses is a name`() throws {
        #expect(try comparison("count >= 2").subject == .value("count"))
    }

    @Test func `the hold follows the clause and the source is kept`() throws {
        let condition = try Condition(parsing: "  peers >= 8 for 1h30m ")
        #expect(condition.hold == .seconds(5400))
        #expect(condition.source == "  peers >= 8 for 1h30m ")
        #expect(try Condition(parsing: "peers >= 8").hold == .zero)
    }

    @Test func `and binds closer than or`() throws {
        func one(_ text: String) throws -> Condition.Clause { try Condition(parsing: text).clause }
        #expect(
            try one("a > 1 or b > 2 and c > 3")
                == .any([one("a > 1"), .all([one("b > 2"), one("c > 3")])])
        )
        #expect(
            try one("a > 1 and b > 2 and c > 3")
                == .all([one("a > 1"), one("b > 2"), one("c > 3")])
        )
    }

    @Test(arguments: [
        ("", 0, "expected the name of a metric or fact here"),
        ("peers", 5, "expected one of == != < <= > >= contains in here"),
        ("peers >=", 8, "expected a number here"),
        ("peers >= 'x'", 9, "expected a number here"),
        ("peers = 8", 6, "'=' has no meaning here"),
        ("peers >= 8x", 9, "'8x' is not a number, a span such as 10m, or a size such as 2GiB"),
        (
            "peers >= 1.2.3", 9,
            "'1.2.3' is not a number, a span such as 10m, or a size such as 2GiB"
        ),
        ("peers >= 8 for", 14, "'for' needs a span such as 10m"),
        ("peers >= 8 for 10", 15, "'for' needs a span such as 10m"),
        ("peers >= 8 mesh", 11, "expected 'and', 'or', 'for' or the end here"),
        ("peers >= 8 for 10m and mesh > 1", 19, "expected 'and', 'or', 'for' or the end here"),
        ("peers >= 8 and", 14, "expected the name of a metric or fact here"),
        ("relay == 'x", 9, "this text has no closing '"),
        ("relay == x", 9, "expected a number or a text in quotes here"),
        ("relay contains 5", 15, "'contains' needs a text in quotes"),
        ("version not releases", 12, "expected 'in' after 'not'"),
        ("version in v0.4", 11, "expected '[' here"),
        ("version in []", 12, "expected a text in quotes here"),
        ("version in ['a' 'b']", 16, "expected ']' here"),
        (
            "mode(peers) > 1", 0,
            "unknown function 'mode'; known: all, any, min, max, sum, count, rate, age"
        ),
        ("all(peers > 1", 10, "expected ')' here"),
        ("rate(peers) > 1", 10, "expected ',' here"),
        ("rate(peers, 5) > 1", 12, "rate needs a window, as in rate(height.best, 1m)"),
        ("rate(peers, 0s) > 1", 12, "rate needs a window, as in rate(height.best, 1m)"),
        ("min(version) in releases", 13, "min(…) gives a number; compare it with a number"),
        ("count(relay) == 'x'", 13, "count(…) gives a number; compare it with a number"),
        ("age(head) contains 'x'", 10, "age(…) gives a number; compare it with a number"),
        ("any(rate(a, 1m)) == 'x'", 17, "rate(…) gives a number; compare it with a number"),
        ("peers ≥ 8", 6, "'≥' has no meaning here"),
    ])
    func `a mistake is refused with its place`(text: String, offset: Int, message: String) {
        let error = #expect(throws: ConditionError.self) { try Condition(parsing: text) }
        #expect(error?.offset == offset)
        #expect(error?.message == message)
    }
}
