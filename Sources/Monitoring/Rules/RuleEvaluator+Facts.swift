package import FleetModel
package import IncidentLog
package import Primitives

extension RuleEvaluator {
    /// The facts that are written down first, in this order; the others follow by name.
    private static let firstFacts: [FactName] =
        FactName.identities + [.version, .runtime, .chain, .protocols]

    /// What of these readings is to be written down, for who looks at a fleet once.
    package static func factCommands(
        of fleet: Fleet,
        _ readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> [Command] {
        var rules = RuleEvaluator(fleet: fleet)
        rules.agenda.begin(
            nodeCount: fleet.nodes.count,
            touched: nil,
            sequence: log.sequence,
            at: now
        )
        return rules.factCommands(readings, log: log, at: now)
    }

    mutating func factCommands(
        _ readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> [Command] {
        var commands: [Command] = []
        for place in agenda.places {
            let node = fleet.nodes[place]
            guard let facts = readings.nodes[node.id]?.facts else { continue }
            let known = log.facts(of: node.id, in: fleet.name)
            let written = known.values
            var changed = changedFacts(facts, written, at: now)
            changed += vanishedFacts(facts, written, at: now)
            // What is not written down yet, or may not be, is asked for again.
            if !changed.isEmpty { agenda.keepOpen(place) }
            changed.sort { Self.place(of: $0.name) < Self.place(of: $1.name) }
            for (name, values, at) in changed
            where !isOutdated(at, known.changedAt[name]) {
                let isFirst = written[name] == nil || FactName.identities.contains(name)
                guard isFirst || restlessFacts.admits(name, of: node.id, values, at: now) else {
                    continue
                }
                commands.append(.observation(.recordFact(node.id, name, to: values)))
            }
        }
        return commands
    }

    /// The heads of listings come last: once they are written down, so is their listing.
    private static func place(of name: FactName) -> (Int, FactName) {
        if let place = firstFacts.firstIndex(of: name) { return (place, name) }
        let isHead = FactListing(head: name) != nil
        return (firstFacts.count + (isHead ? 1 : 0), name)
    }

    /// The facts that differ from what is written down.
    private func changedFacts(
        _ facts: [FactName: NodeReadings.FactReading],
        _ written: [FactName: [String]],
        at now: Timestamp
    ) -> [(name: FactName, values: [String], at: Timestamp)] {
        // A listing whose digest is the same need not be compared name by name.
        let same = listings(of: facts, at: now).filter {
            facts[$0.head]?.values == written[$0.head]
        }
        return facts.compactMap { name, fact in
            guard name.isKept, !fact.values.isEmpty,
                !same.contains(where: { $0.contains(name) }),
                fact.isFresh(at: now, within: fleet.polling.staleAfter)
            else { return nil }
            let known = written[name]
            guard known != fact.values, known?.sorted() != fact.values.sorted() else { return nil }
            return (name, fact.values, fact.at)
        }
    }

    /// The facts that are written down and no longer told where their listing is.
    private func vanishedFacts(
        _ facts: [FactName: NodeReadings.FactReading],
        _ written: [FactName: [String]],
        at now: Timestamp
    ) -> [(name: FactName, values: [String], at: Timestamp)] {
        let changed = listings(of: facts, at: now).filter {
            facts[$0.head]?.values != written[$0.head]
        }
        guard !changed.isEmpty else { return [] }
        return written.compactMap { name, values in
            guard facts[name] == nil, values != FactListing.absent,
                let listing = changed.first(where: { $0.contains(name) }),
                let head = facts[listing.head]
            else { return nil }
            return (name, FactListing.absent, head.at)
        }
    }

    /// The listings that a node tells at this time.
    private func listings(
        of facts: [FactName: NodeReadings.FactReading],
        at now: Timestamp
    ) -> [FactListing] {
        facts.compactMap { name, fact in
            fact.isFresh(at: now, within: fleet.polling.staleAfter) ? FactListing(head: name) : nil
        }
    }

    /// Whether a reading is older than what is written down, as when another program polled later.
    ///
    /// A difference beyond the age of any reading is a wrong clock and proves nothing.
    private func isOutdated(_ read: Timestamp, _ written: Timestamp?) -> Bool {
        guard let written else { return false }
        return read < written && written - read <= fleet.polling.staleAfter
    }
}
