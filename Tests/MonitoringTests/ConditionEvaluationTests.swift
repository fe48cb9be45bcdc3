import FleetModel
import Monitoring
import Primitives
import TestSupport
import Testing

struct ConditionEvaluationTests {
    private func evaluate(
        _ text: String,
        _ readings: FleetReadings,
        nodes: [NodeID] = [],
        fleet: Fleet = pair,
        at now: Timestamp = start,
    ) throws -> Evaluation {
        try Condition(parsing: text).evaluate(
            in: Condition.Scope(fleet, readings, nodes: nodes, now: now)
        )
    }

    /// Readings of one metric; a node without a value was asked and gave none.
    private func readings(_ a: Double?, _ b: Double?) -> FleetReadings {
        var readings = FleetReadings()
        readings.poll("a", a.map { ["x": $0] } ?? [:])
        readings.poll("b", b.map { ["x": $0] } ?? [:])
        return readings
    }

    @Test(
        arguments: [
            ("x >= 2", 2, 3, .holds), ("x >= 2", 2, 1, .fails), ("x >= 2", 2, nil, .unknown),
            ("x >= 2", 1, nil, .fails), ("x >= 2", nil, nil, .unknown),
            ("all(x) >= 2", 2, 1, .fails),
            ("any(x) >= 2", 2, 1, .holds), ("any(x) >= 2", 1, 1, .fails),
            ("any(x) >= 2", 2, nil, .holds), ("any(x) >= 2", 1, nil, .unknown),
            ("min(x) >= 2", 2, 3, .holds), ("min(x) >= 2", 1, nil, .fails),
            ("min(x) >= 2", 2, nil, .unknown), ("min(x) < 2", 1, nil, .holds),
            ("min(x) < 2", 5, nil, .unknown), ("min(x) == 2", 2, nil, .unknown),
            ("min(x) == 2", 1, nil, .fails), ("min(x) != 2", 1, nil, .holds),
            ("max(x) >= 2", 2, nil, .holds), ("max(x) >= 2", 1, nil, .unknown),
            ("max(x) < 2", 3, nil, .fails), ("max(x) <= 3", 1, 3, .holds),
            ("sum(x) >= 5", 2, 3, .holds), ("sum(x) >= 5", 6, nil, .holds),
            ("sum(x) >= 5", 2, nil, .unknown), ("sum(x) < 5", 6, nil, .fails),
            ("sum(x) < 5", 2, nil, .unknown), ("sum(x) > -9", -1, nil, .unknown),
            ("sum(x) == 5", 2, 3, .holds), ("sum(x) == 5", 6, nil, .fails),
            ("sum(x) > 0", nil, nil, .unknown), ("count(x) >= 2", 7, 8, .holds),
            ("count(x) >= 2", 7, nil, .fails), ("count(x) == 0", nil, nil, .holds),
            ("x == 2", 2, 2, .holds), ("x != 2", 2, 3, .fails), ("x <= 2", 2, 1, .holds),
            ("x > 2", 2, 3, .fails), ("x < 2", .nan, 1, .unknown), ("x > 2", .infinity, 3, .holds),
            ("sum(x) > 1", .infinity, -.infinity, .unknown),
        ] as [(String, Double?, Double?, Evaluation.Truth)]
    )
    func `numbers of several nodes are brought together without guessing`(
        text: String,
        a: Double?,
        b: Double?,
        truth: Evaluation.Truth,
    ) throws {
        #expect(try evaluate(text, readings(a, b)).truth == truth)
    }

    @Test func `nodes that were not asked yet are not counted as silent`() throws {
        var readings = FleetReadings()
        #expect(try evaluate("count(x) < 2", readings).truth == .unknown)
        readings.poll("a", ["x": 1])
        #expect(try evaluate("count(x) >= 1", readings).truth == .holds)
        #expect(try evaluate("count(x) < 2", readings).truth == .unknown)
    }

    @Test(
        arguments: [
            ("x >= 2 and x < 9", 3, .holds), ("x >= 2 and y >= 1", 3, .unknown),
            ("x >= 5 and y >= 1", 3, .fails), ("x >= 5 or y >= 1", 3, .unknown),
            ("x >= 2 or y >= 1", 3, .holds), ("x >= 5 or x <= 1", 3, .fails),
        ] as [(String, Double, Evaluation.Truth)]
    )
    func `what is not known decides only when the rest does not`(
        text: String,
        value: Double,
        truth: Evaluation.Truth,
    ) throws {
        #expect(try evaluate(text, readings(value, value)).truth == truth)
    }

    @Test(
        arguments: [
            (["r1", "r2"], "protocols contains 'r2'", .holds),
            (["r1", "r2"], "protocols contains 'r'", .fails),
            ([], "protocols contains 'r1'", .fails),
            (["r1"], "protocols == 'r1'", .holds), (["r1", "r2"], "protocols == 'r1'", .fails),
            (["r1", "r2"], "protocols != 'r1'", .holds),
            (["r1"], "protocols in ['r1', 'r2']", .holds),
            (["r1", "r3"], "protocols in ['r1', 'r2']", .fails),
            (["r3"], "protocols not in ['r1', 'r2']", .holds),
            ([], "protocols in ['r1']", .unknown),
            ([], "protocols not in ['r1']", .unknown), (["r1"], "relay == 'r1'", .unknown),
        ] as [([String], String, Evaluation.Truth)]
    )
    func `facts are compared as wholes`(
        values: [String],
        text: String,
        truth: Evaluation.Truth,
    ) throws {
        var readings = FleetReadings()
        readings.poll("a", facts: [.protocols: values])
        #expect(try evaluate(text, readings, nodes: ["a"]).truth == truth)
    }

