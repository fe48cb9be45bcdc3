import EventStore
internal import FoundationEssentials
internal import GRDB
import IncidentLog

/// The tables `search_block` and `search_gram`: how far each block of entries was indexed, and
/// which entries of it have which gram.
///
/// A derived part: blocks that are not there, or that another form of words or something unreadable
/// is in, are read entry by entry. The rules of the file remove a block when the text of one of its
/// entries goes. An index of SQLite's own (FTS5) would be written whole for that in the versions
/// before 3.42, since what is deleted of it stays in its segments until they are merged.
enum SearchTable {
    /// The entries of a block that are indexed, or what keeps them from it.
    private enum Block {
        case indexed(upTo: Int64)
        case none
        /// A newer program put entries into other words.
        case newer
    }

    private static func block(_ number: Int64, form: Int, _ db: Database) throws -> Block {
        let statement = try db.cachedStatement(
            sql: "SELECT form, last FROM search_block WHERE block = ?"
        )
        guard let row = try Row.fetchOne(statement, arguments: [number]),
            let found = Int.fromDatabaseValue(row[0]), let last = Int64.fromDatabaseValue(row[1]),
            found >= form
        else { return .none }
        return found == form ? .indexed(upTo: last) : .newer
    }

    private static func exists(_ db: Database) throws -> Bool {
        try db.tableExists("search_block")
    }

    /// What is to be indexed, a run for each block.
    static func unindexed(form: Int, _ db: Database) throws -> [ClosedRange<Int64>] {
        let end = try EntryRow.tip(db).sequence
        guard end > 0, try exists(db) else { return [] }
        return try (0...BlockSet.block(of: end)).compactMap { number in
            let whole = BlockSet.numbers(of: number).clamped(to: 1...end)
            switch try block(number, form: form, db) {
            case .newer: return nil
            case .none: return whole
            case .indexed(let last):
                return last < whole.upperBound
                    ? max(whole.lowerBound, last + 1)...whole.upperBound : nil
            }
        }
    }

    /// The entries of each gram of some texts, whose first is that of the entry `first`.
    static func grams(of texts: [String], from first: Int64) -> [SearchGram: BlockSet] {
        var grams: [SearchGram: BlockSet] = [:]
        for (place, text) in texts.enumerated() {
            let offset = BlockSet.offset(of: first + Int64(place))
            for gram in SearchGram.all(of: text) { grams[gram, default: BlockSet()].insert(offset) }
        }
        return grams
    }

    /// Writes the grams of a run of entries of one block.
    /// - Returns: False when the run is not what follows in its block.
    static func add(
        _ grams: [SearchGram: BlockSet],
        of run: ClosedRange<Int64>,
        form: Int,
        _ db: Database
    ) throws -> Bool {
        let number = BlockSet.block(of: run.lowerBound)
        var isNew = false
        switch try block(number, form: form, db) {
        case .newer: return false
        case .none:
            guard run.lowerBound == BlockSet.numbers(of: number).lowerBound else { return false }
            isNew = true
            try db.execute(sql: "DELETE FROM search_gram WHERE block = ?", arguments: [number])
        case .indexed(let last): guard last + 1 == run.lowerBound else { return false }
        }
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO search_gram (block, gram, entries) VALUES (?, ?, ?)
                ON CONFLICT (block, gram) DO UPDATE SET entries = excluded.entries
                """
        )
        for (gram, added) in grams.sorted(by: { $0.key.code < $1.key.code }) {
            var entries = added
            if !isNew, let before = try self.entries(of: gram, in: number, db) {
                entries.formUnion(before)
            }
            try insert.execute(arguments: [number, gram.code, entries.stored])
        }
        try db.execute(
            sql: """
                INSERT INTO search_block (block, form, last) VALUES (?, ?, ?)
                ON CONFLICT (block) DO UPDATE SET form = excluded.form, last = excluded.last
                """,
            arguments: [number, form, run.upperBound]
        )
        return true
    }

    /// What is unreadable counts as every entry.
    private static func entries(
        of gram: SearchGram,
        in block: Int64,
        _ db: Database
    ) throws -> BlockSet? {
        let statement = try db.cachedStatement(
            sql: "SELECT entries FROM search_gram WHERE block = ? AND gram = ?"
        )
        guard let row = try Row.fetchOne(statement, arguments: [block, gram.code]) else {
            return nil
        }
        if let stored = Data.fromDatabaseValue(row[0]), let set = BlockSet(stored) { return set }
        var all = BlockSet()
        all.set(0..<BlockSet.size, true)
        return all
    }

    /// The entries behind a number that may have all of these grams, or are one of `others`.
    static func candidates(
        _ grams: Set<SearchGram>,
        form: Int,
        and others: [Int64],
        after sequence: Int64,
        limit: Int,
        _ db: Database
    ) throws -> [EntryRow] {
        let end = try EntryRow.tip(db).sequence
        let isIndexed = try !grams.isEmpty && exists(db)
        var rows: [EntryRow] = []
        var next = max(1, sequence + 1)
        while next <= end, rows.count < limit {
            let number = BlockSet.block(of: next)
            let wanted = next...min(end, BlockSet.numbers(of: number).upperBound)
            let block = isIndexed ? try block(number, form: form, db) : .none
            if case .indexed(let last) = block {
                var found = try entries(of: grams, in: number, upTo: last, db)
                for other in others where wanted.contains(other) {
                    found.insert(BlockSet.offset(of: other))
                }
                try read(found, of: number, among: wanted, limit: limit, &rows, db)
            } else {
                try read(wanted, limit: limit, &rows, db)
            }
            next = wanted.upperBound + 1
        }
        return rows
    }

    /// The entries of a block that have all of these grams, and all that were not indexed.
    private static func entries(
        of grams: Set<SearchGram>,
        in block: Int64,
        upTo last: Int64,
        _ db: Database
    ) throws -> BlockSet {
        let behind = max(0, Int(last - block << Int64(BlockSet.bits)) + 1)
        var found = BlockSet()
        found.set(0..<min(behind, BlockSet.size), true)
        let unusual =
            grams.contains(where: \.mayHide)
            ? try entries(of: .unusual, in: block, db) ?? BlockSet() : BlockSet()
        for gram in grams where !found.isEmpty {
            var having = try entries(of: gram, in: block, db) ?? BlockSet()
            if gram.mayHide { having.formUnion(unusual) }
            found.formIntersection(having)
        }
        if behind < BlockSet.size { found.set(behind..<BlockSet.size, true) }
        return found
    }

    /// Reads the entries of a set, neighbours together.
    private static func read(
        _ set: BlockSet,
        of block: Int64,
        among wanted: ClosedRange<Int64>,
        limit: Int,
        _ rows: inout [EntryRow],
        _ db: Database
    ) throws {
        var run: ClosedRange<Int64>?
        for offset in set.offsets {
            let sequence = block << Int64(BlockSet.bits) + Int64(offset)
            guard wanted.contains(sequence) else { continue }
            if let open = run, open.upperBound + 1 == sequence {
                run = open.lowerBound...sequence
                continue
            }
            if let run { try read(run, limit: limit, &rows, db) }
            if rows.count >= limit { return }
            run = sequence...sequence
        }
        if let run { try read(run, limit: limit, &rows, db) }
    }

    private static func read(
        _ run: ClosedRange<Int64>,
        limit: Int,
        _ rows: inout [EntryRow],
        _ db: Database
    ) throws {
        let count = min(limit - rows.count, run.count)
        rows += try EntryRow.rows(after: run.lowerBound - 1, limit: count, db)
    }
}
