package import IncidentLog
package import Primitives

/// What a person asks a running Tocsin for.
package enum RuntimeRequest: Equatable, Sendable {
    /// Carry out a command; `occurredAt` when it speaks of an earlier moment.
    case run(Command, occurredAt: Timestamp?)
    /// Read what a node did, and answer with `RuntimeNews.history`.
    case loadHistory(HistoryRequest)
    /// Read this of the log's past, and answer with `RuntimeNews.past`.
    case loadEntries(PastRequest)
    /// Let the drill run at this many virtual seconds a second.
    case setSpeed(Int)
    /// Let the drill stand still, or go on.
    case pauseDrill(Bool)
    /// Let the drill go on to the next moment worth watching.
    case skipAhead
}
