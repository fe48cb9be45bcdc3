import FleetModel
import Primitives

extension LogState {
    func decide(_ command: ImpactCommand, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        switch command {
        case .openImpact(let id, let party, let kind, let from, let cause, let proof):
            if let id { _ = try knownIncident(id) }
            guard from <= context.now else {
                throw Refusal(
                    .invalid,
                    "an impact cannot begin in the future",
                    argument: "from"
                )
            }
            if openImpact(of: party, in: context.fleet) != nil {
                guard context.actor.kind == .person else { return [] }
                throw Refusal(.invalid, "\(party) already has an open impact")
            }
            try check(party, context)
            let event = ImpactEvent.opened(
                party: party,
                kind: try text(kind, "the kind of impact"),
                from: from,
                cause: cause,
                fleet: context.fleet,
                confidence: proof.confidence,
                evidence: proof.evidence,
                reportedBy: proof.reportedBy
            )
            return [Decision(id, .impact(event))]
        case .closeImpact(let party, let to, let proof):
            return try closeImpact(of: party, to: to, proof, context)
        case .acceptResidualImpact(let party, let reason):
            guard let impact = try meantImpact(of: party, context) else {
                throw Refusal(.invalid, "\(party) has no open impact")
            }
            let event = ImpactEvent.acceptedAsResidual(
                party: party,
                reason: try text(reason, "the reason"),
                fleet: impact.fleet
            )
            return [Decision(impact.incident, .impact(event))]
        }
    }

    private func closeImpact(
        of party: PartyID,
        to: Timestamp,
        _ proof: ImpactProof,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let isPerson = context.actor.kind == .person
        guard let impact = try meantImpact(of: party, context) else {
            guard isPerson else { return [] }
            throw Refusal(.invalid, "\(party) has no open impact")
        }
        guard to <= context.now else {
            throw Refusal(.invalid, "an impact cannot end in the future", argument: "at")
        }
        guard to >= impact.from else {
            guard isPerson else { return [] }
            throw Refusal(
                .invalid,
                "the impact began at \(impact.from), after the end given",
                argument: "at"
            )
        }
        let event = ImpactEvent.closed(
            party: party,
            to: to,
            fleet: impact.fleet,
            confidence: proof.confidence,
            evidence: proof.evidence
        )
        return [Decision(impact.incident, .impact(event))]
    }

    /// The open impact that is meant: who looks at no fleet must say which, unless there is one
    /// only.
    private func meantImpact(
        of party: PartyID,
        _ context: DecisionContext
    ) throws(Refusal) -> ImpactWindow? {
        let open = impacts.filter {
            $0.party == party && $0.isOpen && $0.mayConcern(context.fleet)
        }
        guard open.count > 1 else { return open.first }
        let fleets = Set(open.compactMap(\.fleet)).sorted().map { "'\($0)'" }
        guard context.fleet == nil, fleets.count > 1 else { return open.last }
        throw Refusal(
            .invalid,
            "several fleets have a party '\(party)' (\(fleets.joined(separator: ", "))); "
                + "name the file of the one that you mean with --fleet",
            argument: "party"
        )
    }

    /// Holds back a name that is nearly that of a party: nobody would close such an impact.
    ///
    /// Names that are like none may be of parties that no file knows.
    private func check(_ party: PartyID, _ context: DecisionContext) throws(Refusal) {
        guard context.actor.kind == .person, let meant = context.roster?.likelyMeant(by: party)
        else { return }
        throw Refusal(
            .invalid,
            "the fleet has no party '\(party)'; did you mean '\(meant)'?",
            argument: "party"
        )
    }

    /// Which impact holds back the end of an incident.
    func checkImpacts(of incident: IncidentState) throws(Refusal) {
        // An impact that another open incident takes care of holds back that one, not this one.
        let others = openIncidents.map(\.id).filter { $0 != incident.id }
        let hurt = impacts.filter { impact in
            guard impact.isBlocking else { return false }
            return impact.incident.map { !others.contains($0) } ?? true
        }
        guard let impact = hurt.first else { return }
        throw Refusal(
            .held,
            "\(impact.party) is still affected (\(impact.kind)); "
                + "close the impact or accept it as residual"
        )
    }
}