    @Test func `a long list is told by what it lacks and has instead`() throws {
        var readings = FleetReadings()
        let common = ["/ipfs/id/1.0.0", "/ipfs/ping/1.0.0", "/vac/waku/store/2.0.0-beta3"]
        readings.poll("a", facts: [.protocols: common + ["/vac/waku/relay/2.0.0"]])
        func words(_ id: String) throws -> String {
            try evaluate("protocols contains '\(id)'", readings, nodes: ["a"]).reading
        }
        #expect(
            try words("/vac/waku/relay/2.0.0-beta2")
                == "protocols without /vac/waku/relay/2.0.0-beta2 but /vac/waku/relay/2.0.0 on a"
        )
        #expect(try words("/vac/waku/swap/1") == "protocols without /vac/waku/swap/1 on a")
        #expect(try words("swap") == "protocols without swap on a")
    }

    /// Forms seen: `git describe` of Waku, Substrate with commit and platform, release candidates.
    @Test(arguments: [
        ("v0.4", true), ("3.2.0", true), ("3.2.0-2477840-x86_64-linux-gnu", true),
        ("3.2.0-99cd17ddb2", true), ("3.2.0-unknown-x86_64-linux-gnu", true),
        ("v0.4-64-g4f6983", false), ("v0.4-rc.1", false), ("v0.4-dirty", false),
        ("v0.41", false), ("v0.4.1", false), ("3.2.1-ff69d35", false), ("v0.4-", false),
        ("v0", false), ("master", false),
    ])
    func `a version is a release with or without the commit it was built from`(
        version: String,
        isRelease: Bool,
    ) throws {
        var readings = FleetReadings()
        readings.poll("a", facts: [.version: [version]])
        let yes = try evaluate("version in releases", readings, nodes: ["a"]).truth
        let not = try evaluate("version not in releases", readings, nodes: ["a"]).truth
        #expect(yes == (isRelease ? .holds : .fails))
        #expect(not == (isRelease ? .fails : .holds))
    }

    @Test func `without a release policy nothing is known of releases`() throws {
        var readings = FleetReadings()
        readings.poll("a", facts: [.version: ["v0.4"]])
        let fleet = Fleet(name: "free", nodes: [.waku("a")])
        #expect(try evaluate("version not in releases", readings, fleet: fleet).truth == .unknown)
    }

    @Test(arguments: [
        "x >= 1", "min(x) >= 1", "age(x) < 1h", "rate(x, 20s) >= 0", "version in releases",
        "any(x) >= 1",
    ])
    func `a stale reading is not known`(text: String) throws {
        var readings = FleetReadings()
        for time in [start, seconds(10), seconds(20)] {
            readings.poll("a", at: time, ["x": 1], facts: [.version: ["v0.4"]])
        }
        #expect(try evaluate(text, readings, nodes: ["a"], at: seconds(50)).truth == .holds)
        #expect(
            try evaluate(text, readings, nodes: ["a"], at: seconds(50) + .milliseconds(1)).truth
                == .unknown
        )
    }

    @Test func `a node that refuses keeps its last readings until they are stale`() throws {
        var readings = FleetReadings()
        readings.poll("a", ["x": 9])
        readings.silence("a", at: seconds(10))
        #expect(try evaluate("x >= 8", readings, nodes: ["a"], at: seconds(30)).truth == .holds)
        #expect(try evaluate("x >= 8", readings, nodes: ["a"], at: seconds(31)).truth == .unknown)
    }

    @Test func `age counts from the last change`() throws {
        var readings = FleetReadings()
        readings.poll("a", at: start, [.heightBest: 5])
        readings.poll("a", at: seconds(60), [.heightBest: 5])
        #expect(
            try evaluate("age(head) >= 60s", readings, nodes: ["a"], at: seconds(60)).truth
                == .holds
        )
        readings.poll("a", at: seconds(70), [.heightBest: 6])
        #expect(
            try evaluate("age(head) < 10s", readings, nodes: ["a"], at: seconds(75)).truth
                == .holds
        )
    }

    @Test(arguments: [("store.errors", 0.1), ("graft.total", 0.1), ("memory", -9.9)])
    func `a counter that restarts is not a fall`(metric: String, rate: Double) throws {
        var readings = FleetReadings()
        for (index, value) in [1000.0, 1000, 10].enumerated() {
            readings.poll("a", at: seconds(index * 50), [MetricName(metric): value])
        }
        let reading = try evaluate(
            "rate(\(metric), 100s) == \(rate)",
            readings,
            nodes: ["a"],
            at: seconds(100)
        )
        #expect(reading.truth == .holds, "\(reading.reading)")
    }

    @Test(
        arguments: [
            ("x >= 2", 5, 5, "x 5 on all 2 nodes"), ("x >= 2", 5, 1, "x 1 on b"),
            ("x >= 2", 5, nil, "no reading of x from b"), ("any(x) >= 2", 5, 1, "x 5 on a"),
            ("max(x) >= 9", 5, nil, "max of x 5, no reading from b"),
            ("sum(x) >= 9", 5, 1.5, "sum of x 6.50"), ("x >= 2 and x < 9", 5, 1, "x 1 on b"),
        ] as [(String, Double?, Double?, String)]
    )
    func `the reading says what was seen and where`(
        text: String,
        a: Double?,
        b: Double?,
        reading: String,
    ) throws {
        #expect(try evaluate(text, readings(a, b)).reading == reading)
    }

    @Test func `nodes that are not in the fleet are never known`() throws {
        let evaluation = try evaluate("x >= 0", readings(1, 1), nodes: ["a", "gone"])
        #expect(evaluation.truth == .unknown)
        #expect(evaluation.reading == "no reading of x from gone")
    }
}
