internal import FoundationEssentials
internal import GRDB

/// A row of the table `block`, read without trust.
struct SampleBlock {
    let id: Int64
    let source: Int64
    let level: SampleLevel
    let times: [Int64]
    /// The last sample that it knows of.
    let lastAt: Int64

    /// The blocks that a query gives; those that are damaged are left out and counted.
    static func rows(
        _ db: Database,
        where condition: String,
        _ arguments: StatementArguments,
        damaged: inout Int
    ) throws -> [SampleBlock] {
        let statement = try db.cachedStatement(
            sql: "SELECT id, source, level, last_at, count, times FROM block WHERE \(condition)"
        )
        var blocks: [SampleBlock] = []
        let cursor = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try cursor.next() {
            guard let id = Int64.fromDatabaseValue(row[0]),
                let source = Int64.fromDatabaseValue(row[1]),
                let level = Int.fromDatabaseValue(row[2]).flatMap(SampleLevel.init),
                let lastAt = Int64.fromDatabaseValue(row[3]),
                let count = Int.fromDatabaseValue(row[4]),
                let bytes = row.bytes(5),
                let times = try? BlockCode.times(count, from: bytes)
            else {
                damaged += 1
                continue
            }
            blocks.append(
                SampleBlock(id: id, source: source, level: level, times: times, lastAt: lastAt)
            )
        }
        return blocks
    }

    /// The keys of its columns.
    var keys: ClosedRange<Int64> { Self.keys(of: id) }

    static func keys(of id: Int64) -> ClosedRange<Int64> {
        let first = id &<< 16
        return first...(first | 0xFFFF)
    }

    /// The columns of the metrics wanted, or all of them: the metric and its bytes.
    func columns(
        _ metrics: [Int]?,
        _ db: Database
    ) throws -> [(metric: Int, bytes: [UInt8])] {
        guard let metrics else {
            let statement = try db.cachedStatement(
                sql: "SELECT key, data FROM series WHERE key BETWEEN ? AND ?"
            )
            let cursor = try Row.fetchCursor(
                statement,
                arguments: [keys.lowerBound, keys.upperBound]
            )
            var columns: [(metric: Int, bytes: [UInt8])] = []
            while let row = try cursor.next() {
                guard let key = Int64.fromDatabaseValue(row[0]), let bytes = row.bytes(1) else {
                    continue
                }
                columns.append((Int(key & 0xFFFF), bytes))
            }
            return columns
        }
        let statement = try db.cachedStatement(sql: "SELECT data FROM series WHERE key = ?")
        return try metrics.compactMap { metric in
            let row = try Row.fetchOne(statement, arguments: [keys.lowerBound | Int64(metric)])
            return row?.bytes(0).map { (metric, $0) }
        }
    }

    /// Writes a block with its columns.
    static func insert(
        source: Int64,
        level: SampleLevel,
        times: [Int64],
        lastAt: Int64,
        columns: [(metric: Int, bytes: [UInt8])],
        _ db: Database
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO block (source, level, first_at, last_at, count, times)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(arguments: [
            source, level.rawValue, times.first ?? lastAt, lastAt, times.count,
            BlockCode.bytes(ofTimes: times).stored,
        ])
        let id = db.lastInsertedRowID
        let insert = try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO series (key, data) VALUES (?, ?)"
        )
        for (metric, bytes) in columns {
            try insert.execute(arguments: [id << 16 | Int64(metric), bytes.stored])
        }
    }

    /// Removes a block with its columns.
    static func delete(_ id: Int64, _ db: Database) throws {
        let keys = keys(of: id)
        try db.cachedStatement(sql: "DELETE FROM series WHERE key BETWEEN ? AND ?")
            .execute(arguments: [keys.lowerBound, keys.upperBound])
        try db.cachedStatement(sql: "DELETE FROM block WHERE id = ?").execute(arguments: [id])
    }
}

extension Row {
    /// The bytes of a blob; nil for anything else.
    func bytes(_ index: Int) -> [UInt8]? {
        let value: DatabaseValue = self[index]
        guard case .blob(let data) = value.storage else { return nil }
        return Array(data)
    }
}

extension [UInt8] {
    /// The bytes as a blob of the database.
    var stored: DatabaseValue { Data(self).databaseValue }
}
