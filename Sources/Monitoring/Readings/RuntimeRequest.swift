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
    /// Let the replay go to another moment.
    case scrub(ReplayStep)
    /// Write the review of an incident, and answer with `RuntimeNews.review`.
    case loadReview(ReviewRequest)
    /// Let the others know what the person is at; an empty text when they only look.
    case tellActivity(String)
}

/// Somebody else who has the same log open.
package struct Colleague: Equatable, Sendable {
    /// Who.
    package let name: String
    /// What they are at, such as `writes an update`; empty when they only look.
    package let activity: String

    /// Somebody who is at something.
    package init(_ name: String, activity: String = "") {
        self.name = name
        self.activity = activity
    }
}

/// A step of a replay, on or back.
package enum ReplayStep: Equatable, Sendable {
    /// So many entries that people wrote; back when it is negative.
    case entries(Int)
    /// So much time; back when it is negative.
    case time(Duration)
}

/// Which review is asked for, by the words of its form and of its audience.
package struct ReviewRequest: Hashable, Sendable {
    /// The incident.
    package let incident: IncidentID
    /// The form.
    package let style: String
    /// For whom.
    package let audience: String
    /// Up to which entry the log is known to whoever asks.
    package let sequence: Int64

    /// A review in a form, for an audience, of a log that is known so far.
    package init(_ incident: IncidentID, style: String, audience: String, sequence: Int64) {
        self.incident = incident
        self.style = style
        self.audience = audience
        self.sequence = sequence
    }
}
