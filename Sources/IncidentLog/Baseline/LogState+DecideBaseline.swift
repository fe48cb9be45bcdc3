import FleetModel
import Primitives

extension LogState {
    func decide(_ command: BaselineCommand, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        switch command {
        case .take(let nodes, let change, let replaces):
            return try take(nodes, change, replaces: replaces, context)
        case .accept(let node, let key, let reason):
            return try accept(node, key, reason, context)
        }
    }

    private func take(
        _ nodes: [NodeID],
        _ change: String?,
        replaces: Bool,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let isAutomatic = context.actor.kind == .automatic
        let known = baseline(of: context.fleet)
        if isAutomatic, let change {
            // A way back is held against what was there before it was left.
            let plan = self.change(ChangeID(change))?.plan
            let isWayBack = plan.flatMap { known?.isGoal(of: $0) } ?? false
            if known?.change == change || isWayBack { return [] }
        }
        if !replaces, let known, let left = BaselineDiff(known).leftBehindWords {
            guard !isAutomatic else { return [] }
            throw Refusal(
                .held,
                "a roll-back to \(known.id) is not complete: \(left); a new baseline would forget "
                    + "that (see 'tocsin baseline diff'; --replace takes it all the same)",
                argument: "replace"
            )
        }
        let meant = nodes.isEmpty ? self.nodes(of: context.fleet) : nodes
        let pictures = meant.compactMap { node -> NodePicture? in
            let facts = facts(of: node, in: context.fleet).values
            return facts.isEmpty ? nil : NodePicture(node, facts)
        }
        guard !pictures.isEmpty else {
            guard !isAutomatic else { return [] }
            throw Refusal(
                .held,
                "nothing is written down of the nodes yet; 'tocsin baseline take' asks them once "
                    + "the fleet file names their probes"
            )
        }
        let event = BaselineEvent.taken(
            baseline: BaselineID(number: highestBaseline + 1),
            fleet: context.fleet,
            change: change,
            nodes: pictures
        )
        return [Decision(newestOpenIncident(of: context.fleet)?.id, .baseline(event))]
    }

    /// The baseline of a change that begins, where none was taken for it yet.
    func baseline(before change: ChangeState, in context: DecisionContext) -> [Decision] {
        guard baseline(of: context.fleet)?.change != change.id.rawValue else { return [] }
        var automatic = context
        automatic.actor = .tocsin
        // What Tocsin cannot take leads to nothing.
        return (try? take([], change.id.rawValue, replaces: false, automatic)) ?? []
    }

    private func accept(
        _ node: NodeID,
        _ key: String,
        _ reason: String,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        guard let baseline = baseline(of: context.fleet) else {
            throw Refusal(
                .held,
                "there is nothing to compare with: take a baseline first (tocsin baseline take)"
            )
        }
        guard let own = baseline.nodes[node] else {
            let names = baseline.nodes.keys.sorted().prefix(20).map(\.rawValue)
            throw Refusal(
                .invalid,
                "\(baseline.id) holds no node '\(node)'; it holds \(names.joined(separator: ", "))",
                argument: "node"
            )
        }
        let names = [FactName(key), FactName("config " + key)]
        guard let name = names.first(where: { own.departures[$0] != nil }),
            let departure = own.departures[name]
        else {
            let open = own.departures.filter { own.standing(of: $0.value).isOpen }.keys.sorted()
            let list = open.prefix(10).map { "'\($0)'" }.joined(separator: ", ")
            throw Refusal(
                .invalid,
                "'\(key)' of \(node) is as in \(baseline.id)"
                    + (open.isEmpty ? "" : "; other than there: \(list)"),
                argument: "key"
            )
        }
        switch own.standing(of: departure) {
        case .reverted: throw Refusal(.invalid, "'\(name)' of \(node) was put back already")
        case .accepted:
            let by = departure.acceptance.map { " by \($0.by.name), at \($0.at)" } ?? ""
            throw Refusal(.invalid, "'\(name)' of \(node) was accepted already\(by)")
        case .notReverted, .newDrift: break
        }
        let event = BaselineEvent.accepted(
            node: node,
            key: name,
            values: departure.present,
            reason: try text(reason, "the reason"),
            fleet: context.fleet
        )
        return [Decision(newestOpenIncident(of: context.fleet)?.id, .baseline(event))]
    }

    /// A roll-back that left keys behind is no recovery.
    func checkRolledBack(_ incident: IncidentState, to status: IncidentStatus) throws(Refusal) {
        guard status == .monitoring || status == .resolved,
            let left = baselineDiff(of: incident.fleet)?.leftBehindWords
        else { return }
        throw Refusal(
            .held,
            "the roll-back is not complete: \(left); put them back, or accept each with a reason "
                + "(tocsin baseline diff, tocsin baseline accept NODE KEY --reason …)"
        )
    }
}
