import IncidentLog
import Primitives
import TestSupport
import Testing

/// Planned work, shelves, reminders.
struct SignalCalendarTests {
    private func maintenance(_ nodes: [NodeID], kinds: [FindingKind] = []) -> Command {
        .signal(
            .declareMaintenance(
                nodes: nodes,
                kinds: kinds,
                from: start,
                to: minutes(60),
                reason: "new disk"
            )
        )
    }

    @Test func `what is found on nodes in maintenance notifies nobody until it ends`() throws {
        var watched = WatchedDesk(nodes: 30)
        try watched.log.run(maintenance(["n1"]))
        let all: [Judgement] = [.down("n1"), .stands("few/n1"), .stands("few/n9")]
        #expect(try watched.look(all, at: seconds(10)).words == ["found", "suppressed"])
        #expect(watched.signals == ["few/n9"])
        #expect(
            watched.log.state.suppressed(by: .maintenance(id: "M-0001"), in: "prod").map(\.id)
                == ["down/n1", "few/n1"]
        )
        let rest = try watched.look(all, from: 20, through: 3590).words
        #expect(rest.filter { $0 != "reminded" } == ["maintenanceEnding"])
        let end = try watched.look(all, at: minutes(60)).words
        #expect(end.contains("maintenanceEnded"))
        try watched.look(all, at: minutes(60) + .seconds(10))
        #expect(watched.signals == ["few/n9", "down/n1"])
    }

    @Test func `a group that stands when the work begins is put under it as one`() throws {
        var watched = WatchedDesk(nodes: 30)
        let few = (1...3).map { Judgement.stands(SignalID("few/n\($0)")) }
        try watched.look(few, at: start)
        #expect(watched.signals == ["few"])
        try watched.log.run(maintenance(["n1", "n2", "n3"]), at: seconds(5))
        #expect(try watched.look(few, at: seconds(10)).words == ["suppressed"])
        #expect(try watched.look(few, from: 20, through: 120) == [])
        #expect(watched.signals == [])
        let under = watched.log.state.suppressed(by: .maintenance(id: "M-0001"), in: "prod")
        #expect(under.map(\.id) == ["few"])
        // A node that nobody works on is no part of it.
        let more = few + [.stands("few/n9", since: seconds(130))]
        #expect(try watched.look(more, at: seconds(130)).words == ["found"])
        #expect(watched.signals == ["few/n9"])
        try watched.look(more, at: minutes(60))
        try watched.look(more, at: minutes(61))
        #expect(watched.signals == ["few", "few/n9"])
    }

    @Test func `work on a part of a group leaves the group to call for the rest`() throws {
        var watched = WatchedDesk(nodes: 30)
        let few = (1...3).map { Judgement.stands(SignalID("few/n\($0)")) }
        try watched.look(few, at: start)
        try watched.log.run(maintenance(["n1"]), at: seconds(5))
        #expect(try watched.look(few, from: 10, through: 120) == [])
        #expect(watched.signals == ["few"])
    }

    @Test func `maintenance of some kinds lets the others through`() throws {
        var watched = WatchedDesk(nodes: 30)
        try watched.log.run(maintenance([], kinds: [.down]))
        try watched.look([.down("n1"), .stands("few/n2")], at: seconds(10))
        #expect(watched.signals == ["few/n2"])
    }

    @Test func `a shelf ends by itself`() throws {
        var watched = WatchedDesk(nodes: 30)
        let few = Judgement.stands("few/n1", .warning)
        try watched.look([few], at: start)
        try watched.log.run(
            .signal(.shelve("few/n1", until: minutes(5), reason: "known")),
            at: seconds(5)
        )
        #expect(try watched.look([few], from: 10, through: 290) == [])
        #expect(try watched.look([few], from: 300, through: 400).words == ["unshelved"])
    }

    @Test func `people are reminded after 5 minutes and then every 4 hours`() throws {
        var watched = WatchedDesk(nodes: 30)
        var times: [Int] = []
        for second in stride(from: 0, to: 9 * 3600, by: 10) {
            let events = try watched.look([.down("n1")], at: seconds(second))
            if events.words.contains("reminded") { times.append(second) }
        }
        #expect(times == [300, 300 + 4 * 3600, 300 + 8 * 3600])
    }

    @Test func `nobody is reminded of what somebody takes care of, nor of a warning`() throws {
        var watched = WatchedDesk(nodes: 30)
        let all: [Judgement] = [.down("n1"), .stands("few/n2", .warning)]
        try watched.look(all, at: start)
        try watched.log.run(.signal(.acknowledge("down/n1", note: nil)), at: seconds(5))
        #expect(try watched.look(all, from: 10, through: 3600) == [])
    }

    @Test func `planned work takes the number after the highest, not after the count`() throws {
        var log = ScriptedLog()
        func declared(_ id: MaintenanceID) -> Event {
            .signal(
                .maintenanceDeclared(
                    window: id,
                    nodes: [],
                    kinds: [],
                    from: start,
                    to: minutes(5),
                    reason: "disk"
                )
            )
        }
        log.append(declared("M-0001"))
        log.append(declared("M-0004"))
        let events = try log.run(maintenance(["n1"]))
        guard case .signal(.maintenanceDeclared(let id, _, _, _, _, _, _)) = events.first else {
            Issue.record("nothing was declared")
            return
        }
        #expect(id == "M-0005")
    }
}
