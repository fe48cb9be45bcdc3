package import Primitives
package import IncidentLog

/// How well nodes are, for every place that tells it: the worst of what their readings say and of
/// the signals that stand on them.
///
/// A signal that is shelved, that planned work explains, or that is listed under another one
/// does not count.
package struct FleetHealth: Sendable {
    private var signals: [NodeID: [SignalState]] = [:]
    /// The signals that count against nodes or the fleet, the gravest first.
    package private(set) var standing: [SignalState] = []
    /// The signals that stand and belong to no node: those of parties, sources, the whole fleet.
    package private(set) var ofFleet: [SignalState] = []

    /// The health of this fleet that follows from the log at this moment.
    package init(_ log: LogState, of fleet: String?, at now: Timestamp) {
        for signal in log.activeSignals(of: fleet) where !signal.isShelved(at: now) {
            standing.append(signal)
            for node in signal.finding.nodes { signals[node, default: []].append(signal) }
            if signal.finding.nodes.isEmpty { ofFleet.append(signal) }
        }
    }

    /// The assessment of a node with its signals among the reasons: a node that answers well and
    /// has a signal is degraded.
    package func assessment(of node: NodeID, _ assessment: NodeAssessment) -> NodeAssessment {
        guard let own = signals[node] else { return assessment }
        var health = assessment
        health.verdict = verdict(of: node, assessment.verdict)
        health.reasons += own.map(\.text).filter { !health.reasons.contains($0) }
        return health
    }

    /// The same of its verdict alone.
    package func verdict(
        of node: NodeID,
        _ verdict: NodeAssessment.Verdict
    ) -> NodeAssessment.Verdict {
        verdict == .healthy && signals[node] != nil ? .degraded : verdict
    }

    /// The signals that count against a node, the gravest first.
    package func signals(on node: NodeID) -> [SignalState] { signals[node] ?? [] }

    /// What sorts of fault stand on nodes.
    package var kinds: Set<FindingKind> {
        Set(standing.filter { !$0.finding.nodes.isEmpty }.map(\.finding.kind))
    }

    /// How urgent the gravest signal on a node is; nil when none stands.
    package func priority(on node: NodeID) -> SignalPriority? {
        signals[node]?.map(\.priority).min()
    }
}
