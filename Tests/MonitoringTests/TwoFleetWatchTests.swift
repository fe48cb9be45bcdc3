import FleetModel
import IncidentLog
import Monitoring
import Primitives
import TestSupport
import Testing

/// Two watches of fleets whose nodes have the same names write into one log.
struct TwoFleetWatchTests {
    private struct Watches {
        var log = ScriptedLog()
        var desks: [String: SignalReconciler] = [:]

        init() {
            for name in ["prod", "test"] {
                let nodes = (1...9).map { Node(id: NodeID("n\($0)"), probes: []) }
                desks[name] = SignalReconciler(fleet: Fleet(name: name, nodes: nodes))
            }
        }

        @discardableResult
        mutating func look(
            _ fleet: String,
            _ judgements: [Judgement],
            at now: Timestamp
        ) throws -> [Event] {
            log.fleet = fleet
            let commands = desks[fleet]?.commands(
                for: judgements,
                readings: FleetReadings(),
                log: log.state,
                at: now
            )
            return try (commands ?? []).flatMap { try log.run(.signal($0), at: now, by: .tocsin) }
        }

        mutating func look(
            _ fleet: String,
            _ judgements: [Judgement],
            from: Int,
            through to: Int
        ) throws -> [Event] {
            try stride(from: from, through: to, by: 10).flatMap {
                try look(fleet, judgements, at: seconds($0))
            }
        }
    }

    @Test func `what is well in one fleet stays ill in the other`() throws {
        var watches = Watches()
        #expect(try watches.look("prod", [.stands("few/n1")], at: start).words == ["found"])
        #expect(try watches.look("test", [.calm("few/n1")], at: start).words == [])
        #expect(try watches.look("test", [.stands("few/n1")], at: seconds(10)).words == ["found"])
        let ended = try watches.look("test", [.calm("few/n1")], from: 20, through: 300)
        let cleared = SignalEvent.cleared(
            signal: "few/n1",
            text: "cleared: few on n1",
            fleet: "test"
        )
        #expect(ended == [.signal(cleared)])
        #expect(watches.log.state.activeSignals(of: "prod").map(\.id) == ["few/n1"])
        #expect(watches.log.state.activeSignals(of: "test") == [])
    }

    @Test func `work on one fleet hides nothing in the other`() throws {
        var watches = Watches()
        watches.log.fleet = "prod"
        let work = SignalCommand.declareMaintenance(
            nodes: [],
            kinds: [],
            from: start,
            to: minutes(30),
            reason: "new switch"
        )
        try watches.log.run(.signal(work))
        let seen = [Judgement.stands("few/n1")]
        #expect(try watches.look("prod", seen, at: seconds(10)).words == ["suppressed"])
        #expect(try watches.look("test", seen, at: seconds(10)).words == ["found"])
        // Its end is announced and written down by the watch that it is about.
        #expect(try watches.look("test", seen, at: minutes(25)).words == ["reminded"])
        #expect(try watches.look("prod", seen, at: minutes(25)).words == ["maintenanceEnding"])
        #expect(try watches.look("test", seen, at: minutes(31)).words == [])
        #expect(
            try watches.look("prod", seen, at: minutes(31)).words == ["maintenanceEnded", "found"]
        )
    }

    @Test func `neither the node nor the host of a namesake explains what is found`() throws {
        var watches = Watches()
        try watches.look("prod", [.down("n1")], at: start)
        let lag = Judgement.stands("lag/n1", causes: ["down/n1"])
        #expect(try watches.look("test", [lag], at: seconds(10)).words == ["found"])
        let known = try watches.look("prod", [.down("n1"), lag], at: seconds(40))
        #expect(known.words == ["suppressed"])
    }

    @Test func `nodes are gathered within their fleet`() throws {
        var watches = Watches()
        let (some, others) = ((1...4).map { NodeID("n\($0)") }, (1...5).map { NodeID("n\($0)") })
        try watches.look("prod", some.map(Judgement.down), at: start)
        try watches.look("test", others.map(Judgement.down), at: start)
        let down = watches.log.state.activeSignals(of: nil)
        #expect(down.map(\.key) == [SignalKey("down", of: "prod"), SignalKey("down", of: "test")])
        #expect(down.map(\.finding.nodes) == [some, others])
    }

    @Test func `the health of a node is that of its fleet`() throws {
        var watches = Watches()
        try watches.look("prod", [.stands("few/n1")], at: start)
        try watches.look("test", [.stands("few/n1", .warning)], at: start)
        func priority(_ fleet: String) -> SignalPriority? {
            FleetHealth(watches.log.state, of: fleet, at: start).priority(on: "n1")
        }
        #expect(priority("prod") == .critical)
        #expect(priority("test") == .warning)
    }

    @Test func `work that two files plan alike is written down and taken back for each`() throws {
        let work = RecurringMaintenance(
            every: try #require(WeeklySpan(text: "day 09:00 for 1h")),
            nodes: ["a"],
            reason: "backups"
        )
        func watch(_ name: String, _ work: [RecurringMaintenance], _ log: ScriptedLog)
            throws -> ScriptedLog
        {
            var log = log
            log.fleet = name
            let fleet = Fleet(name: name, nodes: [.substrate("a")], maintenance: work)
            var watched = WatchedFleet(fleet, log: log)
            try watched.tick(at: start)
            return watched.log
        }
        var log = ScriptedLog()
        for name in ["prod", "test", "prod"] { log = try watch(name, [work], log) }
        #expect(log.state.maintenance.map(\.fleet) == ["prod", "test"])
        log = try watch("test", [], log)
        #expect(log.state.maintenance.map { $0.endedAt != nil } == [false, true])
    }

    @Test func `an identity is held against the node of the same fleet`() throws {
        var log = ScriptedLog()
        var watches = ["prod", "test"].map {
            WatchedFleet(Fleet(name: $0, nodes: [.substrate("a")]))
        }
        var events: [String] = []
        for second in stride(from: 0, through: 120, by: 10) {
            for place in watches.indices {
                watches[place].log = log
                watches[place].log.fleet = watches[place].fleet.name
                let peer = place == 0 ? "A" : second < 60 ? "B" : "C"
                events += try watches[place]
                    .run(second, through: second, facts: [.peerID: [peer]]).words
                log = watches[place].log
            }
        }
        #expect(events.filter { $0.hasSuffix("found") }.count == 1)
        #expect(
            log.state.activeSignals(of: nil).map(\.key)
                == [SignalKey("peer.id changed/a", of: "test")]
        )
    }
}
