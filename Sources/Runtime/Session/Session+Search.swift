import EventStore
import IncidentLog

extension Session {
    /// For so long is searched at most: other requests wait meanwhile.
    private static let searchTime: Duration = .seconds(2)

    /// The newest entries that have all of these words, the newest first.
    ///
    /// Of a log so long that it cannot be searched in a moment, what was found until then.
    nonisolated func search(_ words: [String], limit: Int) async throws(StoreError) -> [Entry] {
        let search = EntrySearch(words, await logState, .shown)
        let end = ContinuousClock.now + Self.searchTime
        var found: [Entry] = []
        var place: Int64? = 0
        while let after = place, !Task.isCancelled, ContinuousClock.now < end {
            let page = try await search.page(of: log, after: after)
            found = (found + page.found).suffix(limit)
            place = page.searchedTo
        }
        return found.reversed()
    }
}
