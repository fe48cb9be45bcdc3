import Primitives

extension LogState {
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
