package import IncidentLog

/// A search for the entries that contain every one of some words, in the order of their numbers.
///
/// A word is found wherever its characters follow one another, also within another word; upper
/// and lower case are the same. What the index of the log names is read and looked at, so that
/// the answer is the one that reading every entry would give.
package struct EntrySearch: Sendable {
    private let words: [String]
    private let query: EntryQuery
    private let state: LogState
    private let wording: EntryWording

    /// A search.
    ///
    /// - Parameters:
    ///   - words: Each must be there; case makes no difference.
    ///   - query: Which entries are looked at; its order is not heeded.
    ///   - state: What the log tells, up to its present end.
    package init(
        _ words: [String],
        among query: EntryQuery = EntryQuery(),
        _ state: LogState,
        _ wording: EntryWording
    ) {
        self.words = words.map { $0.lowercased() }
        self.query = query
        self.state = state
        self.wording = wording
    }

    /// The next of the entries that are found.
    ///
    /// - Parameters:
    ///   - sequence: The entry up to which it was searched before; 0 at the start.
    ///   - limit: How many entries are held at a time.
    /// - Returns: What was found, and up to where it was searched; nil at the end.
    package func page(
        of log: any EventLog,
        after sequence: Int64,
        limit: Int = 500
    ) async throws(StoreError) -> (found: [Entry], searchedTo: Int64?) {
        let page: [Entry]
        if let index = log.searchIndex {
            page = try await index.candidates(
                words,
                form: wording.form,
                // The index has their first words only.
                and: try await index.sequences(of: state.overlay.reworded),
                after: sequence,
                limit: limit
            )
        } else {
            page = try await log.entries(after: sequence, limit: limit)
        }
        return (page.filter(isFound), page.count == limit ? page.last?.sequence : nil)
    }

    private func isFound(_ entry: Entry) -> Bool {
        guard query.matches(entry) else { return false }
        let incident = entry.incident.flatMap { state.incident($0) }
        let text = wording.text(entry, incident, state.overlay)
        return words.allSatisfy { text.contains($0) }
    }
}

extension EventLog {
    /// Indexes entries that the index of the log lacks, a bounded run in each transaction.
    ///
    /// - Parameters:
    ///   - state: What the log tells; entries behind it are left.
    ///   - runs: How many runs at most.
    ///   - progress: Is told the number of the last entry of each run.
    @concurrent
    package func extendIndex(
        asOf state: LogState,
        _ wording: EntryWording,
        runs: Int = .max,
        progress: @Sendable (Int64) -> Void = { _ in }
    ) async throws(StoreError) {
        guard let index = searchIndex else { return }
        for run in try await index.unindexed(form: wording.form).prefix(runs) {
            let count = Int(min(run.upperBound, state.sequence) - run.lowerBound + 1)
            guard count > 0 else { return }
            let entries = try await entries(after: run.lowerBound - 1, limit: count)
            let texts = entries.map { entry in
                let incident = entry.incident.flatMap { state.incident($0) }
                return wording.text(entry, incident, EntryOverlay())
            }
            let isTaken = try await index.index(
                texts,
                from: run.lowerBound,
                asOf: state.sequence,
                form: wording.form
            )
            guard isTaken else { return }
            progress(run.upperBound)
        }
    }
}
