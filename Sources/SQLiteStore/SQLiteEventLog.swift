package import EventStore
import Glibc
internal import GRDB
package import IncidentLog
package import Primitives
import SQLiteFiles
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

    /// How often others' appends are looked for while somebody listens and the machine does not
    /// tell of them.
    private static let pollInterval: Duration = .milliseconds(100)
    /// The same while it does: for whoever could not note what was appended.
    private static let lookInterval: Duration = .seconds(2)

    let writer: DatabaseQueue?
    let path: String
    let reader: StoreReader
    private let bell = ChangeNotifier()
    private let hold: FileHold
    /// The write-ahead log of the writer: entries that go into one without a name would be lost.
    private let sideFile: FileIdentity?
    private let tip: TipFile?
    /// After a failed write the kernel may have dropped what was not yet on the disk, so nothing
    /// that is read can be relied upon until the file is opened and checked anew.
    private let hasFailed = Atomic(false)

    /// Opens the log at this path, and checks its tables, its end and the last entries for damage.
    ///
    /// Every page of the file is read only when its last writer did not end well, or when the file
    /// is small: about 0.2 s for 300,000 entries. Nothing is written
    /// before it has ended well, and a file of another program is not even opened by SQLite.
    /// - Throws: every case of `StoreError` but `.conflict` and `.moved`.
    package init(path: String, mode: OpenMode) throws(StoreError) {
        do {
            hold = try Self.hold(path, forWriting: mode == .readWrite)
        } catch {
            throw StoreError(error, path: path)
        }
        do {
            self.path = StoreFile.real(path)
            reader = StoreReader(path: self.path)
            try Self.check(reader, path: self.path, mode)
            guard mode == .readWrite else {
                (writer, sideFile, tip) = (nil, nil, nil)
                return
            }
            // The check may have read without locks; its descriptor must be gone before another
            // connection takes some.
            try reader.close()
            writer = try Self.openWriter(self.path)
            sideFile = FileIdentity(self.path + "-wal")
            let tip = TipFile(besideLog: self.path)
            self.tip = tip
            try reader.readNow { tip.advance(to: try EntryRow.tip($0)) }
            tip.announceWriter()
        } catch {
            throw StoreError(ofLog: error, path: path)
        }
    }

    /// Holds the file at a path that is a log, and makes it when there is none.
    private static func hold(_ path: String, forWriting: Bool) throws -> FileHold {
        guard !path.isEmpty else { throw StoreError.notFound(path: path) }
        if !StoreFile.exists(path) {
            // What may not be looked at is not absent.
            guard errno == ENOENT || errno == ENOTDIR else {
                throw StoreError.failed("\(path): \(StoreFile.reason())")
            }
            guard forWriting else {
                try StoreFile.checkNothingIsLost(at: path)
                throw StoreError.notFound(path: path)
            }
            try StoreFile.create(at: path)
        }
        try StoreFile.checkUsable(path, forWriting: forWriting)
        let real = StoreFile.real(path)
        var hold = try FileHold(real)
        if forWriting, try hold.header().isEmpty {
            try StoreFile.fillEmpty(real)
            hold = try FileHold(real)
        }
        let bytes = try hold.header()
        do throws(StoreError) {
            guard !bytes.isEmpty else { throw .notAStore(path: path, reason: "it is empty") }
            guard let header = StoreHeader(bytes) else {
                throw .notAStore(path: path, reason: "it is not a SQLite file")
            }
            try header.check(path: path, forWriting: forWriting)
        } catch {
            // A log that has its tip beside it was one: its first bytes are damaged.
            if case .notAStore = error, case .tip = TipFile.read(besideLog: real) {
                throw StoreError.damaged(.file("its first bytes are not those of a log"))
            }
            throw error
        }
        return hold
    }

    private static func check(_ reader: StoreReader, path: String, _ mode: OpenMode) throws {
        let isDoubtful = StoreFile.exists(path + "-wal") && !TipFile.hasWriter(besideLog: path)
        let acknowledged = TipFile.read(besideLog: path)
        try reader.readNow { db in
            guard case .log = try StoreSchema.content(of: db, path: path) else {
                throw StoreError.notAStore(path: path, reason: "it is empty")
            }
            switch mode {
            case .inspect: break
            case .readOnly, .readWrite:
                try StoreSchema.checkForDamage(
                    db,
                    path: path,
                    acknowledged: acknowledged,
                    isDoubtful: isDoubtful
                )
            }
        }
    }

    private static func openWriter(_ path: String) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path, configuration: StoreFile.writing)
        let content = try queue.inDatabase { try StoreSchema.content(of: $0, path: path) }
        try StoreFile.startWriteAheadLog(queue)
        if content != .log(version: StoreSchema.version) {
            try StoreSchema.migrate(queue)
            try queue.inDatabase { try StoreSchema.checkParts($0, path: path) }
        }
        return queue
    }

    /// Appends all drafts or none, in one transaction that is forced to the disk.
    package func append(
        _ drafts: [EntryDraft],
        expecting: Int64
    ) async throws(StoreError) -> [Entry] {
        let note = self.tip
        let entries = try await write { db in
            var tip = try EntryRow.tip(db)
            guard tip.sequence == expecting else {
                throw StoreError.conflict(lastSequence: tip.sequence)
            }
            return try drafts.map { draft in
                let entry = try tip.seal(draft)
                try EntryRow.insert(entry, db)
                if let removal = entry.removal { try EntryRow.removeText(of: removal.entry, db) }
                try LeaseTable.apply(entry, db)
                return entry
            }
        } committed: { entries in
            guard let last = entries.last else { return }
            note?.advance(to: ChainTip(sequence: last.sequence, hash: last.hash))
        }
        if entries.contains(where: { $0.removal != nil }) { await emptySideFile() }
        if !entries.isEmpty { bell.ring() }
        return entries
    }

    /// Takes what a redaction removed out of the write-ahead log too, which still has the pages as
    /// they were.
    ///
    /// A reader that is under way may hold it up; closing the log empties it as well.
    private func emptySideFile() async {
        guard let writer else { return }
        await withCheckedContinuation { continuation in
            writer.asyncWriteWithoutTransaction { db in
                _ = try? Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                continuation.resume()
            }
        }
    }

    /// The entries that follow a sequence number, in order.
    package func entries(
        after sequence: Int64,
        limit: Int
    ) async throws(StoreError) -> [Entry] {
        try await read { db in
            try EntryRow.entries(after: sequence, limit: limit, db)
        }
    }

    /// The first entries that a query asks for, in its order.
    package func entries(
        _ query: EntryQuery,
        limit: Int
    ) async throws(StoreError) -> [Entry] {
        try await read { db in
            try EntryRow.told(try EntryRow.rows(query, limit: limit, db), db)
        }
    }

    /// The newest state that was kept and still belongs to this log.
    package func snapshot() async throws(StoreError) -> LogState? {
        try await read { try SnapshotTable.newest($0) }
    }

    /// Keeps a state that was folded from this log; nothing when it was opened for reading only.
    package func keep(_ state: LogState) async throws(StoreError) {
        guard writer != nil else { return }
        do {
            guard let bytes = try await SnapshotTable.bytes(of: state) else { return }
            try await write { try SnapshotTable.keep(bytes, after: state.sequence, $0) }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// The sequence number of the last entry; 0 when the log is empty.
    package func lastSequence() async throws(StoreError) -> Int64 {
        try await read { try EntryRow.tip($0).sequence }
    }

    /// Tells at the start and whenever any program appended, at once; also when the file was
    /// removed or replaced, which reading then says.
    ///
    /// Nothing runs meanwhile but a look every two seconds.
    package func changes() -> AsyncStream<Void> {
        let watch = TipWatch(besideLog: path) { [bell] in bell.ring() }
        return bell.changes(every: watch == nil ? Self.pollInterval : Self.lookInterval) {
            watch?.renew()
            do throws(StoreError) {
                return try await self.lastSequence()
            } catch {
                if case .moved = error { return Self.movedPosition }
                return nil
            }
        }
    }

    /// A position that no log has.
    private static let movedPosition: Int64 = -1

    /// Takes or renews a lease that other programs see; nothing is written while it is another's.
    package func lease(
        _ key: String,
        owner: String,
        at now: Timestamp,
        until: Timestamp,
        task: String,
        isGone: @escaping @Sendable (String) -> Bool
    ) async throws(StoreError) -> Lease {
        let held = try await read { db in
            try LeaseTable.row(key, db)?.held(from: owner, at: now, isGone: isGone)
        }
        if let held { return held }
        return try await write { db in
            try LeaseTable.take(
                key,
                owner: owner,
                at: now,
                until: until,
                task: task,
                isGone: isGone,
                db
            )
        }
    }

    /// Gives a lease back before its time.
    package func release(_ key: String, owner: String) async throws(StoreError) {
        try await write { try LeaseTable.release(key, owner: owner, $0) }
    }

    /// The leases of all programs that have not run out, by their keys.
    package func leases(
        _ prefix: String,
        at now: Timestamp
    ) async throws(StoreError) -> [HeldLease] {
        try await read { try LeaseTable.held(prefix, at: now, $0) }
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
        tip?.close()
    }

    func read<Value: Sendable>(
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
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value,
        committed: @escaping @Sendable (Value) -> Void = { _ in }
    ) async throws(StoreError) -> Value {
        try checkOpen()
        guard sideFile == nil || sideFile == FileIdentity(path + "-wal") else {
            throw .moved(path: path + "-wal")
        }
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
                        committed(value)
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

    func checkOpen() throws(StoreError) {
        if bell.isClosed { throw .failed("it is closed") }
        guard hold.isInPlace else { throw .moved(path: path) }
    }
}
