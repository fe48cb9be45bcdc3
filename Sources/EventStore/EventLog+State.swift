package import IncidentLog

extension EventLog {
    /// How many entries are read at a time.
    private static var pageSize: Int { 2000 }

    /// What the log tells at present: the newest usable snapshot and the entries behind it.
    ///
    /// - Parameter progress: Is told how many entries were read, after each page.
    /// - Returns: The state, and the number up to which it was kept; 0 when it was folded whole.
    package func state(
        progress: @Sendable (Int64) -> Void = { _ in }
    ) async throws(StoreError) -> (state: LogState, keptUpTo: Int64) {
        var state = try await snapshot() ?? LogState()
        let kept = state.sequence
        while true {
            let page = try await entries(after: state.sequence, limit: Self.pageSize)
            for entry in page { state.apply(entry) }
            if page.count < Self.pageSize { return (state, kept) }
            progress(state.sequence)
        }
    }
}
