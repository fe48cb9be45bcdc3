import FileAccess
import Glibc
import FleetModel
import Primitives
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15)))
struct DatabaseFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var path: String { folder.path + "/store.sqlite3" }

    private func inspect(
        _ path: String,
        checks: [SQLiteTarget.Check] = SQLiteTarget.Check.allCases,
        tables: [String] = [],
        budget: Duration = .seconds(60)
    ) async throws -> DatabaseReport {
        let target = SQLiteTarget(file: path, checks: checks, tables: tables)
        return try #require(await DatabaseFile.inspect(target, budget: budget))
    }

    private func reason(_ path: String) async -> String? {
        do throws(FailureReason) {
            _ = try await DatabaseFile.inspect(SQLiteTarget(file: path), budget: .seconds(60))
            return nil
        } catch {
            return error.sentence
        }
    }

    @Test func `a database tells its version, layout and rows`() async throws {
        _ = WritableDatabase(path, WritableDatabase.waku)
        let report = try await inspect(path)
        #expect(report.userVersion == 1)
        #expect(report.isWriteAhead == false)
        #expect(report.walBytes == nil)
        #expect(report.fileBytes > 100_000)
        #expect(
            report.layout == [
                .init(
                    name: "Message",
                    columns: "id BLOB PK, timestamp INTEGER NOT NULL, payload BLOB"
                ),
                .init(
                    name: "Peer",
                    columns: "peerId BLOB PK, storedInfo BLOB, connectedness INTEGER"
                ),
            ]
        )
        #expect(
            report.rows == [.init(table: "Message", count: 500), .init(table: "Peer", count: 0)]
        )
        #expect(report.check == "ok")
        #expect(report.faults == [])
        #expect(report.notes == [])
        #expect(try folder.names() == ["store.sqlite3"])
    }

    @Test func `only what is asked for is looked at`() async throws {
        _ = WritableDatabase(path, WritableDatabase.waku)
        let none = try await inspect(path, checks: [])
        #expect(none.layout == nil && none.rows == [] && none.check == nil)
        let rows = try await inspect(path, checks: [.rows], tables: ["Peer", "Nothing"])
        #expect(rows.rows == [.init(table: "Peer", count: 0)])
        #expect(rows.faults == ["there is no table Nothing"])
    }

    @Test func `a closed database with a log is looked at without making files`() async throws {
        do { _ = WritableDatabase(path, "PRAGMA journal_mode = WAL;" + WritableDatabase.waku) }
        #expect(try folder.names() == ["store.sqlite3"])
        let report = try await inspect(path)
        #expect(report.isWriteAhead && report.walBytes == 0 && report.check == "ok")
        #expect(report.rows.first?.count == 500)
        #expect(try folder.names() == ["store.sqlite3"])
    }

    @Test func `a database in use is seen with what is in its log`() async throws {
        let writer = WritableDatabase(path, "PRAGMA journal_mode = WAL;" + WritableDatabase.waku)
        let before = try folder.names()
        let report = try await inspect(path)
        #expect(report.rows.first?.count == 500)
        #expect(try #require(report.walBytes) > 0)
        #expect(report.check == "ok")
        writer.run("DELETE FROM Message")
        #expect(try await inspect(path).rows.first?.count == 0)
        #expect(try folder.names() == before)
    }

    @Test func `a log that a stopped program left is named and the pages are not judged`()
        async throws
    {
        let writer = WritableDatabase(path, WritableDatabase.waku)
        writer.run("PRAGMA journal_mode = WAL; DELETE FROM Message")
        try folder.write(folder.bytes("store.sqlite3"), to: "copy.sqlite3")
        try folder.write(folder.bytes("store.sqlite3-wal"), to: "copy.sqlite3-wal")
        let before = try folder.names()
        let report = try await inspect(folder.path + "/copy.sqlite3")
        #expect(report.notes.count == 1)
        #expect(report.notes.first?.contains("left by a program that stopped") == true)
        #expect(report.check == nil && report.faults == [])
        #expect(try folder.names() == before)
    }

    @Test func `what is no database says what it is`() async throws {
        #expect(await reason(folder.path + "/none") == "there is no file \(folder.path)/none")
        #expect(await reason(folder.path) == "\(folder.path) is a folder, not a file")
        let empty = try folder.write("", to: "empty")
        #expect(await reason(empty) == "\(empty) is empty: no database was made there yet")
        let text = try folder.write(String(repeating: "hello ", count: 100), to: "text")
        #expect(await reason(text) == "\(text) is not a SQLite database")
        let zeros = try folder.write([UInt8](repeating: 0, count: 8192), to: "zeros")
        #expect(await reason(zeros) == "\(zeros) is damaged: its header is all zeros")
        let short = try folder.write("SQLite format 3\0abc", to: "short")
        #expect(await reason(short) == "\(short) is damaged: it ends after 19 bytes")
    }

    @Test func `a file cut short is named as such`() async throws {
        _ = WritableDatabase(path, WritableDatabase.waku)
        let bytes = try folder.bytes("store.sqlite3")
        let cut = try folder.write(Array(bytes[..<(bytes.count / 2 + 100)]), to: "cut")
        #expect(
            await reason(cut) == "\(cut) is damaged: it is cut short, \(bytes.count / 2 + 100) of "
                + "\(bytes.count) bytes are there"
        )
    }

    @Test func `damaged pages are found, and the rest is still told`() async throws {
        _ = WritableDatabase(path, WritableDatabase.waku)
        var bytes = try folder.bytes("store.sqlite3")
        // The third page on are rows of the tables: their heads are overwritten.
        for page in stride(from: 4 * 4096, to: bytes.count, by: 4096) {
            for place in page..<page + 16 { bytes[place] = 0xA5 }
        }
        let report = try await inspect(folder.write(bytes, to: "damaged"))
        #expect(report.userVersion == 1)
        #expect(report.layout?.count == 2)
        #expect(report.check != nil && report.check != "ok")
        #expect(!report.faults.isEmpty)
    }

    @Test func `a check that takes too long is left, and said so`() async throws {
        _ = WritableDatabase(path, WritableDatabase.waku)
        let report = try await inspect(path, budget: .zero)
        #expect(report.notes == ["the time was over before everything was looked at"])
        #expect(report.faults == [] && report.check == nil)
        #expect(report.fileBytes > 0)
    }

    @Test func `flipped bits never do more than damage the report`() async throws {
        _ = WritableDatabase(path, WritableDatabase.waku)
        let whole = try folder.bytes("store.sqlite3")
        var random = SeededGenerator(seed: 7)
        for round in 0..<60 {
            var bytes = whole
            for _ in 0..<(1 << (round % 6)) {
                // The pages of the schema more often than chance would have it.
                let limit = Bool.random(using: &random) ? 4096 : bytes.count
                let place = Int.random(in: 0..<limit, using: &random)
                bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            let file = try folder.write(bytes, to: "mutant")
            do {
                let report = try await inspect(file)
                #expect(report.faults.isEmpty || report.check != "ok" || !report.notes.isEmpty)
            } catch is FailureReason {
                continue
            }
        }
        #expect(try folder.names() == ["mutant", "store.sqlite3"])
    }
}
