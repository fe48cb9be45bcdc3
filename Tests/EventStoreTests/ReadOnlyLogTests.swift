import EventStore
import Primitives
import IncidentLog
import SQLiteStore
import TestSupport
import Testing

/// A log on disk that is opened for reading only.
@Suite(.timeLimit(.minutes(15)))
struct ReadOnlyLogTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("log")
    }

    private func open(
        _ mode: SQLiteEventLog.OpenMode = .readWrite
    ) throws(StoreError) -> SQLiteEventLog {
        try SQLiteEventLog(path: path, mode: mode)
    }

    @Test(arguments: ["log", "a/log", ""])
    func `opening for reading finds no log and makes none`(name: String) throws {
        let path = name.isEmpty ? "" : folder.path(name)
        #expect(throws: StoreError.notFound(path: path)) {
            try SQLiteEventLog(path: path, mode: .readOnly)
        }
        #expect(try folder.names().isEmpty)
    }

    @Test
    func `reading a log that nobody writes leaves everything as it was`() async throws {
        try await folder.writeLog(3)
        let before = try folder.bytes("log")
        let log = try open(.readOnly)
        #expect(try await log.all().map(\.draft) == Draft.notes(1...3))
        #expect(try folder.names() == ["log", "log-tip"])
        await log.close()
        #expect(try folder.bytes("log") == before)
        #expect(try folder.names() == ["log", "log-tip"])
    }

    @Test
    func `a reader sees what a writer appends that came later, and the next writer`() async throws {
        try await folder.writeLog(3)
        let reader = try open(.readOnly)
        var heard = reader.changes().makeAsyncIterator()
        await heard.next()
        for number in 4...5 {
            let writer = try open()
            _ = try await writer.append([Draft.note(number)], expecting: Int64(number - 1))
            await heard.next()
            #expect(try await reader.lastSequence() == Int64(number))
            await writer.close()
            #expect(try await reader.lastSequence() == Int64(number))
        }
        await reader.close()
    }

    @Test
    func `a reader finds what was written while it slept`() async throws {
        try await folder.writeLog(3)
        let reader = try open(.readOnly)
        #expect(try await reader.lastSequence() == 3)
        let writer = try open()
        _ = try await writer.append([Draft.note(4)], expecting: 3)
        await writer.close()
        #expect(try await reader.lastSequence() == 4)
        #expect(try folder.names() == ["log", "log-tip"])
        await reader.close()
    }

    @Test
    func `a path with signs of its own is opened all the same`() async throws {
        let path = folder.path("50% of a?b#c é.log")
        let log = try SQLiteEventLog(path: path, mode: .readWrite)
        _ = try await log.append([Draft.note(1)], expecting: 0)
        await log.close()
        let reader = try SQLiteEventLog(path: path, mode: .readOnly)
        #expect(try await reader.lastSequence() == 1)
        #expect(try folder.names().count == 2)
        await reader.close()
    }

    @Test
    func `a reader writes nothing`() async throws {
        try await folder.writeLog(1)
        let log = try open(.readOnly)
        let refusal = StoreError.failed("it was opened for reading only")
        await #expect(throws: refusal) { try await log.append([Draft.note(2)], expecting: 1) }
        await #expect(throws: refusal) {
            try await log.lease(
                "web",
                owner: "one",
                at: Draft.start,
                until: Draft.start + .seconds(9),
                task: "x"
            )
        }
        await log.close()
    }
}
