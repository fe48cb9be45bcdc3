import EventStore
import FoundationEssentials
import GRDB
import IncidentLog
import Primitives
import SQLiteStore
import TestSupport
import Testing

/// The two engines that must behave alike.
enum Engine: CaseIterable, CustomTestStringConvertible, Sendable {
    case memory
    case sqlite

    var testDescription: String {
        switch self {
        case .memory: "in memory"
        case .sqlite: "SQLite"
        }
    }

    /// Runs `body` with an empty log of this engine.
    func withLog(_ body: (any EventLog) async throws -> Void) async throws {
        switch self {
        case .memory:
            let log = InMemoryEventLog()
            try await body(log)
            await log.close()
        case .sqlite:
            let folder = try TemporaryFolder()
            let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
            try await body(log)
            await log.close()
        }
    }
}

extension TemporaryFolder {
    /// Puts a file of `Fixtures` into the folder.
    func copyFixture(_ name: String, to other: String) throws {
        let here = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let file = URL(filePath: "\(here)/Fixtures/\(name)")
        try Data(contentsOf: file).write(to: URL(filePath: path(other)))
    }

    /// Leaves a closed log named `log` with this many notes.
    func writeLog(_ count: Int) async throws {
        let log = try SQLiteEventLog(path: path("log"), mode: .readWrite)
        _ = try await log.append(Draft.notes(1...count), expecting: 0)
        await log.close()
    }

    /// Runs statements on a connection that knows nothing of the log.
    func execute(_ name: String, _ statements: String...) throws {
        let queue = try DatabaseQueue(path: path(name))
        for statement in statements {
            try queue.inDatabase { try $0.execute(sql: statement) }
        }
        try queue.close()
    }

    /// Runs a statement that the rules of the log refuse, and puts the rules back.
    func tamper(_ name: String, _ statement: String) throws {
        let queue = try DatabaseQueue(path: path(name))
        try queue.inDatabase { db in
            let rules = try Row.fetchAll(
                db,
                sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            )
            for rule in rules { try db.execute(sql: "DROP TRIGGER \(rule[0] as String)") }
            try db.execute(sql: statement)
            for rule in rules { try db.execute(sql: rule[1]) }
        }
        try queue.close()
    }
}

/// Drafts whose times and ids follow from a number.
enum Draft {
    static let start = Timestamp(milliseconds: 1_752_000_000_000)

    static func of(
        _ event: Event,
        _ number: Int,
        incident: IncidentID? = "INC-0001"
    ) -> EntryDraft {
        let time = start + .seconds(number)
        return EntryDraft(
            id: EntryID(ULID.text(at: time, high: 0, low: UInt64(number))),
            incident: incident,
            device: "box",
            actor: Actor("Ada"),
            occurredAt: time - .milliseconds(40),
            recordedAt: time,
            event: event
        )
    }

    static func note(_ number: Int) -> EntryDraft {
        of(.timeline(.noted(text: "note \(number)")), number)
    }

    static func notes(_ numbers: ClosedRange<Int>) -> [EntryDraft] {
        numbers.map(note)
    }
}

extension EventLog {
    func all() async throws(StoreError) -> [Entry] {
        try await entries(after: 0, limit: .max)
    }

    /// The first damage that the core's own verifier finds.
    func damage() async throws -> ChainDamage? {
        var verifier = ChainVerifier(digest: sha256Hex)
        for entry in try await all() {
            if let damage = verifier.check(entry) { return damage }
        }
        return nil
    }
}
