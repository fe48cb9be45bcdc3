import FleetModel
package import Primitives

extension Identifier where Subject == Fact {
    /// Whether a roll-back is to bring the fact back to what it was.
    ///
    /// The runtime is the chain's, not the node's; digests and layouts change with what they are
    /// the digests of; tables grow.
    package var isOfBaseline: Bool {
        guard isKept, self != .runtime else { return false }
        let name = rawValue
        return !name.hasPrefix("table ") && !name.hasPrefix("config.digest")
            && !name.hasPrefix("certificate.") && self != .configFormat
    }
}

extension LogState {
    /// The newest baseline that may be about this fleet.
    package func baseline(of fleet: String?) -> Baseline? {
        baselines.last { $0.mayConcern(fleet) }
    }

    /// How a node stands to the newest baseline of its fleet; nil when that does not hold it.
    package func baseline(of node: NodeID, in fleet: String?) -> NodeBaseline? {
        baseline(of: fleet)?.nodes[node]
    }

    mutating func apply(_ event: BaselineEvent, of entry: Entry) {
        switch event {
        case .taken(let id, let fleet, let change, let nodes):
            highestBaseline = max(highestBaseline, id.number ?? 0)
            let pictures = nodes.map { ($0.node, NodeBaseline($0)) }
            baselines.removeAll { $0.fleet == fleet }
            baselines.append(
                Baseline(
                    id: id,
                    fleet: fleet,
                    change: change,
                    by: entry.actor,
                    takenAt: entry.occurredAt,
                    nodes: Dictionary(pictures, uniquingKeysWith: { first, _ in first })
                )
            )
        case .accepted(let node, let key, let values, let reason, let fleet):
            changeBaseline(of: node, in: fleet) { node in
                guard node.departures[key]?.present.sorted() == values.sorted() else { return }
                node.departures[key]?.acceptance = .init(
                    by: entry.actor,
                    at: entry.occurredAt,
                    reason: reason,
                    entry: entry.id
                )
            }
        }
    }

    private mutating func changeBaseline(
        of node: NodeID,
        in fleet: String?,
        _ change: (inout NodeBaseline) -> Void
    ) {
        guard let index = baselines.lastIndex(where: { $0.mayConcern(fleet) }),
            baselines[index].nodes[node] != nil
        else { return }
        change(&baselines[index].nodes[node, default: NodeBaseline(NodePicture(node, [:]))])
    }

    /// Compares a change of a fact with the baseline.
    mutating func noteDeparture(
        of fact: FactName,
        on node: NodeID,
        in fleet: String?,
        from before: [String],
        to values: [String],
        at now: Timestamp
    ) {
        // What was not known when the baseline was taken has nothing to be compared with.
        guard fact.isOfBaseline, !before.isEmpty else { return }
        changeBaseline(of: node, in: fleet) {
            $0.note(fact, from: before, to: values, at: now)
        }
    }

    /// Takes the word of whoever took a change back for the nodes that tell no version; of the
    /// others their version tells.
    mutating func noteRollBack(of change: ChangeState, at now: Timestamp) {
        guard let index = baselines.lastIndex(where: { $0.change == change.id.rawValue }) else {
            return
        }
        for (node, own) in baselines[index].nodes
        where own.picture.version == nil && own.rolledBackAt == nil {
            baselines[index].nodes[node]?.rolledBackAt = now
        }
    }

    mutating func removeText(of id: EntryID, _ event: BaselineEvent) {
        guard case .accepted(let node, let key, _, let reason, let fleet) = event else { return }
        changeBaseline(of: node, in: fleet) { node in
            guard node.departures[key]?.acceptance?.entry == id else { return }
            node.departures[key]?.acceptance?.reason = reason
        }
    }
}

extension NodeBaseline {
    fileprivate mutating func note(
        _ fact: FactName,
        from before: [String],
        to values: [String],
        at now: Timestamp
    ) {
        var departure =
            departures[fact] ?? Departure(before: before, present: before, since: now, endedAt: now)
        let isBack = departure.before.sorted() == values.sorted()
        if isBack {
            departure.endedAt = departure.endedAt ?? now
        } else if departure.endedAt != nil {
            departure.since = now
            departure.endedAt = nil
        }
        if departure.present.sorted() != values.sorted() { departure.acceptance = nil }
        departure.present = values
        if fact == .version { rolledBackAt = isBack ? rolledBackAt ?? now : nil }
        departures[fact] = departure
    }

    mutating func move(by step: Duration) {
        rolledBackAt = rolledBackAt.map { $0 + step }
        departures = departures.mapValues { departure in
            var moved = departure
            moved.since = departure.since + step
            moved.endedAt = departure.endedAt.map { $0 + step }
            if let at = departure.acceptance?.at { moved.acceptance?.at = at + step }
            return moved
        }
    }
}

extension Baseline {
    mutating func move(by step: Duration) {
        takenAt = takenAt + step
        for node in Array(nodes.keys) { nodes[node]?.move(by: step) }
    }
}
