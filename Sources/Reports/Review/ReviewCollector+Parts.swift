import FleetModel
import IncidentLog
import Primitives

// What a review keeps of the entries of an incident.
extension ReviewCollector {
    /// Something that a person did or said.
    struct Deed: Sendable {
        let at: Timestamp
        var by: Actor
        var text: String
        /// When it was written down, if that was long after.
        let writtenAt: Timestamp?
        let kind: Disclosure
        var isPinned = false
        var isCorrected = false
        /// Whether it is something that was done, and not only said.
        var isStep = true
    }

    /// A fact that changed alike on some nodes.
    struct FactChange: Sendable {
        let key: Key
        var nodes: [NodeID]
        let from: Timestamp
        var to: Timestamp

        struct Key: Hashable, Sendable {
            let day: String
            let fact: FactName
            let before: [String]
            let after: [String]
        }
    }

    /// A fault that asked for attention.
    struct Fault: Sendable {
        let words: String
        var nodes: [NodeID]
        var isCritical: Bool
        /// From when to when, the first first.
        var spells: [(from: Timestamp, to: Timestamp?)]
        /// The signals that stand for it now.
        var open: Set<SignalID>
        /// What was found, in the words of the first.
        var text: String?
        /// Whether it stood when the incident was declared.
        let stoodBefore: Bool
    }

    /// What a party told.
    struct Report: Sendable {
        let party: PartyID
        let by: Actor
        let at: Timestamp
        let text: String
    }

    /// A line of a node's own log.
    struct LogLine: Sendable {
        let node: NodeID
        let at: Timestamp
        let text: String
    }

    /// A file that proves something.
    struct Evidence: Sendable {
        let file: EvidenceFile
        let at: Timestamp
        let by: Actor
        let what: String
    }

    /// A change of the state or of the severity.
    struct Turn: Sendable {
        let at: Timestamp
        let by: Actor
        let what: String
        let status: IncidentStatus?
        let reason: String?
    }

    /// Whether the words of an entry are gone.
    func isRedacted(_ entry: Entry) -> Bool {
        entry.redaction != nil || log.overlay.redaction(of: entry.id) != nil
    }

    /// An entry as something that was done or said.
    func deed(
        _ text: String,
        _ entry: Entry,
        _ kind: Disclosure,
        isStep: Bool = true
    ) -> Deed {
        Deed(
            at: entry.occurredAt,
            by: entry.actor,
            text: text,
            writtenAt: entry.isBackDated ? entry.recordedAt : nil,
            kind: kind,
            isPinned: log.overlay.pin(of: entry.id) != nil,
            isCorrected: log.overlay.text(of: entry) != nil,
            isStep: isStep
        )
    }
}

extension FleetRecord.Standing {
    /// What was wrong, in an operator's words, without where.
    var fault: String {
        let rule = nodes.count == 1 ? id.rule(of: nodes[0]) : nil
        return (rule ?? id).words
    }
}

extension ChangeEvent {
    /// Whether it is something that was done, and not only asked or answered.
    var isStep: Bool {
        switch self {
        case .planned, .overrideRequested, .overrideConfirmed, .began, .waveBegan, .aborted,
            .finished, .rolledBack, .pollClosed:
            true
        case .preflighted, .pollOpened, .voted, .voteWithdrawn, .conditionMet, .waveEnded,
            .abortCriterionMet:
            false
        }
    }
}
