package import FleetModel
package import Primitives

/// Who was harmed, from when to when.
package enum ImpactEvent: EventFamily {
    /// A party, one of `fleet` if that is known, began to be affected.
    case opened(
        party: PartyID,
        kind: String,
        from: Timestamp,
        cause: ImpactCause,
        fleet: String? = nil,
        confidence: ImpactConfidence? = nil,
        evidence: Evidence? = nil,
        reportedBy: String? = nil
    )
    /// A party is served again.
    case closed(
        party: PartyID,
        to: Timestamp,
        fleet: String? = nil,
        confidence: ImpactConfidence? = nil,
        evidence: Evidence? = nil
    )
    /// Somebody decided that the rest of the impact is accepted for now.
    case acceptedAsResidual(party: PartyID, reason: String, fleet: String? = nil)

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case opened
        case closed
        case acceptedAsResidual
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .opened: .opened
        case .closed: .closed
        case .acceptedAsResidual: .acceptedAsResidual
        }
    }

    /// The party that it is about.
    package var party: PartyID {
        switch self {
        case .opened(let party, _, _, _, _, _, _, _), .closed(let party, _, _, _, _),
            .acceptedAsResidual(let party, _, _):
            party
        }
    }

    /// What proves it; nil when nothing does.
    var evidence: Evidence? {
        switch self {
        case .opened(_, _, _, _, _, _, let evidence, _), .closed(_, _, _, _, let evidence):
            evidence
        case .acceptedAsResidual: nil
        }
    }
}

/// What an impact goes back to.
package enum ImpactCause: String, CaseIterable, Codable, Sendable {
    /// The fault that the incident is about.
    case original
    /// Something that was done against the fault.
    case mitigation
    /// The way back from what was done.
    case rollback
}

/// How well a moment is known.
package enum ImpactConfidence: String, CaseIterable, Codable, Sendable {
    /// To the minute.
    case exact
    /// Roughly.
    case about
    /// At this moment or before.
    case atMost = "at-most"

    /// What stands before the moment.
    package var mark: String {
        switch self {
        case .exact: ""
        case .about: "≈"
        case .atMost: "≤"
        }
    }
}

extension ImpactEvent {
    /// The event with `mark` in the place of every text; nil when it has none.
    func redacted(as mark: String) -> Self? {
        switch self {
        case .opened(
            let party,
            let kind,
            let from,
            let cause,
            let fleet,
            let confidence,
            let evidence,
            let reportedBy
        ):
            // By this word the watch knows which impacts are its own to close.
            let isOfWatch = ImpactWindow.unmetKinds.contains(kind)
            guard !isOfWatch || evidence != nil else { return nil }
            return .opened(
                party: party,
                kind: isOfWatch ? kind : mark,
                from: from,
                cause: cause,
                fleet: fleet,
                confidence: confidence,
                evidence: evidence?.redacted(as: mark),
                reportedBy: reportedBy
            )
        case .closed(let party, let to, let fleet, let confidence, let evidence):
            return evidence.map {
                .closed(
                    party: party,
                    to: to,
                    fleet: fleet,
                    confidence: confidence,
                    evidence: $0.redacted(as: mark)
                )
            }
        case .acceptedAsResidual(let party, _, let fleet):
            return .acceptedAsResidual(party: party, reason: mark, fleet: fleet)
        }
    }
}
