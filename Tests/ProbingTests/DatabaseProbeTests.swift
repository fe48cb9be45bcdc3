import IncidentLog
import FleetModel
import Primitives
import TestSupport
import Testing

/// Database files as probes see them.
@Suite(.timeLimit(.minutes(15)))
struct DatabaseProbeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func poll(_ target: SQLiteTarget) async throws -> Observation {
        try await withClient { client in await client.poll(.sqlite(target), deadline: .seconds(60))
        }
    }

    /// A database of one page: the header of an empty one, as SQLite 3.40 writes it.
    private var empty: [UInt8] {
        var page = [UInt8](repeating: 0, count: 512)
        page.replaceSubrange(0..<16, with: Array("SQLite format 3\0".utf8))
        page.replaceSubrange(16..<24, with: [2, 0, 1, 1, 0, 64, 32, 32])
        page[27] = 1
        page[31] = 1
        page[47] = 4
        page[59] = 1
        page[63] = 7
        page[95] = 1
        page[100] = 13
        page[105] = 2
        return page
    }

    @Test func `a database is told in facts and figures`() async throws {
        let file = try folder.write(empty, to: "store.sqlite3")
        let observation = try await poll(SQLiteTarget(file: file))
        #expect(observation.problems.isEmpty)
        #expect(observation["database.version"] == ["7"])
        #expect(observation["database.check"] == ["ok"])
        #expect(observation["database.journal"] == ["rollback"])
        #expect(observation[.databaseLayout]?.first?.count == 12)
        #expect(observation["database.bytes"] == 512)
        let named = try await poll(SQLiteTarget(file: file, name: "rln"))
        #expect(named["database.rln.version"] == ["7"])
        #expect(named["database.rln.bytes"] == 512)
    }

    @Test func `what is no database is a clear reason and no answer`() async throws {
        let file = try folder.write("hello", to: "store.sqlite3")
        let observation = try await poll(SQLiteTarget(file: file))
        #expect(observation.reasons == [.other("\(file) is not a SQLite database")])
        #expect(observation.latency == nil)
    }
}
