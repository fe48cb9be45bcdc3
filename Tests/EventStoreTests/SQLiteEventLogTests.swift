import FoundationEssentials
import Glibc
import GRDB
import IncidentLog
import Primitives

import TestSupport
import Testing

@testable import EventStore
@testable import SQLiteStore

/// A log on disk and the programs that share it.
@Suite(.timeLimit(.minutes(15)))
struct SQLiteEventLogTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("log")
    }

    private func open() throws(StoreError) -> SQLiteEventLog {
        try SQLiteEventLog(path: path, mode: .readWrite)
    }

    // MARK: Files

    @Test
    func `a new log is private and leaves no other files`() async throws {
        let log = try SQLiteEventLog(path: folder.path("a/b/log"), mode: .readWrite)
        #expect(try folder.mode("a") == 0o700)
        #expect(try folder.mode("a/b") == 0o700)
        #expect(try folder.mode("a/b/log") == 0o600)
        _ = try await log.append([Draft.note(1)], expecting: 0)
        #expect(try folder.mode("a/b/log-wal") == 0o600)
        await log.close()
        #expect(try folder.mode("a/b/log-tip") == 0o600)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("a/b"))
        #expect(names.sorted() == ["log", "log-tip"])
    }

    @Test
    func `a first start on a disk that fills up leaves nothing behind`() async throws {
        await #expect(processExitsWith: .success) { [path = path as String] in
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            let folder = path.split(separator: "/").dropLast().joined(separator: "/")
            var refusals = 0
            // In steps of half a page, from nothing to more than a new log needs.
            for room in stride(from: 0, through: 120_000, by: 2048) {
                let small = rlimit(rlim_cur: rlim_t(room), rlim_max: limit.rlim_max)
                withUnsafePointer(to: small) {
                    _ = setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), $0)
                }
                do {
                    let log = try SQLiteEventLog(path: path + "\(room)/a/log", mode: .readWrite)
                    await log.close()
                } catch {
                    refusals += 1
                    if case .damaged = error as? StoreError { exit(2) }
                    let left = try FileManager.default.contentsOfDirectory(atPath: "/" + folder)
                    if left.contains(where: { $0.hasSuffix("log\(room)") }) { exit(3) }
                }
            }
            exit(refusals > 10 && refusals < 50 ? EXIT_SUCCESS : 4)
        }
    }

    @Test
    func `a log that was not written whole is never published`() throws {
        #expect(throws: StoreError.self) {
            try StoreDraft(beside: path) { try $0.execute(sql: "DROP TRIGGER entry_update") }
        }
        #expect(throws: StoreError.self) {
            try StoreDraft(beside: path) { _ in throw StoreError.full }
        }
        #expect(try folder.names().isEmpty)
    }

    @Test
    func `what was appended is there after the log is opened again`() async throws {
        try await folder.writeLog(3)
        let log = try open()
        #expect(try await log.all().map(\.draft) == Draft.notes(1...3))
        #expect(try await log.append([Draft.note(4)], expecting: 3).map(\.sequence) == [4])
        await log.close()
    }

    @Test
    func `a killed program leaves every entry that it was told is written`() async throws {
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let log = try SQLiteEventLog(path: path, mode: .readWrite)
            for number in 1...20 {
                _ = try await log.append([Draft.note(number)], expecting: Int64(number - 1))
            }
            kill(getpid(), SIGKILL)
        }
        #expect(try folder.names() == ["log", "log-shm", "log-tip", "log-wal"])
        let log = try open()
        #expect(try await log.all().map(\.draft) == Draft.notes(1...20))
        #expect(try await log.append([Draft.note(21)], expecting: 20).count == 1)
        #expect(try await log.damage() == nil)
        await log.close()
    }

    @Test
    func `two programs that make the same log at once share one`() async throws {
        let path = path
        let logs = try await withThrowingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask { try SQLiteEventLog(path: path, mode: .readWrite) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for (index, log) in logs.enumerated() {
            _ = try await log.append([Draft.note(index)], expecting: Int64(index))
        }
        for log in logs {
            #expect(try await log.lastSequence() == 4)
            await log.close()
        }
        #expect(try folder.names() == ["log", "log-tip"])
    }

    @Test
    func `every commit is forced to the disk`() async throws {
        let log = try open()
        let settings = try await log.writer?.read { db in
            try [
                Int.fetchOne(db, sql: "PRAGMA synchronous"),
                Int.fetchOne(db, sql: "PRAGMA foreign_keys"),
                Int.fetchOne(db, sql: "PRAGMA secure_delete"),
            ]
        }
        #expect(settings == [2, 1, 1])
        let mode = try await log.writer?.read {
            try String.fetchOne($0, sql: "PRAGMA journal_mode")
        }
        #expect(mode == "wal")
        await log.close()
    }

    @Test
    func `a full disk writes nothing and is no harm`() async throws {
        let log = try open()
        let kept = try await log.append(Draft.notes(1...2), expecting: 0)
        let writer = try #require(log.writer)
        try await writer.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        await #expect(throws: StoreError.full) {
            try await log.append(Draft.notes(3...400), expecting: 2)
        }
        #expect(try await log.all() == kept)
        try await writer.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA max_page_count = 1000000")
        }
        #expect(try await log.append(Draft.notes(3...400), expecting: 2).count == 398)
        #expect(try await log.damage() == nil)
        await log.close()
    }

    // MARK: Several programs

    @Test
    func `two programs hear of each other's appends`() async throws {
        let one = try open()
        let two = try open()
        var heard = two.changes().makeAsyncIterator()
        await heard.next()
        let entries = try await one.append(Draft.notes(1...2), expecting: 0)
        await heard.next()
        #expect(try await two.all() == entries)
        await #expect(throws: StoreError.conflict(lastSequence: 2)) {
            try await two.append([Draft.note(3)], expecting: 0)
        }
        await one.close()
        await two.close()
    }

    @Test
    func `whoever listens is woken by another program's append, and asks for nothing until then`()
        async throws
    {
        let other = try open()
        _ = try await other.append([Draft.note(1)], expecting: 0)
        let bell = ChangeNotifier()
        let watch = try #require(TipWatch(besideLog: path) { bell.ring() })
        watch.renew()
        let before = bell.rings
        _ = try await other.append([Draft.note(2)], expecting: 1)
        await bell.wait(after: before)
        // A log that goes away is told as well.
        let then = bell.rings
        try folder.rename("log", to: "away")
        await bell.wait(after: then)
        try folder.rename("away", to: "log")
        await other.close()
    }

    @Test
    func `writers of two programs that try again leave one whole chain`() async throws {
        let logs = [try open(), try open()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask { try await EventLogTests.appendTwenty(to: logs[writer % 2], writer) }
            }
            try await group.waitForAll()
        }
        #expect(try await logs[0].all().map(\.sequence) == Array(1...80))
        #expect(try await logs[1].damage() == nil)
        for log in logs { await log.close() }
    }

    @Test
    func `a lease is given to one program only`() async throws {
        let one = try open()
        let two = try open()
        _ = try await one.append([Draft.note(1)], expecting: 0)
        let now = Draft.start + .seconds(60)
        let until = now + .seconds(9)
        async let first = one.lease("web", owner: "1", at: now, until: until, task: "x")
        async let second = two.lease("web", owner: "2", at: now, until: until, task: "x")
        let answers = try await [first, second]
        #expect(answers.contains(.taken(unfinished: nil)))
        #expect(answers.contains(.held(until: until)))
        await one.close()
        await two.close()
    }
}
