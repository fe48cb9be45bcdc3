import GRDB

import EventStore
import SQLiteStore
import TestSupport
import Testing

/// Files that are no log, or not of this version.
@Suite(.timeLimit(.minutes(15)))
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

    @Test(arguments: everyMode, ["hello", String(repeating: "no log ", count: 900)])
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

    @Test(arguments: everyMode)
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

    @Test(arguments: everyMode)
    func `the write-ahead log of another program's database is not even opened`(
        mode: SQLiteEventLog.OpenMode
    ) throws {
        // As a program that was killed leaves it: the rows are only in the side file.
        let queue = try DatabaseQueue(path: folder.path("other"))
        let files = try queue.inDatabase { db in
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "CREATE TABLE cake (eggs)")
            return (try folder.bytes("other"), try folder.bytes("other-wal"))
        }
        try folder.write(files.0, to: "log")
        try folder.write(files.1, to: "log-wal")
        try queue.close()
        #expect {
            try open(mode)
        } throws: { error in
            guard case .notAStore = error as? StoreError else { return false }
            return true
        }
        #expect(try folder.names().filter { $0.hasPrefix("log") } == ["log", "log-wal"])
        #expect(try folder.bytes("log") == files.0)
        #expect(try folder.bytes("log-wal") == files.1)
    }

    @Test(
        arguments: bothModes,
        [
            "CREATE TABLE cake (eggs)", "CREATE VIEW newest AS SELECT max(sequence) FROM entry",
            "CREATE INDEX mine ON entry (actor)",
            """
            CREATE TRIGGER spy AFTER INSERT ON entry BEGIN
            INSERT INTO lease VALUES ('k', 'o', 0, 't');
            END
            """,
        ]
    )
    func `a log with parts of something else is refused before anything is written`(
        mode: SQLiteEventLog.OpenMode,
        statement: String
    ) async throws {
        try await folder.writeLog(1)
        try folder.execute("log", statement)
        let before = (try folder.bytes("log"), try folder.names())
        #expect {
            try open(mode)
        } throws: { error in
            guard case .notAStore(_, let reason) = error as? StoreError else { return false }
            return reason.hasPrefix("it has a part that is not Tocsin's")
        }
        #expect(try folder.bytes("log") == before.0)
        #expect(try folder.names() == before.1)
    }

    @Test
    func `an older log is read right or refused with the way to go on`() {
        let older = StoreHeader(applicationID: 0x5443_534E, version: 1)
        #expect(throws: StoreError.older(path: "l", version: 1, known: 3)) {
            try older.check(path: "l", known: 3, oldestRead: 3, forWriting: false)
        }
        #expect(throws: Never.self) { try older.check(path: "l", known: 3, forWriting: true) }
        #expect(throws: Never.self) { try older.check(path: "l", known: 1, forWriting: false) }
        let words = StoreError.older(path: "l", version: 1, known: 3).message
        #expect(words.contains("older Tocsin") && words.contains("log add"))
    }

    @Test(arguments: [0, -1])
    func `a version that no Tocsin ever made is not an empty log`(version: Int32) async throws {
        try await folder.writeLog(1)
        try folder.execute("log", "PRAGMA user_version = \(version)")
        // Beside its tip it is a log that was damaged, without one it is none.
        for mode in bothModes {
            #expect {
                try open(mode)
            } throws: { error in
                guard case .damaged(.file) = error as? StoreError else { return false }
                return true
            }
        }
        try folder.remove("log-tip")
        for mode in bothModes {
            #expect {
                try open(mode)
            } throws: { error in
                guard case .notAStore = error as? StoreError else { return false }
                return true
            }
        }
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
        try folder.execute("log", "PRAGMA user_version = 5")
        #expect(throws: StoreError.newer(path: path, version: 5, known: 4)) { try open(mode) }
    }
}

private let bothModes: [SQLiteEventLog.OpenMode] = [.readOnly, .readWrite]
private let everyMode = bothModes + [.inspect]
