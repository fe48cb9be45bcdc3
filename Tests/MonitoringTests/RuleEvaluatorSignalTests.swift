import FleetModel
import IncidentLog
import Monitoring
import Primitives
import TestSupport
import Testing

struct RuleEvaluatorSignalTests {
    private func fewPeers(_ hold: String = "for 20s") throws -> Check {
        Check(
            name: "few peers",
            condition: try Condition(parsing: "peers < 3 \(hold)"),
            meaning: "check the firewall"
        )
    }

    @Test func `a check raises its signal after its hold, with the start of the trouble`() throws {
        var watched = WatchedFleet.single(checks: [try fewPeers()])
        #expect(try watched.run(0, through: 50, [.peers: 9]) == [])
        #expect(try watched.run(60, through: 70, [.peers: 1]) == [])
        #expect(
            try watched.run(80, through: 120, [.peers: 1]) == [
                .signal(
                    .found(
                        finding: Finding(
                            id: "few peers/a",
                            kind: .check,
                            priority: .warning,
                            text: "few peers: peers 1 on a",
                            nodes: ["a"],
                            since: seconds(60),
                            meaning: "check the firewall"
                        )
                    )
                )
            ]
        )
    }

    @Test func `a signal is cleared once the trouble is away for more than a poll`() throws {
        var watched = WatchedFleet.single(checks: [try fewPeers()])
        try watched.run(0, through: 20, [.peers: 1])
        #expect(try watched.run(30, through: 40, [.peers: 9]) == [])
        #expect(
            try watched.run(50, through: 90, [.peers: 9])
                == [.signal(.cleared(signal: "few peers/a", text: "cleared: few peers on a"))]
        )
        #expect(watched.commands(at: seconds(91)) == [])
    }

    @Test func `a check with an end of its own is cleared by it alone`() throws {
        var check = try fewPeers()
        check.clears = try Condition(parsing: "peers >= 6 for 1m")
        var watched = WatchedFleet.single(checks: [check])
        try watched.run(0, through: 20, [.peers: 1])
        #expect(try watched.run(30, through: 300, [.peers: 5]) == [])
        #expect(try watched.run(310, through: 360, [.peers: 6]) == [])
        #expect(try watched.run(370, through: 390, [.peers: 6]).count == 1)
        #expect(watched.log.state.signals["few peers/a"]?.isActive == false)
    }

    @Test func `what is not known neither clears nor counts as held`() throws {
        var watched = WatchedFleet.single(checks: [try fewPeers("for 1m")])
        try watched.run(0, through: 10, [.peers: 1])
        try watched.run(20, through: 70)
        #expect(try watched.run(80, through: 130, [.peers: 1]) == [])
        #expect(try watched.run(140, through: 140, [.peers: 1]).count == 1)
        #expect(try watched.run(150, through: 300) == [])
        #expect(watched.log.state.signals["few peers/a"]?.isActive == true)
    }

    @Test func `a check of the fleet raises one signal without a node`() throws {
        let check = Check(
            name: "lost",
            condition: try Condition(parsing: "sum(peers) < 3"),
            scope: .fleet,
            priority: .critical
        )
        var watched = WatchedFleet.single(checks: [check])
        #expect(
            try watched.run(0, through: 20, [.peers: 1]) == [
                .signal(
                    .found(
                        finding: Finding(
                            id: "lost",
                            kind: .check,
                            priority: .critical,
                            text: "lost: sum of peers 1",
                            nodes: [],
                            since: start
                        )
                    )
                )
            ]
        )
    }

    @Test func `a node that is down raises a signal within a minute and clears it`() throws {
        var watched = WatchedFleet.single()
        #expect(try watched.run(0, through: 0) == [])
        let raised = try watched.runSilent(10, through: 60)
        #expect(
            raised == [
                .signal(
                    .found(
                        finding: Finding(
                            id: "down/a",
                            kind: .down,
                            priority: .critical,
                            text: "a is down: rest: refused",
                            nodes: ["a"],
                            since: seconds(20)
                        )
                    )
                )
            ]
        )
        #expect(
            try watched.run(70, through: 100)
                == [.signal(.cleared(signal: "down/a", text: "a answers again"))]
        )
    }

    @Test func `one silent poll raises nothing`() throws {
        var watched = WatchedFleet.single()
        try watched.run(0, through: 0)
        try watched.runSilent(10, through: 10)
        #expect(try watched.run(20, through: 60) == [])
        #expect(watched.log.state.signals.isEmpty)
    }

    @Test func `a program that starts does not clear what it has not yet seen`() throws {
        var watched = WatchedFleet.single(checks: [try fewPeers()])
        try watched.run(0, through: 60, [.peers: 1])
        watched.watch = RuleEvaluator(fleet: watched.fleet)
        #expect(try watched.run(70, through: 200, [.peers: 1]) == [])
    }
}

/// Two programs watch the same fleet and write one log; they poll at different moments.
struct TwoWatchesTests {
    private var first: WatchedFleet
    private var second: WatchedFleet

    init() throws {
        let checks = [Check(name: "few", condition: try Condition(parsing: "peers < 3"))]
        let parties = [Party(id: "js", needs: [try Condition(parsing: "peers >= 3")])]
        let steps = [StepDefinition(id: "peers", title: "peers", condition: "peers >= 3")]
        let log = try ScriptedLog.withIncident(steps: steps)
        first = .single(checks: checks, parties: parties, log: log)
        second = .single(checks: checks, parties: parties, log: log)
    }

    /// Runs both programs for a while, each ticking every second: the first polls on full tens,
    /// the second three seconds later.
    private mutating func run(
        _ span: Range<Int>,
        peers: Double,
        relay: String,
    ) throws -> [Event] {
        let facts: [FactName: [String]] = [.relay: [relay]]
        var events: [Event] = []
        for second in span {
            let now = seconds(second)
            if second % 10 == 0 { first.readings.poll("a", at: now, [.peers: peers], facts: facts) }
            if second % 10 == 3 {
                self.second.readings.poll("a", at: now, [.peers: peers], facts: facts)
            }
            events += try first.tick(at: now)
            self.second.log = first.log
            events += try self.second.tick(at: now)
            first.log = self.second.log
        }
        return events
    }

    @Test mutating func `everything is written once`() throws {
        let calm = try run(0..<60, peers: 9, relay: "2.0.0-beta2")
        #expect(calm.count == 2, "the first relay id and the step")
        let trouble = try run(60..<120, peers: 0, relay: "2.0.0")
        #expect(
            trouble.map(\.name.name).sorted() == [
                "checklist.regressed", "fleet.factChanged", "impact.opened", "signal.found",
                "signal.found", "signal.found",
            ]
        )
        let recovered = try run(120..<180, peers: 9, relay: "2.0.0-beta2")
        #expect(
            recovered.map(\.name.name).sorted() == [
                "checklist.passed", "fleet.factChanged", "impact.closed", "signal.cleared",
                "signal.cleared", "signal.cleared",
            ]
        )
    }
}
