import Runtime

/// An open log with what runs on it.
struct OpenedLog: Sendable {
    /// The session on the log.
    let session: Session
    /// What the session lives on.
    let work: BackgroundServices.Work
    /// Where what the nodes tell is kept; nil where another program keeps it.
    let history: HistoryService?
    /// Whether nothing was ever written.
    let isEmpty: Bool
    /// Ends every use of the log and of the network.
    let close: @Sendable () async -> Void
}
