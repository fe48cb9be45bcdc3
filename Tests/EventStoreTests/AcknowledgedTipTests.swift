import Glibc
import IncidentLog

import TestSupport
import Testing

@testable import EventStore
@testable import SQLiteStore

/// The newest acknowledged entry, kept beside the log.
@Suite(.timeLimit(.minutes(15)))
struct AcknowledgedTipTests {
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

    private func add(_ numbers: ClosedRange<Int>) async throws {
        let log = try open()
        _ = try await log.append(Draft.notes(numbers), expecting: Int64(numbers.lowerBound - 1))
        await log.close()
    }

    @Test
    func `entries that went with a deleted side file are missed and named`() async throws {
        try await folder.writeLog(3)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let log = try SQLiteEventLog(path: path, mode: .readWrite)
            _ = try await log.append(Draft.notes(4...6), expecting: 3)
            kill(getpid(), SIGKILL)
        }
        try folder.remove("log-wal")
        let lost = StoreError.damaged(.missing(4...6))
        #expect(throws: lost) { try open() }
        #expect(throws: lost) { try open(.readOnly) }
        let words = "the log is damaged: entries 4 to 6 were acknowledged and are missing"
        #expect(lost.message == words)
        let log = try open(.inspect)
        #expect(try await log.fileDamage() == [.missing(4...6)])
        #expect(try await log.lastSequence() == 3)
        await log.close()
    }

    @Test
    func `a copy of last week in the place of the log is missed entries`() async throws {
        try await folder.writeLog(2)
        let old = try folder.bytes("log")
        try await add(3...3)
        try folder.write(old, to: "log")
        #expect(throws: StoreError.damaged(.missing(3...3))) { try open() }
    }

    @Test
    func `another log in the place of this one is told`() async throws {
        try await folder.writeLog(2)
        let other = try TemporaryFolder()
        let log = try SQLiteEventLog(path: other.path("log"), mode: .readWrite)
        _ = try await log.append(Draft.notes(7...9), expecting: 0)
        await log.close()
        try folder.write(try other.bytes("log"), to: "log")
        #expect(throws: StoreError.damaged(.replaced(2))) { try open() }
    }

    @Test
    func `a note that is behind, absent or unreadable does no harm and is made anew`() async throws
    {
        try await folder.writeLog(2)
        let behind = try folder.bytes("log-tip")
        try await add(3...4)
        // A crash between the commit and the note leaves it behind.
        try folder.write(behind, to: "log-tip")
        #expect(TipFile.read(besideLog: path) == .tip(sequence: 2, hash: try await hash(2)))
        await (try open(.readOnly)).close()
        await (try open()).close()
        #expect(TipFile.read(besideLog: path) == .tip(sequence: 4, hash: try await hash(4)))
        for content in [nil, [], Array(behind.dropLast(9)), Array("nonsense".utf8)] as [[UInt8]?] {
            try folder.remove("log-tip")
            if let content { try folder.write(content, to: "log-tip") }
            let log = try open(.inspect)
            #expect(!log.hasTip)
            #expect(try await log.fileDamage().isEmpty)
            await log.close()
            await (try open()).close()
            #expect(TipFile.read(besideLog: path) == .tip(sequence: 4, hash: try await hash(4)))
        }
    }

    private func hash(_ sequence: Int64) async throws -> String {
        let log = try open(.readOnly)
        let entry = try await log.entries(after: sequence - 1, limit: 1)[0]
        await log.close()
        return entry.hash
    }

    @Test
    func `of two programs the one with the newer entry wins`() async throws {
        let (one, two) = (try open(), try open())
        _ = try await one.append(Draft.notes(1...2), expecting: 0)
        _ = try await two.append(Draft.notes(3...3), expecting: 2)
        let third = TipFile.read(besideLog: path)
        // What a slow program notes late must not take the note back.
        let late = TipFile(besideLog: path)
        late.advance(to: ChainTip(sequence: 2, hash: String(repeating: "a", count: 64)))
        #expect(TipFile.read(besideLog: path) == third)
        _ = try await one.append(Draft.notes(4...4), expecting: 3)
        guard case .tip(4, _) = TipFile.read(besideLog: path) else {
            Issue.record("\(TipFile.read(besideLog: path))")
            return
        }
        await one.close()
        await two.close()
    }

    @Test
    func `a log that vanished is not begun anew in silence`() async throws {
        try await folder.writeLog(5)
        try folder.remove("log")
        for mode in [SQLiteEventLog.OpenMode.readOnly, .readWrite, .inspect] {
            #expect(throws: StoreError.damaged(.missing(1...5))) { try open(mode) }
        }
        #expect(try folder.names() == ["log-tip"])
    }

    @Test
    func `a side file without its log is no beginning`() async throws {
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let log = try SQLiteEventLog(path: path, mode: .readWrite)
            _ = try await log.append(Draft.notes(1...3), expecting: 0)
            kill(getpid(), SIGKILL)
        }
        try folder.remove("log")
        try folder.remove("log-tip")
        let before = try folder.names()
        #expect {
            try open()
        } throws: { error in
            guard case .damaged(.file) = error as? StoreError else { return false }
            return true
        }
        #expect(try folder.names() == before)
    }

    // MARK: A file that goes away while it is open

    @Test(arguments: [true, false])
    func `a log removed or replaced while open is told, and nothing goes into it`(
        isReplaced: Bool
    ) async throws {
        let log = try open()
        _ = try await log.append(Draft.notes(1...2), expecting: 0)
        var heard = log.changes().makeAsyncIterator()
        await heard.next()
        try folder.rename("log", to: "away")
        if isReplaced { try folder.write([1, 2, 3], to: "log") }
        // The ones who follow are woken, and reading says why.
        await heard.next()
        await #expect(throws: StoreError.moved(path: path)) { try await log.lastSequence() }
        await #expect(throws: StoreError.moved(path: path)) {
            try await log.append([Draft.note(3)], expecting: 2)
        }
        if isReplaced { try folder.remove("log") }
        try folder.rename("away", to: "log")
        #expect(try await log.append([Draft.note(3)], expecting: 2).count == 1)
        await log.close()
    }

    @Test
    func `nothing is written when the side file was removed`() async throws {
        let log = try open()
        _ = try await log.append(Draft.notes(1...2), expecting: 0)
        try folder.rename("log-wal", to: "away")
        await #expect(throws: StoreError.moved(path: path + "-wal")) {
            try await log.append([Draft.note(3)], expecting: 2)
        }
        await log.close()
    }
}
