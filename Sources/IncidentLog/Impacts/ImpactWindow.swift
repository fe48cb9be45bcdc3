package import FleetModel
package import Primitives

/// A span in which a party was affected.
package struct ImpactWindow: Codable, Equatable, Sendable {
    /// Who was affected.
    package let party: PartyID
    /// In what way, in a few words.
    package internal(set) var kind: String
    /// When it began.
    package internal(set) var from: Timestamp
    /// How well the beginning is known.
    package let fromConfidence: ImpactConfidence
    /// What proves the beginning.
    package internal(set) var fromEvidence: Evidence?
    /// When it ended; nil while it lasts.
    package internal(set) var to: Timestamp?
    /// How well the end is known.
    package internal(set) var toConfidence = ImpactConfidence.exact
    /// What proves the end.
    package internal(set) var toEvidence: Evidence?
    /// What it goes back to.
    package let cause: ImpactCause
    /// Who told us of it; nil when we saw it.
    package let reportedBy: String?
    /// The fleet that the party depends on; nil when it is not known.
    package let fleet: String?
    /// The incident it was noticed in, or that was declared while it lasted; nil without one.
    package internal(set) var incident: IncidentID?
    /// Why the rest of it is accepted for now; nil when it is not.
    package internal(set) var residualReason: String?
    /// Who accepted the rest of it.
    package internal(set) var residualBy: Actor?
    /// When the rest of it was accepted.
    package internal(set) var residualAt: Timestamp?
    /// The entry that told of it.
    package let entry: EntryID
    /// The entry that told of its end.
    package internal(set) var endEntry: EntryID?
    /// The entry that accepts the rest of it.
    package internal(set) var residualEntry: EntryID?

    /// The kind of the impacts that the watch opens, and closes, by itself.
    package static let unmetKind = "requirement not met"
    /// That kind, and what it was called once.
    static let unmetKinds: Set<String> = [unmetKind, "needs unmet"]

    /// Whether the watch opened it, and closes it.
    package var isOfWatch: Bool { Self.unmetKinds.contains(kind) }

    /// Whether the party is still affected.
    package var isOpen: Bool { to == nil }

    /// Whether it holds back the end of its incident.
    package var isBlocking: Bool { isOpen && residualReason == nil }

    /// Whether it may be about a party of this fleet: one without a fleet is about any.
    package func mayConcern(_ fleet: String?) -> Bool { mayBeSame(self.fleet, fleet) }

    mutating func move(by step: Duration) {
        from = from + step
        to = to.map { $0 + step }
        residualAt = residualAt.map { $0 + step }
    }

    /// Forgets what an entry about it told in words.
    mutating func removeText(of id: EntryID, _ event: ImpactEvent) {
        switch event {
        case .opened(_, let kind, _, _, _, _, let evidence, _):
            guard entry == id else { return }
            self.kind = kind
            fromEvidence = evidence
        case .acceptedAsResidual(_, let reason, _):
            if residualEntry == id { residualReason = reason }
        case .closed(_, _, _, _, let evidence): if endEntry == id { toEvidence = evidence }
        }
    }
}

extension LogState {
    /// The span in which a party is affected at present; of a party of any fleet when the fleet is
    /// not known.
    package func openImpact(of party: PartyID, in fleet: String? = nil) -> ImpactWindow? {
        openImpactIndex(of: party, in: fleet).map { impacts[$0] }
    }

    private func openImpactIndex(of party: PartyID, in fleet: String?) -> Int? {
        impacts.lastIndex { $0.party == party && $0.isOpen && $0.mayConcern(fleet) }
    }

    mutating func apply(_ event: ImpactEvent, of entry: Entry) {
        switch event {
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
            let window = ImpactWindow(
                party: party,
                kind: kind,
                from: from,
                fromConfidence: confidence ?? .exact,
                fromEvidence: evidence,
                cause: cause,
                reportedBy: reportedBy,
                fleet: fleet,
                incident: entry.incident,
                entry: entry.id
            )
            impacts.append(window)
            changeIncident(entry.incident) { $0.beginImpact(at: from) }
        case .closed(let party, let to, let fleet, let confidence, let evidence):
            guard let index = openImpactIndex(of: party, in: fleet) else { return }
            impacts[index].to = to
            impacts[index].toConfidence = confidence ?? .exact
            impacts[index].toEvidence = evidence
            impacts[index].endEntry = entry.id
        case .acceptedAsResidual(let party, let reason, let fleet):
            guard let index = openImpactIndex(of: party, in: fleet) else { return }
            impacts[index].residualReason = reason
            impacts[index].residualBy = entry.actor
            impacts[index].residualAt = entry.occurredAt
            impacts[index].residualEntry = entry.id
        }
    }
}
