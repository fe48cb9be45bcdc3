import EventStore
import IncidentLog
import Primitives

/// A log that tells what is asked of it, and lets a test come between or refuse.
struct TappedLog: EventLog {
    /// What is asked of a log.
    enum Call: Sendable {
        /// Something is about to be appended.
        case append
        /// So many entries were read.
        case read(Int)
        /// A state was kept.
        case keep
        /// Its file was checked.
        case check
        /// This key is about to be leased.
        case lease(String)
    }

    let base: any EventLog
    let tap: @Sendable (Call) async throws(StoreError) -> Void

    /// A log in which something happens right before an append, or keeps it from happening.
    static func interrupted(
        _ base: any EventLog,
        beforeAppend: @escaping @Sendable () async throws(StoreError) -> Void
    ) -> TappedLog {
        TappedLog(base: base) { call throws(StoreError) in
            if case .append = call { try await beforeAppend() }
        }
    }

    func append(_ drafts: [EntryDraft], expecting: Int64) async throws(StoreError) -> [Entry] {
        try await tap(.append)
        return try await base.append(drafts, expecting: expecting)
    }

    func entries(after sequence: Int64, limit: Int) async throws(StoreError) -> [Entry] {
        let entries = try await base.entries(after: sequence, limit: limit)
        try await tap(.read(entries.count))
        return entries
    }

    func entries(_ query: EntryQuery, limit: Int) async throws(StoreError) -> [Entry] {
        let entries = try await base.entries(query, limit: limit)
        try await tap(.read(entries.count))
        return entries
    }

    func snapshot() async throws(StoreError) -> LogState? { try await base.snapshot() }

    func keep(_ state: LogState) async throws(StoreError) {
        try await base.keep(state)
        try await tap(.keep)
    }

    func lastSequence() async throws(StoreError) -> Int64 { try await base.lastSequence() }

    func changes() -> AsyncStream<Void> { base.changes() }

    func lease(
        _ key: String,
        owner: String,
        at now: Timestamp,
        until: Timestamp,
        task: String,
        isGone: @escaping @Sendable (String) -> Bool
    ) async throws(StoreError) -> Lease {
        try await tap(.lease(key))
        return try await base.lease(
            key,
            owner: owner,
            at: now,
            until: until,
            task: task,
            isGone: isGone
        )
    }

    func release(_ key: String, owner: String) async throws(StoreError) {
        try await base.release(key, owner: owner)
    }

    func fileDamage() async throws(StoreError) -> [StoreError.Damage] {
        try await tap(.check)
        return try await base.fileDamage()
    }

    func close() async { await base.close() }
}
