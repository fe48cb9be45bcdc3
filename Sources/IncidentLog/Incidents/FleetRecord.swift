package import Primitives

/// What was known of an incident's fleet at a turn of the incident: what its nodes ran, and what
/// asked for attention.
///
/// It names entries instead of keeping their texts, so that nothing has to be removed from it.
package struct FleetRecord: Codable, Equatable, Sendable {
    /// When.
    package internal(set) var at: Timestamp
    /// What nodes told of themselves: by fact, the most common value first.
    package let facts: [Value]
    /// What asked for attention, the oldest first.
    package internal(set) var signals: [Standing]

    /// A turn of an incident at which its fleet is looked at.
    package enum Turn: String, Codable, CaseIterable, Sendable {
        /// It was declared.
        case declared
        /// The harm was first called mitigated.
        case mitigated
        /// It was last called resolved.
        case resolved
    }

    /// What some nodes had in common.
    package struct Value: Codable, Equatable, Sendable {
        /// What it is, such as `version`.
        package let fact: FactName
        /// What they told.
        package let values: [String]
        /// How many told so.
        package let count: Int
        /// Their names; of many only the first.
        package let nodes: [NodeID]
    }

    /// A signal that stood.
    package struct Standing: Codable, Equatable, Sendable {
        /// Which.
        package let id: SignalID
        /// What sort of fault it tells of.
        package let kind: FindingKind
        /// How urgent it was.
        package let priority: SignalPriority
        /// When its condition began.
        package internal(set) var since: Timestamp
        /// When it was raised.
        package internal(set) var raisedAt: Timestamp
        /// The nodes concerned; of many only the first.
        package let nodes: [NodeID]
        /// The number of the entry that has its words; nil when that was written without one.
        package let entry: Int64?
    }

    /// Facts that tell what a fleet runs and speaks.
    package static let told: [FactName] = [.version, .runtime, .relay]

    /// So many values of a fact, nodes of a value and signals are kept: a record of thousands of
    /// nodes must not weigh more than the rest of the incident.
    private static let (valueLimit, nodeLimit, signalLimit) = (20, 20, 100)

    /// What a log tells of a fleet.
    package init(_ log: LogState, of fleet: String?, at moment: Timestamp) {
        at = moment
        facts = Self.told.flatMap { Self.values(of: $0, log, fleet) }
        signals = log.activeSignals(of: fleet)
            .sorted { ($0.raisedAt, $0.key) < ($1.raisedAt, $1.key) }
            .prefix(Self.signalLimit)
            .map { signal in
                Standing(
                    id: signal.id,
                    kind: signal.finding.kind,
                    priority: signal.priority,
                    since: signal.since,
                    raisedAt: signal.raisedAt,
                    nodes: Array(signal.finding.nodes.prefix(Self.nodeLimit)),
                    entry: signal.textSequence
                )
            }
    }

    private static func values(
        of fact: FactName,
        _ log: LogState,
        _ fleet: String?
    ) -> [Value] {
        var nodes: [[String]: [NodeID]] = [:]
        for (key, facts) in log.nodeFacts where mayBeSame(key.fleet, fleet) {
            if let values = facts.values[fact] { nodes[values, default: []].append(key.id) }
        }
        let sorted = nodes.sorted { one, other in
            (-one.value.count, one.key.joined()) < (-other.value.count, other.key.joined())
        }
        return sorted.prefix(valueLimit).map { values, nodes in
            Value(
                fact: fact,
                values: values,
                count: nodes.count,
                nodes: Array(nodes.sorted().prefix(nodeLimit))
            )
        }
    }

    mutating func move(by step: Duration) {
        at = at + step
        for index in signals.indices {
            signals[index].since = signals[index].since + step
            signals[index].raisedAt = signals[index].raisedAt + step
        }
    }
}
