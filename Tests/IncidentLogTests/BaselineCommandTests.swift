import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct BaselineCommandTests {
    private static let chain: FactName = "config unit:--chain"
    private static let boot: FactName = "config spec:bootNodes"

    /// A fleet of two nodes whose facts are known.
    private func known() throws -> ScriptedLog {
        var log = ScriptedLog(of: "prod")
        try log.run(.declare("leak"))
        for node in ["f1", "f2"] as [NodeID] {
            try tell(&log, node, .version, "3.2.0", at: start)
            try tell(&log, node, Self.chain, "kusama.json", at: start)
            try tell(&log, node, .configDigest, "aa", at: start)
        }
        return log
    }

    private func tell(
        _ log: inout ScriptedLog,
        _ node: NodeID,
        _ fact: FactName,
        _ value: String,
        at now: Timestamp
    ) throws {
        try log.run(.observation(.recordFact(node, fact, to: [value])), at: now, by: .tocsin)
    }

    private func take(_ change: String? = nil, replaces: Bool = false) -> Command {
        .baseline(.take(nodes: ["f1", "f2", "gone"], change: change, replaces: replaces))
    }

    private func accept(
        _ key: String = "unit:--chain",
        of node: NodeID = "f1",
        _ reason: String = "kept"
    ) -> Command {
        .baseline(.accept(node, key: key, reason: reason))
    }

    /// What a node became, by steps of a minute, each a fact and its value.
    private func played(_ steps: [(FactName, String)]) throws -> ScriptedLog {
        var log = try known()
        try log.run(take())
        for (minute, step) in steps.enumerated() {
            try tell(&log, "f1", step.0, step.1, at: minutes(60 * (minute + 1)))
        }
        return log
    }

    private func standings(_ log: ScriptedLog) throws -> [String] {
        let diff = try #require(log.state.baselineDiff(of: "prod"))
        return diff.lines.map { "\($0.key) \($0.standing.rawValue)" }
    }

    @Test func `a baseline tells of each node that is known`() throws {
        var log = try known()
        let events = try log.run(take("CHG-0001"))
        #expect(
            events == [
                .baseline(
                    .taken(
                        baseline: "B-0001",
                        fleet: "prod",
                        change: "CHG-0001",
                        nodes: ["f1", "f2"].map {
                            NodePicture(
                                node: $0,
                                version: "3.2.0",
                                keys: 2,
                                configuration: "aa"
                            )
                        }
                    )
                )
            ]
        )
        #expect(try log.events(take("CHG-0001"), by: .tocsin).isEmpty)
        #expect(try log.run(take(), at: minutes(1)).count == 1)
        #expect(log.state.baseline(of: "prod")?.id == "B-0002")
    }

    @Test func `nothing is known of nothing`() {
        let log = ScriptedLog(of: "prod")
        #expect(log.refusal(take())?.kind == .held)
        #expect(log.refusal(accept())?.reason.contains("tocsin baseline take") == true)
    }

    struct Play: Sendable, CustomTestStringConvertible {
        let steps: [(FactName, String)]
        let standings: [String]
        let words: String?
        var testDescription: String { standings.joined(separator: ", ") }

        init(_ steps: [(FactName, String)], _ standings: [String], _ words: String? = nil) {
            self.steps = steps
            self.standings = standings
            self.words = words
        }
    }

    @Test(arguments: [
        Play([], []),
        Play(
            [(.version, "3.2.1"), (chain, "kusama")],
            ["config unit:--chain not reverted", "version not reverted"]
        ),
        Play(
            [(.version, "3.2.1"), (chain, "kusama"), (.version, "3.2.0")],
            ["config unit:--chain not reverted", "version reverted"],
            "rolled back, 1 key not reverted"
        ),
        Play(
            [
                (.version, "3.2.1"), (chain, "kusama"), (.version, "3.2.0"),
                (chain, "kusama.json"),
            ],
            ["config unit:--chain reverted", "version reverted"],
            "rolled back, every key as before"
        ),
        Play(
            [(.version, "3.2.1"), (.version, "3.2.0"), (chain, "kusama")],
            ["config unit:--chain new drift", "version reverted"],
            "rolled back, 1 key changed since"
        ),
        Play([(chain, "kusama")], ["config unit:--chain not reverted"]),
        Play(
            [(chain, "kusama"), (.version, "3.2.1")],
            ["config unit:--chain not reverted", "version not reverted"]
        ),
        Play(
            [(.version, "3.2.1"), (boot, "5 entries"), (.version, "3.2.0")],
            ["config spec:bootNodes not reverted", "version reverted"],
            "rolled back, 1 key not reverted"
        ),
        Play(
            [(.version, "3.2.1"), (.version, "3.2.0"), (.version, "3.2.1")],
            ["version not reverted"]
        ),
        Play([(.configDigest, "bb"), (.runtime, "3201"), ("peers.last", "x")], []),
    ])
    func `each key stands to the baseline by what happened to it and to the program`(
        in play: Play
    ) throws {
        let log = try played(play.steps)
        #expect(try standings(log) == play.standings)
        #expect(log.state.baseline(of: "f1", in: "prod")?.words == play.words)
        #expect(log.state.baseline(of: "f2", in: "prod")?.openCount == 0)
    }

    private static let leftBehind: [(FactName, String)] = [
        (.version, "3.2.1"), (chain, "kusama"), (.version, "3.2.0"),
    ]

    @Test func `a roll-back that left keys behind is no recovery`() throws {
        var log = try played(Self.leftBehind)
        try log.run(.become(.mitigating))
        for status in [IncidentStatus.monitoring, .resolved] {
            let refusal = try #require(log.refusal(.become(status)))
            #expect(refusal.kind == .held)
            #expect(refusal.reason.contains("1 key not reverted on f1 (1): config unit:--chain"))
            #expect(refusal.reason.contains("tocsin baseline accept"))
        }
        try log.run(accept(), at: minutes(300))
        #expect(try standings(log) == ["config unit:--chain accepted", "version reverted"])
        #expect(log.refusal(.become(.monitoring)) == nil)
    }

    @Test func `an upgrade that was not rolled back holds nothing up`() throws {
        var log = try played(Array(Self.leftBehind.prefix(2)))
        try log.run(.become(.mitigating))
        #expect(log.refusal(.become(.monitoring)) == nil)
        #expect(log.refusal(take()) == nil)
    }

    @Test func `an incident of another fleet is not held up`() throws {
        var log = try played(Self.leftBehind)
        try log.run(.declare("other", fleet: "test"))
        let monitoring = Command.incident(
            .changeStatus("INC-0002", to: .monitoring, reason: "because")
        )
        #expect(log.refusal(monitoring) == nil)
    }

    @Test func `what was left behind is not forgotten by another baseline`() throws {
        var log = try played(Self.leftBehind)
        #expect(log.refusal(take())?.argument == "replace")
        #expect(try log.events(take("CHG-0002"), by: .tocsin).isEmpty)
        try log.run(take(replaces: true), at: minutes(300))
        #expect(try standings(log).isEmpty)
    }

    @Test func `a key is accepted as it is, and not as what it becomes`() throws {
        var log = try played(Self.leftBehind)
        try log.run(accept(), at: minutes(300))
        #expect(log.refusal(accept())?.reason.contains("accepted already by hanno") == true)
        try tell(&log, "f1", Self.chain, "rococo", at: minutes(301))
        #expect(try standings(log).first == "config unit:--chain not reverted")
        try tell(&log, "f1", Self.chain, "kusama.json", at: minutes(302))
        #expect(log.refusal(accept())?.reason.contains("put back already") == true)
    }

    @Test func `only what is other can be accepted`() throws {
        let log = try played(Self.leftBehind)
        #expect(log.refusal(accept(of: "f9"))?.argument == "node")
        let refusal = try #require(log.refusal(accept("spec:bootNodes")))
        #expect(refusal.argument == "key")
        #expect(refusal.reason.contains("other than there: 'config unit:--chain'"))
        #expect(log.refusal(accept(of: "f1", " "))?.reason == "the reason is empty")
    }

    @Test func `a clock that was set moves what happened`() throws {
        var log = try played(Self.leftBehind)
        let step = Duration.seconds(7200)
        let before = try #require(log.state.baseline(of: "f1", in: "prod"))
        log.append(.watch(.clockStepped(from: start, to: start + step)))
        let after = try #require(log.state.baseline(of: "f1", in: "prod"))
        #expect(after.rolledBackAt == before.rolledBackAt.map { $0 + step })
        #expect(
            after.departures[Self.chain]?.since
                == before.departures[Self.chain].map { $0.since + step }
        )
        #expect(log.state.baseline(of: "prod")?.takenAt == start + step)
    }

    @Test func `any sequence of changes reads the same in two parts, and the counts add up`()
        throws
    {
        var generator = SeededGenerator(seed: 7)
        let facts: [FactName] = [.version, Self.chain, Self.boot, .configDigest]
        var log = try known()
        for minute in 1...300 {
            let node: NodeID = Bool.random(using: &generator) ? "f1" : "f2"
            let now = minutes(minute)
            switch Int.random(in: 0..<12, using: &generator) {
            case 0: _ = try? log.run(take(replaces: Bool.random(using: &generator)), at: now)
            case 1: _ = try? log.run(accept(of: node), at: now)
            default:
                let fact = facts[Int.random(in: 0..<facts.count, using: &generator)]
                let value = ["3.2.0", "3.2.1", "kusama"][Int.random(in: 0..<3, using: &generator)]
                try tell(&log, node, fact, value, at: now)
            }
            guard let baseline = log.state.baseline(of: "prod") else { continue }
            for own in baseline.nodes.values {
                let counts = NodeBaseline.Standing.allCases.map(own.count)
                #expect(counts.reduce(0, +) == own.departures.count)
                for (key, departure) in own.departures where departure.endedAt != nil {
                    let now = log.state.facts(of: own.picture.node, in: "prod").values[key]
                    #expect(now?.sorted() == departure.before.sorted())
                }
            }
        }
        for cut in stride(from: 0, through: log.entries.count, by: 17) {
            var state = LogState()
            for entry in log.entries.prefix(cut) { state.apply(entry) }
            var rest = state
            for entry in log.entries { rest.apply(entry) }
            #expect(rest == log.state)
        }
    }
}
