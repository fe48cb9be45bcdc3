import IncidentCore
import IncidentStore
import Testing

/// Files that are no log, or not of this version.
@Suite(.timeLimit(.minutes(5)))
struct ForeignFileTests {
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

    @Test(arguments: bothModes, ["hello", String(repeating: "no log ", count: 900)])
    func `a file of another kind is named and left alone`(
        mode: SQLiteEventLog.OpenMode,
        text: String
    ) throws {
        try folder.write(Array(text.utf8), to: "log")
        #expect(throws: StoreError.notAStore(path: path, reason: "it is not a SQLite file")) {
            try open(mode)
        }
        #expect(try folder.bytes("log") == Array(text.utf8))
        #expect(try folder.names() == ["log"])
    }

    @Test(arguments: bothModes)
    func `a database of something else is named and left alone`(
        mode: SQLiteEventLog.OpenMode
    ) throws {
        try folder.execute("log", "CREATE TABLE cake (eggs)")
        let before = try folder.bytes("log")
        let expected = StoreError.notAStore(
            path: path,
            reason: "it is a database of something else"
        )
        #expect(throws: expected) { try open(mode) }
        #expect(try folder.bytes("log") == before)
        #expect(try folder.names() == ["log"])
        #expect(expected.message.contains(path))
    }

    @Test(arguments: bothModes)
    func `a folder is not a log`(mode: SQLiteEventLog.OpenMode) {
        #expect(throws: StoreError.notAStore(path: folder.path, reason: "it is not a file")) {
            try SQLiteEventLog(path: folder.path, mode: mode)
        }
    }

    @Test
    func `an empty file becomes a log only for a writer`() async throws {
        try folder.write([], to: "log")
        #expect(throws: StoreError.notAStore(path: path, reason: "it is empty")) {
            try open(.readOnly)
        }
        let log = try open()
        #expect(try await log.append([Draft.note(1)], expecting: 0).count == 1)
        await log.close()
    }

    @Test(arguments: bothModes)
    func `a log of a newer Tocsin is refused`(mode: SQLiteEventLog.OpenMode) async throws {
        try await folder.writeLog(1)
        try folder.execute("log", "PRAGMA user_version = 2")
        #expect(throws: StoreError.newer(path: path, version: 2, known: 1)) { try open(mode) }
    }
}

private let bothModes: [SQLiteEventLog.OpenMode] = [.readOnly, .readWrite]
