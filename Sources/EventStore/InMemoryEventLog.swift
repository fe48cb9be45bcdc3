package import IncidentLog
package import Primitives
internal import Synchronization

/// A log that lasts as long as the program: for drills that are not kept, and for tests.
package final class InMemoryEventLog: EventLog {
    private struct State {
        var entries: [Entry] = []
        var ids: Set<EntryID> = []
        var tip = ChainTip()
        var leases: [String: (owner: String, until: Timestamp, task: String)] = [:]

        mutating func append(
            _ drafts: [EntryDraft],
            expecting: Int64
        ) throws(StoreError) -> [Entry] {
            guard tip.sequence == expecting else { throw .conflict(lastSequence: tip.sequence) }
            var next = tip
            var added: [Entry] = []
            var newIDs: Set<EntryID> = []
            for draft in drafts {
                guard !ids.contains(draft.id), newIDs.insert(draft.id).inserted else {
                    throw .failed("entry \(draft.id) is in the log already")
                }
                added.append(try next.seal(draft))
            }
            tip = next
            ids.formUnion(newIDs)
            entries += added
            for entry in added {
                if case .watch(.clockStepped(let from, let to)) = entry.event {
                    for (key, lease) in leases { leases[key]?.until = lease.until + (to - from) }
                }
                guard let removal = entry.removal else { continue }
                guard let place = entries.firstIndex(where: { $0.id == removal.entry }) else {
                    continue
                }
                entries[place] = entries[place].redacted(removal.redaction, kept: removal.kept)
            }
            return added
        }
    }

    private let state = Mutex(State())
    private let bell = ChangeNotifier()

    /// An empty log.
    package init() {}

    /// Appends all drafts or none.
    package func append(
        _ drafts: [EntryDraft],
        expecting: Int64
    ) async throws(StoreError) -> [Entry] {
        try checkOpen()
        let result: Result<[Entry], StoreError> = state.withLock { state in
            do throws(StoreError) {
                return .success(try state.append(drafts, expecting: expecting))
            } catch {
                return .failure(error)
            }
        }
        let entries = try result.get()
        if !entries.isEmpty { bell.ring() }
        return entries
    }

    /// The entries that follow a sequence number, in order.
    package func entries(
        after sequence: Int64,
        limit: Int
    ) async throws(StoreError) -> [Entry] {
        try checkOpen()
        return state.withLock { state in
            let start = Int(min(max(0, sequence), Int64(state.entries.count)))
            return Array(state.entries[start...].prefix(max(0, limit)))
        }
    }

    /// The first entries that a query asks for, in its order.
    package func entries(
        _ query: EntryQuery,
        limit: Int
    ) async throws(StoreError) -> [Entry] {
        try checkOpen()
        let found = state.withLock { $0.entries.filter(query.matches) }
        let inTime = found.sorted {
            query.isInOrder(EntryQuery.Place($0), EntryQuery.Place($1))
        }
        return Array(inTime.prefix(max(0, limit)))
    }

    /// Nil: what lasts as long as the program has no later start.
    package func snapshot() async throws(StoreError) -> LogState? {
        try checkOpen()
        return nil
    }

    /// Keeps nothing.
    package func keep(_ state: LogState) async throws(StoreError) {
        try checkOpen()
    }

    /// The sequence number of the last entry; 0 when the log is empty.
    package func lastSequence() async throws(StoreError) -> Int64 {
        try checkOpen()
        return state.withLock(\.tip.sequence)
    }

    /// Tells at the start and whenever something was appended.
    package func changes() -> AsyncStream<Void> {
        bell.changes(every: nil) { self.state.withLock(\.tip.sequence) }
    }

    /// Takes or renews a lease.
    package func lease(
        _ key: String,
        owner: String,
        at now: Timestamp,
        until: Timestamp,
        task: String,
        isGone: @escaping @Sendable (String) -> Bool
    ) async throws(StoreError) -> Lease {
        try checkOpen()
        return state.withLock { state in
            let before = state.leases[key]
            if let before, before.owner != owner, before.until > now, !isGone(before.owner) {
                return .held(until: before.until)
            }
            state.leases[key] = (owner, until, task)
            return .taken(unfinished: before.flatMap { $0.owner == owner ? nil : $0.task })
        }
    }

    /// Gives a lease back before its time.
    package func release(_ key: String, owner: String) async throws(StoreError) {
        try checkOpen()
        state.withLock { state in
            if state.leases[key]?.owner == owner { state.leases[key] = nil }
        }
    }

    /// The leases that have not run out, by their keys.
    package func leases(
        _ prefix: String,
        at now: Timestamp
    ) async throws(StoreError) -> [HeldLease] {
        try checkOpen()
        return state.withLock { state in
            state.leases.filter { $0.key.hasPrefix(prefix) && $0.value.until > now }
                .sorted { $0.key < $1.key }
                .map { HeldLease(owner: $0.value.owner, task: $0.value.task) }
        }
    }

    /// Ends every use of the log.
    package func close() async {
        bell.close()
    }

    private func checkOpen() throws(StoreError) {
        if bell.isClosed { throw .failed("it is closed") }
    }
}
