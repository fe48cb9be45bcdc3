internal import GRDB
import FleetModel
import Primitives

/// Lets go of what is too old, and of the oldest when there is too much, a little at a time.
struct SamplePruner {
    let settings: HistorySettings
    let now: Timestamp
    /// How many blocks are removed at most.
    let limit: Int

    /// Whether more is to be done.
    func prune(_ db: Database) throws -> Bool {
        var left = limit
        for level in SampleLevel.allCases {
            let before = (now - level.keep(settings)).milliseconds
            left -= try remove(level, lastBefore: before, atMost: left, db)
        }
        try db.execute(
            sql: "DELETE FROM gap WHERE to_at < ?",
            arguments: [(now - SampleLevel.hours.keep(settings)).milliseconds]
        )
        while left > 0, try usedBytes(db) > settings.sizeBytes {
            let removed = try removeOldest(atMost: min(left, 50), db)
            if removed == 0 { break }
            left -= removed
        }
        // Free pages go back to the disk in steps, at 4 KiB each at most 8 MiB a call.
        try db.execute(sql: "PRAGMA incremental_vacuum(2000)")
        return left <= 0
    }

    private func usedBytes(_ db: Database) throws -> Double {
        let size = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 4096
        let count = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
        return Double(size) * Double(count - free)
    }

    /// Samples go before bins, and bins of minutes before those of hours: what is left then still
    /// tells the whole past, only more roughly.
    private func removeOldest(atMost count: Int, _ db: Database) throws -> Int {
        for level in SampleLevel.allCases {
            let removed = try remove(level, lastBefore: .max, atMost: count, db)
            if removed > 0 { return removed }
        }
        return 0
    }

    private func remove(
        _ level: SampleLevel,
        lastBefore moment: Int64,
        atMost count: Int,
        _ db: Database
    ) throws -> Int {
        guard count > 0 else { return 0 }
        let statement = try db.cachedStatement(
            sql: """
                SELECT id FROM block WHERE level = ? AND last_at < ? ORDER BY last_at LIMIT ?
                """
        )
        let ids = try Int64.fetchAll(statement, arguments: [level.rawValue, moment, count])
        for id in ids { try SampleBlock.delete(id, db) }
        return ids.count
    }
}
