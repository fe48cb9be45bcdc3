internal import GRDB
package import IncidentCore
internal import Synchronization

/// The log on disk: one SQLite file that several processes of one machine may use together.
///
/// The file must be on a local disk; SQLite's write-ahead mode does not work over a network.
package final class SQLiteEventLog: EventLog {
    /// What a log is opened for.
    package enum OpenMode: Sendable {
        /// Only reading: creates and changes no file, and works beside a program that writes.
        case readOnly
        /// Only reading, damage or not: for finding out where the damage begins.
        case inspect
        /// Reading and writing: creates the file (mode 0600) and missing folders (mode 0700).
        case readWrite
    }

    /// How often others' appends are looked for while somebody listens.
    private static let pollInterval: Duration = .milliseconds(100)

    let writer: DatabaseQueue?
    private let path: String
    private let reader: StoreReader
    private let bell = ChangeBell()
    /// After a failed write the kernel may have dropped what was not yet on the disk, so nothing
    /// that is read can be relied upon until the file is opened and checked anew.
    private let hasFailed = Atomic(false)

    /// Opens the log at this path, and checks the file and the last 1,000 entries for damage.
    ///
    /// The check reads every page of the file: about 0.2 s for 300,000 entries.
    /// - Throws: every case of `StoreError` but `.conflict`.
    package init(path: String, mode: OpenMode) throws(StoreError) {
        do {
            guard !path.isEmpty else { throw StoreError.notFound(path: path) }
            switch mode {
            case .readOnly, .inspect:
                guard StoreFile.exists(path) else { throw StoreError.notFound(path: path) }
                try StoreFile.checkUsable(path, forWriting: false)
                writer = nil
                self.path = StoreFile.real(path)
            case .readWrite:
                if !StoreFile.exists(path) { try StoreFile.create(at: path) }
                try StoreFile.checkUsable(path, forWriting: true)
                self.path = StoreFile.real(path)
                writer = try Self.openWriter(self.path)
            }
            reader = StoreReader(path: self.path)
            try reader.readNow { db in
                guard case .log(StoreSchema.version) = try StoreSchema.content(of: db, path: path)
                else { throw StoreError.notAStore(path: path, reason: "it is empty") }
                if mode != .inspect { try StoreSchema.checkForDamage(db) }
            }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    private static func openWriter(_ path: String) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path, configuration: StoreFile.writing)
        let content = try queue.inDatabase { try StoreSchema.content(of: $0, path: path) }
        try StoreFile.startWriteAheadLog(queue)
        if content != .log(version: StoreSchema.version) { try StoreSchema.migrate(queue) }
        return queue
    }

    /// Appends all drafts or none, in one transaction that is forced to the disk.
    package func append(
        _ drafts: [EntryDraft],
        expecting: Int64
    ) async throws(StoreError) -> [Entry] {
        let entries = try await write { db in
            var tip = try EntryRow.tip(db)
            guard tip.sequence == expecting else {
                throw StoreError.conflict(lastSequence: tip.sequence)
            }
            return try drafts.map { draft in
                let entry = try tip.seal(draft)
                try EntryRow.insert(entry, db)
                try OutboxTable.apply(entry, db)
                return entry
            }
        }
        if !entries.isEmpty { bell.ring() }
        return entries
    }

    /// The entries that follow a sequence number, in order.
    package func entries(
        after sequence: Int64,
        limit: Int
    ) async throws(StoreError) -> [Entry] {
        try await read { db in
            try EntryRow.rows(after: sequence, limit: limit, db).map(\.entry)
        }
    }

    /// The sequence number of the last entry; 0 when the log is empty.
    package func lastSequence() async throws(StoreError) -> Int64 {
        try await read { try EntryRow.tip($0).sequence }
    }

    /// Tells at the start and whenever any program appended, within 150 ms.
    package func changes() -> AsyncStream<Void> {
        bell.changes(every: Self.pollInterval) { try? await self.lastSequence() }
    }

    /// Takes due deliveries, the longest due first, under a lease that other programs see.
    package func claimDeliveries(
        at now: Timestamp,
        owner: String,
        lease: Duration,
        limit: Int
    ) async throws(StoreError) -> [OutboxItem] {
        try await write { db in
            try OutboxTable.claim(at: now, owner: owner, lease: lease, limit: limit, db)
        }
    }

    /// Lengthens the lease of a delivery.
    package func renewDelivery(
        _ item: OutboxItem,
        owner: String,
        until: Timestamp
    ) async throws(StoreError) -> Bool {
        try await write { db in
            try OutboxTable.renew(item, owner: owner, until: until, db)
        }
    }

    /// When the next delivery can be claimed; nil when none waits.
    package func nextDeliveryDue() async throws(StoreError) -> Timestamp? {
        try await read { try OutboxTable.nextDue($0) }
    }

    /// Finishes what was asked before, then gives the file free.
    package func close() async {
        guard bell.close() else { return }
        // Whatever was asked before goes first; the writer closes last and removes the side files.
        await withCheckedContinuation { continuation in
            guard let writer else { return continuation.resume() }
            writer.asyncWriteWithoutTransaction { _ in continuation.resume() }
        }
        try? reader.close()
        try? writer?.close()
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        try checkOpen()
        do {
            return try await reader.read(body)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Runs `body` in one transaction of the single writer; a throw leaves nothing behind.
    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        try checkOpen()
        guard let writer else { throw .failed("it was opened for reading only") }
        guard !hasFailed.load(ordering: .relaxed) else {
            throw .failed("an earlier write failed; start again, so that the log is checked")
        }
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            writer.asyncWriteWithoutTransaction { db in
                continuation.resume(
                    returning: Result {
                        var value: Value?
                        try db.inTransaction(.immediate) {
                            value = try body(db)
                            return .commit
                        }
                        guard let value else { throw StoreError.failed("nothing was written") }
                        return value
                    }
                )
            }
        }
        do {
            return try result.get()
        } catch {
            if (error as? DatabaseError)?.resultCode == .SQLITE_IOERR {
                hasFailed.store(true, ordering: .relaxed)
            }
            throw StoreError(error, path: path)
        }
    }

    private func checkOpen() throws(StoreError) {
        if bell.isClosed { throw .failed("it is closed") }
    }
}
