package import FleetModel
package import IncidentLog
package import Monitoring
package import Primitives
package import Reports

/// What the work of a running Tocsin has to tell whoever shows it: a screen, a server, a test.
package enum RuntimeNews: Sendable {
    /// Entries of the log that were not told before, in order, and what is known after them; the
    /// first time those that happened last.
    case entries([Entry], LogState)
    /// What was asked for of the log's past; nil when it could not be read.
    case past(PastRequest, [Entry]?)
    /// Everything that was in the log at the start has been told, or is again.
    case logRead
    /// The log of the past cannot be read.
    case logUnreadable
    /// The fleet as it was just judged.
    case fleet(FleetSnapshot)
    /// A command of the person was carried out, or refused for this reason.
    case answered(Command, refusal: String?)
    /// Something worth a line was done.
    case notice(String)
    /// The drill moved on.
    case drill(DrillStatus)
    /// How the drill went, now that it is over.
    case score(DrillScore)
    /// What was asked for of a node's past.
    case history(HistoryRequest, [MetricName: [SampleBin]])
    /// A review that was asked for; nil when it could not be written.
    case review(ReviewRequest, Review?)
    /// Who else has the log open, as of now.
    case colleagues([Colleague])
    /// The replay went back: nothing that was told before is so any more.
    case rewound
}
