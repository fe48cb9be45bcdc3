import EventStore
import IncidentLog
import Primitives
import SQLiteStore
import TestSupport
import Testing

/// A kept state spares reading the log, and never tells anything else than the log does.
@Suite(.timeLimit(.minutes(15)))
struct SnapshotTests {
    private static func fold(_ log: any EventLog) async throws -> LogState {
        var state = LogState()
        for entry in try await log.all() { state.apply(entry) }
        return state
    }

    private static let past = EventSamples.all.sorted { $0.key < $1.key }.enumerated().map {
        Draft.of($0.element.value, $0.offset + 10)
    }

    /// Leaves a closed log of every sample with its state kept before the last `behind` entries.
    private static func write(_ folder: TemporaryFolder, behind: Int = 3) async throws {
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        let declared = IncidentEvent.declared(
            title: "Stopped",
            severity: .sev2,
            mode: .real,
            fleet: nil,
            impactFrom: nil,
            commander: "Ada"
        )
        let drafts = [Draft.of(.incident(declared), 1)] + past
        _ = try await log.append(Array(drafts.dropLast(behind)), expecting: 0)
        try await log.keep(try await fold(log))
        let last = try await log.lastSequence()
        _ = try await log.append(Array(drafts.suffix(behind)), expecting: last)
        await log.close()
    }

    private static func read(_ folder: TemporaryFolder) async throws -> (LogState?, LogState) {
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readOnly)
        let snapshot = try await log.snapshot()
        let (state, kept) = try await log.state()
        #expect(kept == snapshot?.sequence ?? 0)
        #expect(try await fold(log) == state)
        await log.close()
        return (snapshot, state)
    }

    @Test func `a kept state and the entries behind it are the whole log`() async throws {
        let folder = try TemporaryFolder()
        try await Self.write(folder)
        let (snapshot, state) = try await Self.read(folder)
        #expect(snapshot?.sequence == state.sequence - 3)
    }

    @Test(arguments: [
        """
        UPDATE snapshot
        SET state = CAST(replace(CAST(state AS TEXT), 'Stopped', 'Started') AS BLOB)
        """,
        "UPDATE snapshot SET state = substr(state, 2)",
        "UPDATE snapshot SET digest = ''",
        "UPDATE snapshot SET program = 'another'",
        "UPDATE snapshot SET form = form + 1",
        "UPDATE snapshot SET hash = replace(hash, substr(hash, 1, 1), 'x')",
        "UPDATE snapshot SET sequence = sequence - 1",
        "UPDATE snapshot SET sequence = 9000",
        "DELETE FROM snapshot",
    ])
    func `what is not what was kept is passed over`(statement: String) async throws {
        let folder = try TemporaryFolder()
        try await Self.write(folder)
        try folder.execute("log", statement)
        #expect(try await Self.read(folder).0 == nil)
    }

    @Test func `a removed text is in no kept state, nor is one kept that had it`() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        let entries = try await log.append(Draft.notes(1...2), expecting: 0)
        let before = try await Self.fold(log)
        try await log.keep(before)
        #expect(try await log.snapshot() == before)
        let context = DecisionContext(now: Draft.start + .seconds(9), actor: Actor("Ada"))
        let redact = Command.entry(.redact(entries[0], reason: "a secret"))
        let drafts = try before.decide(redact, in: context).map { Draft.of($0.event, 9) }
        _ = try await log.append(drafts, expecting: 2)
        #expect(try await log.snapshot() == nil)
        try await log.keep(before)
        #expect(try await log.snapshot() == nil)
        let after = try await Self.fold(log)
        try await log.keep(after)
        #expect(try await log.snapshot() == after)
        await log.close()
    }

    @Test func `a log of the program before is opened, brought up to date and read`() async throws {
        let folder = try TemporaryFolder()
        for suffix in ["", "-tip"] {
            let name = "before-snapshots.sqlite" + suffix
            try folder.copyFixture(name, to: "log" + suffix)
        }
        let old = try SQLiteEventLog(path: folder.path("log"), mode: .readOnly)
        let entries = try await old.all()
        #expect(try await old.snapshot() == nil)
        #expect(entries.count == 4)
        #expect(try await old.damage() == nil)
        await old.close()
        let new = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        #expect(try await new.all() == entries)
        try await new.keep(try await Self.fold(new))
        #expect(try await new.state().keptUpTo == 4)
        #expect(try await new.fileDamage().isEmpty)
        await new.close()
    }
}
