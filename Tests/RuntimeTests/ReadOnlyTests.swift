import EventStore
import IncidentLog
import Primitives
import SQLiteStore
import TestSupport
import Testing

@testable import Runtime

/// A session that only reads, beside one that writes; and what is found by words.
struct ReadOnlyTests {
    @Test func `it sees what others write and writes nothing itself`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("log.sqlite")
        let written = try SQLiteEventLog(path: path, mode: .readWrite)
        let writer = Session(written, clock: RealClock())
        try await writer.declare("relays lost")
        let log = try SQLiteEventLog(path: path, mode: .readOnly)
        let reader = Session(
            fleet: nil,
            log: log,
            clock: RealClock(),
            device: "wall",
            isReadOnly: true
        )
        try await reader.refresh()
        #expect(await reader.logState.incidents.map(\.title) == ["relays lost"])
        await #expect(throws: CommandFailure.self) {
            try await reader.perform(.entry(.note(nil, text: "x")), by: .ada)
        }
        _ = try await reader.evaluate()
        await reader.keepState()
        try await writer.refresh()
        #expect(try await written.lastSequence() == writer.logState.sequence)
        #expect(await writer.logState.sequence == reader.logState.sequence)
        await log.close()
        await written.close()
    }

    @Test func `words find the newest entries of all incidents first`() async throws {
        let log = InMemoryEventLog()
        let session = Session(log, clock: RealClock())
        let first = try await session.declare("the first")
        let second = try await session.declare("the second")
        for (incident, text) in [(first, "Disk full"), (second, "disk good"), (second, "other")] {
            try await session.perform(.entry(.note(incident, text: text)), by: .ada)
        }
        let found = try await session.past(.search(["disk"], limit: 10))
        #expect(found.map(\.incident) == [second, first])
        #expect(try await session.past(.search(["disk"], limit: 1)).map(\.incident) == [second])
        #expect(try await session.past(.search(["disk", "other"], limit: 10)).isEmpty)
    }
}
