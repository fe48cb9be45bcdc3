package import EventStore
package import IncidentLog
package import Monitoring
package import Reports

/// Reads what a review of one incident tells: its own entries, page by page, and the few before it
/// that it names.
package struct ReviewReader: Sendable {
    private let log: any EventLog

    /// How many entries are read at a time.
    private static let pageSize = 2000

    /// A reader of this log.
    package init(_ log: any EventLog) {
        self.log = log
    }

    /// What the log tells of an incident up to where `state` was read.
    ///
    /// - Returns: What a review tells, and the hash of the last entry of that state.
    package func facts(
        of incident: IncidentState,
        in state: LogState
    ) async throws(StoreError) -> (facts: ReviewCollector, head: String) {
        var facts = ReviewCollector(incident, state)
        for number in facts.wanted {
            for entry in try await entry(number) { facts.take(before: entry) }
        }
        var query = EntryQuery(incident: incident.id)
        while true {
            let page = try await log.entries(query, limit: Self.pageSize)
            for entry in page where entry.sequence <= state.sequence { facts.take(entry) }
            guard page.count == Self.pageSize, let last = page.last else { break }
            query.behind = EntryQuery.Place(last)
        }
        let head = try await entry(state.sequence).first?.hash ?? Entry.origin
        return (facts, head)
    }

    /// The review that is asked for by words; nil when there is no such incident or form.
    package func review(
        _ request: ReviewRequest,
        in state: LogState
    ) async throws(StoreError) -> Review? {
        guard let style = ReviewStyle(rawValue: request.style),
            let audience = Audience(rawValue: request.audience),
            let incident = state.incident(request.incident)
        else { return nil }
        let (facts, head) = try await facts(of: incident, in: state)
        return Review(facts, style: style, audience: audience, head: head)
    }

    private func entry(_ number: Int64) async throws(StoreError) -> [Entry] {
        try await log.entries(after: number - 1, limit: 1).filter { $0.sequence == number }
    }
}
