package import IncidentLog
import Primitives

/// Who a review is written for.
package enum Audience: String, Encodable, CaseIterable, Sendable {
    /// The people of the team.
    case `internal`
    /// Everybody.
    case `public`
}

/// What of the log may be told to everybody: the one place that says so.
package enum Disclosure: String, CaseIterable, Sendable {
    /// An update that was sent.
    case updates
    /// Who was harmed, from when to when.
    case impacts
    /// Where the incident stood; its reasons are told to the team only.
    case states
    /// What operators were advised.
    case advice
    /// What people wrote down.
    case lines
    /// Plans, polls and the work on changes, exceptions and baselines.
    case changes
    /// Who was responsible, what was to be done and by when.
    case organisation
    /// What parties told us.
    case reports
    /// What was ticked, and the proof.
    case steps
    /// What Tocsin noticed of nodes.
    case observations
    /// How messages arrived.
    case deliveries
    /// What was done with the log itself.
    case bookkeeping

    /// The kind of an entry.
    package init(_ event: Event) {
        self =
            switch event {
            case .incident(let event): event.isOfState ? .states : .organisation
            case .timeline(.reported): .reports
            case .timeline: .lines
            case .advice: .advice
            case .role, .task, .clock, .attendance: .organisation
            case .change, .policy, .baseline: .changes
            case .checklist: .steps
            case .update(.queued): .updates
            case .update, .delivery: .deliveries
            case .impact: .impacts
            case .signal, .fleet, .watch: .observations
            case .log, .unknown: .bookkeeping
            }
    }

    /// Whether entries of this kind are told to an audience.
    package func isTold(to audience: Audience) -> Bool {
        switch audience {
        case .internal: true
        case .public:
            switch self {
            case .updates, .impacts, .states, .advice: true
            case .lines, .changes, .organisation, .reports, .steps, .observations, .deliveries,
                .bookkeeping:
                false
            }
        }
    }

    /// What entries of this kind are called where they are counted.
    package var words: String {
        switch self {
        case .updates: "updates"
        case .impacts: "impacts"
        case .states: "states"
        case .advice: "advice"
        case .lines: "lines of people"
        case .changes: "entries about changes"
        case .organisation: "entries about roles, tasks and dates"
        case .reports: "reports of parties"
        case .steps: "entries about steps"
        case .observations: "observations of nodes"
        case .deliveries: "deliveries"
        case .bookkeeping: "entries about the log"
        }
    }
}

extension IncidentEvent {
    /// Whether it tells where the incident stands.
    fileprivate var isOfState: Bool {
        switch self {
        case .declared, .statusChanged, .severityChanged, .published, .withdrawn, .merged: true
        case .commanderChanged, .originStated, .parentChanged, .summarised, .instantStated,
            .reviewChanged, .paused, .resumed:
            false
        }
    }
}
