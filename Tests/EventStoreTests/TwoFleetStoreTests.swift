import EventStore
import IncidentLog
import Primitives
import SQLiteStore
import TestSupport
import Testing

/// What two fleets wrote into one store is told apart when it is opened again.
@Suite(.timeLimit(.minutes(15)))
struct TwoFleetStoreTests {
    private static let id: SignalID = "peers/n1"

    /// What both fleets do: one takes note of its signal, the other plans work.
    private static func story() throws -> ScriptedLog {
        var log = ScriptedLog()
        for fleet in ["prod", "test"] {
            log.fleet = fleet
            try log.run(.observation(.recordFact("n1", .peerID, to: [fleet])), by: .tocsin)
            try log.run(.signal(.raise(.sample(id))), by: .tocsin)
        }
        try log.run(.signal(.acknowledge(id, note: "mine")))
        log.fleet = "prod"
        try log.run(
            .signal(
                .declareMaintenance(
                    nodes: ["n1"],
                    kinds: [],
                    from: start,
                    to: minutes(60),
                    reason: "disk"
                )
            )
        )
        try log.run(.signal(.clear(id, text: "well")), at: minutes(1), by: .tocsin)
        return log
    }

    private static func expectApart(_ state: LogState) {
        let (prod, test) = (SignalKey(id, of: "prod"), SignalKey(id, of: "test"))
        #expect(state.signals[prod]?.clearedAt != nil)
        #expect(state.signals[prod]?.acknowledgement == nil)
        #expect(state.signals[test]?.isActive == true)
        #expect(state.signals[test]?.acknowledgement?.note == "mine")
        #expect(state.maintenance.map(\.fleet) == ["prod"])
        #expect(state.facts(of: "n1", in: "prod").values[.peerID] == ["prod"])
        #expect(state.facts(of: "n1", in: "test").values[.peerID] == ["test"])
    }

    @Test(arguments: 0...7)
    func `it is the same from the entries and from a state kept on the way`(kept: Int)
        async throws
    {
        let folder = try TemporaryFolder()
        let drafts = try Self.story().entries.map { entry in
            EntryDraft(
                id: entry.id,
                incident: entry.incident,
                device: "test",
                actor: entry.actor,
                occurredAt: entry.occurredAt,
                recordedAt: entry.occurredAt,
                event: entry.event
            )
        }
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        _ = try await log.append(Array(drafts.prefix(kept)), expecting: 0)
        let (early, _) = try await log.state()
        if kept > 0 { try await log.keep(early) }
        _ = try await log.append(Array(drafts.dropFirst(kept)), expecting: Int64(kept))
        await log.close()
        let again = try SQLiteEventLog(path: folder.path("log"), mode: .readOnly)
        let (state, keptUpTo) = try await again.state()
        #expect(keptUpTo == Int64(kept))
        Self.expectApart(state)
        await again.close()
    }

    @Test func `a state that was kept without fleets is passed over`() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        _ = try await log.append(Draft.notes(1...3), expecting: 0)
        try await log.keep(try await log.state().state)
        await log.close()
        try folder.execute("log", "UPDATE snapshot SET form = 1")
        let again = try SQLiteEventLog(path: folder.path("log"), mode: .readOnly)
        #expect(try await again.state().keptUpTo == 0)
        await again.close()
    }
}
