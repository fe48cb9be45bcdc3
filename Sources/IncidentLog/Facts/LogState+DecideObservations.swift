import Primitives

extension LogState {
    func decide(_ command: ImpactCommand, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        switch command {
        case .openImpact(let id, let party, let kind, let from, let cause):
            if let id { _ = try knownIncident(id) }
            guard from <= context.now else {
                throw Refusal(
                    .invalid,
                    "an impact cannot begin in the future",
                    argument: "from"
                )
            }
            if openImpact(of: party) != nil {
                guard context.actor.kind == .person else { return [] }
                throw Refusal(.invalid, "\(party) already has an open impact")
            }
            try check(party, context)
            let event = ImpactEvent.opened(
                party: party,
                kind: try text(kind, "the kind of impact"),
                from: from,
                cause: cause,
                fleet: context.fleet
            )
            return [Decision(id, .impact(event))]
        case .closeImpact(let party, let to):
            guard let impact = openImpact(of: party) else {
                guard context.actor.kind == .person else { return [] }
                throw Refusal(.invalid, "\(party) has no open impact")
            }
            guard to <= context.now else {
                throw Refusal(.invalid, "an impact cannot end in the future", argument: "at")
            }
            guard to >= impact.from else {
                guard context.actor.kind == .person else { return [] }
                throw Refusal(
                    .invalid,
                    "the impact began at \(impact.from), after the end given",
                    argument: "at"
                )
            }
            return [Decision(impact.incident, .impact(.closed(party: party, to: to)))]
        case .acceptResidualImpact(let party, let reason):
            guard let impact = openImpact(of: party) else {
                throw Refusal(.invalid, "\(party) has no open impact")
            }
            let reason = try text(reason, "the reason")
            return [
                Decision(
                    impact.incident,
                    .impact(.acceptedAsResidual(party: party, reason: reason))
                )
            ]
        }
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

    /// What was observed goes into the newest open incident of its fleet, else into the fleet's own
    /// log.
    func decide(_ command: ObservationCommand, in context: DecisionContext) -> [Decision] {
        let incident = newestOpenIncident(of: context.fleet)?.id
        switch command {
        case .recordFact(let node, let fact, let values):
            let written = facts(of: node, in: context.fleet).values
            let known = written[fact] ?? absence(of: fact, in: written)
            guard !values.isEmpty, known.sorted() != values.sorted() else { return [] }
            let event = FleetEvent.factChanged(
                node: node,
                fact: fact,
                from: known,
                to: values,
                fleet: context.fleet
            )
            return [Decision(incident, .fleet(event))]
        case .keepLogLine(let node, let text):
            let event = FleetEvent.logLine(node: node, text: text, fleet: context.fleet)
            return [Decision(incident, .fleet(event))]
        case .markAway(let fleet, let from, let to):
            return markAway(WatchGap(fleet: fleet, from: from, to: to))
        }
    }

    /// What a fact was before it was first told: absent, when it belongs to a listing that is
    /// known already, else nothing.
    private func absence(of fact: FactName, in written: [FactName: [String]]) -> [String] {
        guard let listing = FactListing(member: fact), written[listing.head] != nil else {
            return []
        }
        return FactListing.absent
    }
}
