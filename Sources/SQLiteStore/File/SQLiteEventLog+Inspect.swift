package import EventStore
internal import GRDB
import SQLiteFiles

extension SQLiteEventLog {
    /// What is wrong with the file, apart from the chain of its entries: its tables and rules, its
    /// pages and indexes, and whether it ends before the entry that was acknowledged last.
    ///
    /// Reading every page takes seconds for a large file: a log that is written to has a connection
    /// of its own for it, so that nobody waits meanwhile. Ends early when the task is cancelled.
    /// - Throws: `StoreError` when the file cannot be looked at; damage is returned.
    package func fileDamage() async throws(StoreError) -> [StoreError.Damage] {
        try checkOpen()
        let path = path
        let aside = writer == nil ? nil : try Self.aside(path)
        defer { try? aside?.close() }
        // Read first: whoever appends meanwhile is then in the log, not only in the note.
        let acknowledged = TipFile.read(besideLog: path)
        var found: [StoreError.Damage] = []
        let checks: [@Sendable (Database) throws -> Void] = [
            { try StoreSchema.checkParts($0, path: path) },
            { try StoreSchema.checkPages($0, path: path, thoroughly: true) },
            { db in
                if let damage = try EntryRow.damage(of: acknowledged, db) {
                    throw StoreError.damaged(damage)
                }
            },
        ]
        for check in checks {
            do throws(StoreError) {
                if let aside {
                    try await Self.read(aside, path: path, check)
                } else {
                    try await read(check)
                }
            } catch {
                guard case .damaged(let damage) = error else { throw error }
                if !found.contains(damage) { found.append(damage) }
            }
        }
        return found
    }

    private static func aside(_ path: String) throws(StoreError) -> DatabaseQueue {
        do {
            return try DatabaseQueue(path: path, configuration: StoreFile.reading)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    private static func read(
        _ queue: DatabaseQueue,
        path: String,
        _ body: @escaping @Sendable (Database) throws -> Void
    ) async throws(StoreError) {
        let result: Result<Void, any Error> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.asyncRead { database in
                    continuation.resume(returning: Result { try body(database.get()) })
                }
            }
        } onCancel: {
            queue.interrupt()
        }
        do {
            try result.get()
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Whether the file beside the log, which holds the newest acknowledged entry, is there and
    /// can be read; without it a log that ends too early cannot be told from a whole one.
    package var hasTip: Bool {
        if case .tip = TipFile.read(besideLog: path) { return true }
        return false
    }
}
