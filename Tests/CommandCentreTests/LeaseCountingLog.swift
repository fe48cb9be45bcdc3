import EventStore
import IncidentLog
import Primitives

/// A log that notes which leases were asked for.
struct LeaseCountingLog: EventLog {
    let base: any EventLog
    let leases: Collected<String>

    func append(_ drafts: [EntryDraft], expecting: Int64) async throws(StoreError) -> [Entry] {
        try await base.append(drafts, expecting: expecting)
    }

    func entries(after sequence: Int64, limit: Int) async throws(StoreError) -> [Entry] {
        try await base.entries(after: sequence, limit: limit)
    }

    func entries(_ query: EntryQuery, limit: Int) async throws(StoreError) -> [Entry] {
        try await base.entries(query, limit: limit)
    }

    func snapshot() async throws(StoreError) -> LogState? { try await base.snapshot() }

    func keep(_ state: LogState) async throws(StoreError) { try await base.keep(state) }

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
        leases.add(key)
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

    func close() async { await base.close() }
}
