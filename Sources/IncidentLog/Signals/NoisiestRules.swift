package import Primitives

/// How often one rule called people, which tells the rules that are worth mending first.
///
/// A few rules usually make most of the noise; ISA-18.2 and EEMUA 191 ask for the list of them.
package struct NoisiestRules: Equatable, Sendable {
    /// The rule, without the node: `few peers` of `few peers/kebab`.
    package let rule: SignalID
    /// How often it was raised or came back.
    package private(set) var times = 0
    /// How often somebody took note of it.
    package private(set) var acknowledged = 0
    /// The nodes that it was about.
    package private(set) var nodes: Set<NodeID> = []
    /// When it called last.
    package private(set) var last = Timestamp(milliseconds: 0)

    private init(_ rule: SignalID) {
        self.rule = rule
    }

    /// The rules that called since a moment, the noisiest first.
    package static func all(in entries: [Entry], since: Timestamp) -> [NoisiestRules] {
        var tallies: [SignalID: NoisiestRules] = [:]
        var rules: [SignalID: SignalID] = [:]
        for entry in entries {
            guard case .signal(let event) = entry.event else { continue }
            let isCounted = entry.occurredAt >= since
            switch event {
            case .raised(let id, _, _, let node, _):
                let rule = node.flatMap { id.rule(of: $0) } ?? id
                rules[id] = rule
                guard isCounted else { continue }
                tallies[rule, default: NoisiestRules(rule)]
                    .count(node.map { [$0] } ?? [], at: entry.occurredAt)
            case .found(let finding), .reopened(let finding):
                let rule = finding.rule ?? finding.id
                rules[finding.id] = rule
                guard isCounted else { continue }
                tallies[rule, default: NoisiestRules(rule)].count(
                    finding.nodes,
                    at: entry.occurredAt
                )
            case .acknowledged, .acknowledgedAll:
                guard isCounted else { continue }
                for rule in event.signals.compactMap({ rules[$0] }) {
                    tallies[rule]?.acknowledged += 1
                }
            case .cleared, .changed, .suppressed, .reminded, .notified, .notNotified, .shelved,
                .unshelved, .maintenanceDeclared, .maintenanceEnding, .maintenanceEnded:
                break
            }
        }
        return tallies.values.sorted { ($1.times, $0.rule) < ($0.times, $1.rule) }
    }

    private mutating func count(_ nodes: [NodeID], at now: Timestamp) {
        times += 1
        self.nodes.formUnion(nodes)
        last = max(last, now)
    }
}
