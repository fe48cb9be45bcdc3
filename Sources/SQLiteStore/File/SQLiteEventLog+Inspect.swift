package import EventStore
internal import GRDB

extension SQLiteEventLog {
    /// What is wrong with the file, apart from the chain of its entries: its tables and rules, its
    /// pages and indexes, and whether it ends before the entry that was acknowledged last.
    ///
    /// - Throws: `StoreError` when the file cannot be looked at; damage is returned.
    package func fileDamage() async throws(StoreError) -> [StoreError.Damage] {
        let path = path
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
                try await read(check)
            } catch {
                guard case .damaged(let damage) = error else { throw error }
                if !found.contains(damage) { found.append(damage) }
            }
        }
        return found
    }

    /// Whether the file beside the log, which holds the newest acknowledged entry, is there and
    /// can be read; without it a log that ends too early cannot be told from a whole one.
    package var hasTip: Bool {
        if case .tip = TipFile.read(besideLog: path) { return true }
        return false
    }
}
