package import IncidentLog
package import Primitives
internal import Synchronization

/// A log that lasts as long as the program: for drills that are not kept, and for tests.
package final class InMemoryEventLog: EventLog {
    private struct State {
        var entries: [Entry] = []
        var ids: Set<EntryID> = []
        var tip = ChainTip()
        var outbox = Outbox()

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
                outbox.apply(entry)
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

    /// Takes due deliveries, the longest due first, under a lease.
    package func claimDeliveries(
        at now: Timestamp,
        owner: String,
        lease: Duration,
        limit: Int
    ) async throws(StoreError) -> [OutboxItem] {
        try checkOpen()
        return state.withLock { $0.outbox.claim(at: now, owner: owner, lease: lease, limit: limit) }
    }

    /// Lengthens the lease of a delivery.
    package func renewDelivery(
        _ item: OutboxItem,
        owner: String,
        until: Timestamp
    ) async throws(StoreError) -> Bool {
        try checkOpen()
        return state.withLock { $0.outbox.renew(item, owner: owner, until: until) }
    }

    /// When the next delivery can be claimed; nil when none waits.
    package func nextDeliveryDue() async throws(StoreError) -> Timestamp? {
        try checkOpen()
        return state.withLock(\.outbox.nextDue)
    }

    /// Ends every use of the log.
    package func close() async {
        bell.close()
    }

    private func checkOpen() throws(StoreError) {
        if bell.isClosed { throw .failed("it is closed") }
    }
}
