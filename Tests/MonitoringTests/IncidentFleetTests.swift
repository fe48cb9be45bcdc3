import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

/// Incidents are about a fleet, and keep what belongs to that one.
struct IncidentFleetTests {
    private func decisions(
        _ command: Command,
        _ log: ScriptedLog,
        of fleet: String?
    ) throws -> [IncidentID?] {
        let context = DecisionContext(
            now: minutes(5),
            actor: .tocsin,
            roster: fleet.map { Roster(fleet: $0) }
        )
        return try log.state.decide(command, in: context).map(\.incident)
    }

    private func twoIncidents() throws -> ScriptedLog {
        var log = ScriptedLog()
        try log.run(.declare("older", fleet: "prod"))
        try log.run(.declare("newer", fleet: "test"), at: minutes(1))
        return log
    }

    @Test func `what is observed goes to the newest incident of its fleet`() throws {
        let log = try twoIncidents()
        let commands: [Command] = [
            .observation(.recordFact("a", .version, to: ["v1"])),
            .observation(.keepLogLine("a", text: "panic")),
            .signal(.raise(.sample("mesh lost/a"))),
        ]
        for command in commands {
            #expect(try decisions(command, log, of: "prod") == ["INC-0001"])
            #expect(try decisions(command, log, of: "test") == ["INC-0002"])
            #expect(try decisions(command, log, of: "other") == [nil])
            #expect(try decisions(command, log, of: nil) == ["INC-0002"])
        }
    }

    @Test func `an incident without a fleet is about any`() throws {
        var log = ScriptedLog()
        try log.run(.declare("old", fleet: nil))
        let command = Command.observation(.keepLogLine("a", text: "panic"))
        #expect(try decisions(command, log, of: "prod") == ["INC-0001"])
    }

    @Test func `the watch files impacts under an incident of its fleet`() throws {
        var log = ScriptedLog()
        try log.run(.declare("prod is ill", fleet: "prod"))
        try log.run(.declare("test is ill", fleet: "test"))
        let party = Party(id: "p", needs: [try Condition(parsing: "peers >= 3")])
        var watched = WatchedFleet.single(parties: [party], log: log)
        try watched.run(0, through: 60, [.peers: 1])
        #expect(watched.log.state.impacts.map(\.incident) == ["INC-0001"])
    }

    @Test func `an impact found before the declaration belongs to the incident`() throws {
        var log = ScriptedLog()
        log.append(
            .impact(
                .opened(party: "p", kind: "down", from: start, cause: .original, fleet: "prod")
            ),
            at: minutes(1)
        )
        log.append(
            .impact(
                .opened(party: "q", kind: "down", from: start, cause: .original, fleet: "test")
            ),
            at: minutes(1)
        )
        try log.run(.declare("prod is ill", fleet: "prod"), at: minutes(5))
        #expect(log.state.impacts.map(\.incident) == ["INC-0001", nil])
        #expect(try log.incident().impactFrom == start)
        #expect(log.state.impacts.first?.from == start)
        // Its end is filed there too.
        let context = DecisionContext(now: minutes(9), actor: hanno)
        let end = Command.impact(.closeImpact(party: "p", to: minutes(8)))
        #expect(try log.state.decide(end, in: context).map(\.incident) == ["INC-0001"])
    }

    @Test func `the moment that somebody gave stands`() throws {
        var log = ScriptedLog()
        log.append(
            .impact(.opened(party: "p", kind: "down", from: minutes(2), cause: .original)),
            at: minutes(3)
        )
        try log.run(.declare("ill", impactFrom: minutes(1)), at: minutes(5))
        #expect(try log.incident().impactFrom == minutes(1))
    }

    @Test func `what was over before, and what comes later, is no part of it`() throws {
        var log = ScriptedLog()
        log.append(.impact(.opened(party: "p", kind: "x", from: start, cause: .original)))
        log.append(.impact(.closed(party: "p", to: minutes(1))), at: minutes(1))
        try log.run(.declare("ill"), at: minutes(5))
        #expect(log.state.impacts.map(\.incident) == [nil])
        #expect(try log.incident().impactFrom == nil)
    }

    @Test func `what becomes of a signal is filed where it was raised`() throws {
        var log = ScriptedLog()
        try log.run(.declare("older", fleet: "prod"))
        let found = DecisionContext(now: start, actor: .tocsin, roster: Roster(fleet: "prod"))
        for decision in try log.state.decide(.signal(.raise(.sample("few/n1"))), in: found) {
            log.append(decision.event, of: decision.incident, by: .tocsin)
        }
        try log.run(.declare("newer", fleet: "test"), at: minutes(1))
        let commands: [SignalCommand] = [
            .acknowledge("few/n1", note: nil), .clear("few/n1", text: "well"),
            .shelve("few/n1", until: minutes(30), reason: "known"),
            .suppress([.sample("lag/n1")], by: .signal(id: "few/n1")),
        ]
        for command in commands {
            #expect(try decisions(.signal(command), log, of: "prod") == ["INC-0001"])
        }
        // No file does not move it, and another fleet's does not reach it.
        #expect(throws: Refusal.self) {
            try decisions(.signal(commands[0]), log, of: "test")
        }
        #expect(try decisions(.signal(commands[0]), log, of: nil) == ["INC-0001"])
    }

    @Test func `the watch of one fleet does not clear the same signal of another`() throws {
        var log = ScriptedLog()
        let there = DecisionContext(now: start, actor: .tocsin, roster: Roster(fleet: "other"))
        for decision in try log.state.decide(.signal(.raise(.sample("low/a"))), in: there) {
            log.append(decision.event, by: .tocsin)
        }
        var watched = WatchedFleet.single(
            checks: [try Check(name: "low", condition: Condition(parsing: "peers < 3"))],
            log: log
        )
        try watched.run(0, through: 900, [.peers: 9])
        #expect(watched.log.state.signals["low/a"]?.isActive == true)
    }
}
