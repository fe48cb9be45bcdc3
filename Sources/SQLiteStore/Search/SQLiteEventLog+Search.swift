package import EventStore
internal import GRDB
package import IncidentLog
package import Primitives

extension SQLiteEventLog: SearchIndex {
    /// The index in the file of the log itself.
    package var searchIndex: (any SearchIndex)? { self }

    /// The entries that the index lacks, at most 4096 in a run.
    package func unindexed(form: Int) async throws(StoreError) -> [ClosedRange<Int64>] {
        try await read { try SearchTable.unindexed(form: form, $0) }
    }

    /// Takes up the texts of a run of entries, in a transaction of some tens of milliseconds.
    package func index(
        _ texts: [String],
        from first: Int64,
        asOf sequence: Int64,
        form: Int
    ) async throws(StoreError) -> Bool {
        guard !texts.isEmpty else { return true }
        let grams = SearchTable.grams(of: texts, from: first)
        let run = first...(first + Int64(texts.count) - 1)
        return try await write { db in
            // What came behind the texts may have removed one, or named steps anew.
            let change = try Row.fetchOne(
                db,
                sql: """
                    SELECT 1 FROM entry
                    WHERE sequence > ? AND type IN ('log.redacted', 'checklist.attached') LIMIT 1
                    """,
                arguments: [sequence]
            )
            guard change == nil else { return false }
            return try SearchTable.add(grams, of: run, form: form, db)
        }
    }

    /// The entries behind a number that may contain all of these words, in order.
    package func candidates(
        _ words: [String],
        form: Int,
        and others: [Int64],
        after sequence: Int64,
        limit: Int
    ) async throws(StoreError) -> [Entry] {
        let grams = words.reduce(into: Set<SearchGram>()) { $0.formUnion(SearchGram.all(of: $1)) }
            .subtracting([.unusual])
        return try await read { db in
            try EntryRow.told(
                SearchTable.candidates(
                    grams,
                    form: form,
                    and: others,
                    after: sequence,
                    limit: limit,
                    db
                ),
                db
            )
        }
    }

    /// The numbers of entries; what is not in the log has none.
    package func sequences(of ids: [EntryID]) async throws(StoreError) -> [Int64] {
        try await read { db in
            let statement = try db.cachedStatement(sql: "SELECT sequence FROM entry WHERE id = ?")
            return try ids.compactMap { id in
                try Int64.fetchOne(statement, arguments: [id.rawValue])
            }
        }
    }
}
