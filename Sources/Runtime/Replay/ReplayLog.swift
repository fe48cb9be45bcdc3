package import EventStore
package import IncidentLog
package import Primitives
import Synchronization

/// A log as it was at an earlier moment: what was written behind its limit is not there yet, and
/// nothing is written.
///
/// The limit may be moved in both directions; whoever reads it as a log begins anew when it goes
/// back.
package final class ReplayLog: EventLog {
    private let log: any EventLog
    private let contents = Mutex(Contents())
    private let bell = ChangeNotifier()

    private struct Contents {
        var limit: Int64 = 0
        /// States from which a later start may begin, the earliest first.
        var states: [LogState] = []
    }

    /// The log before its first entry.
    package init(_ log: any EventLog) {
        self.log = log
    }

    /// The number of the last entry that is there.
    package var limit: Int64 { contents.withLock(\.limit) }

    /// Lets the log end with another entry; says whether that was a change.
    @discardableResult
    package func end(at limit: Int64) -> Bool {
        let hasMoved = contents.withLock { contents in
            defer { contents.limit = limit }
            return contents.limit != limit
        }
        if hasMoved { bell.ring() }
        return hasMoved
    }

    /// Remembers a state of the log, so that going back there needs no reading from the beginning.
    func remember(_ state: LogState) {
        contents.withLock { $0.states.append(state) }
    }

    /// Refused: a replay only reads.
    package func append(
        _ drafts: [EntryDraft],
        expecting: Int64
    ) async throws(StoreError) -> [Entry] {
        throw .failed("a replay only reads: nothing is written down")
    }

    /// The entries that follow a sequence number, as far as they are there.
    package func entries(
        after sequence: Int64,
        limit: Int
    ) async throws(StoreError) -> [Entry] {
        let end = self.limit
        guard sequence < end else { return [] }
        return try await log.entries(after: sequence, limit: limit).filter { $0.sequence <= end }
    }

    /// The first entries that a query asks for, of those that are there.
    package func entries(
        _ query: EntryQuery,
        limit: Int
    ) async throws(StoreError) -> [Entry] {
        let end = self.limit
        var (query, found): (EntryQuery, [Entry]) = (query, [])
        let size = max(limit, 1)
        while found.count < limit {
            let page = try await log.entries(query, limit: size)
            found += page.filter { $0.sequence <= end }
            guard page.count == size, let last = page.last else { break }
            query.behind = EntryQuery.Place(last)
        }
        return Array(found.prefix(max(0, limit)))
    }

    /// The last remembered state that is not behind the limit.
    package func snapshot() async throws(StoreError) -> LogState? {
        contents.withLock { contents in
            contents.states.last { $0.sequence <= contents.limit }
        }
    }

    /// Keeps nothing.
    package func keep(_ state: LogState) async throws(StoreError) {}

    /// The number of the last entry that is there.
    package func lastSequence() async throws(StoreError) -> Int64 { limit }

    /// Tells at the start and whenever the limit was moved.
    package func changes() -> AsyncStream<Void> {
        bell.changes(every: nil) { self.limit }
    }

    /// Never given: nothing is done in a replay that another could do too.
    package func lease(
        _ key: String,
        owner: String,
        at now: Timestamp,
        until: Timestamp,
        task: String,
        isGone: @escaping @Sendable (String) -> Bool
    ) async throws(StoreError) -> Lease {
        .held(until: until)
    }

    /// Nothing was leased.
    package func release(_ key: String, owner: String) async throws(StoreError) {}

    /// Ends every use of the log.
    package func close() async {
        bell.close()
        await log.close()
    }
}
