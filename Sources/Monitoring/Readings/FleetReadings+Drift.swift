package import FleetModel
package import IncidentLog
package import Primitives

extension FleetReadings {
    /// Sets how many keys of each node are other than in the newest baseline of its fleet; nothing
    /// is set where no baseline holds the node.
    package mutating func deriveDrift(
        _ log: LogState,
        of fleet: Fleet,
        at now: Timestamp
    ) {
        let baseline = log.baseline(of: fleet.name)
        for node in fleet.nodes {
            let count = baseline?.nodes[node.id]?.openCount
            derive(
                .baselineDrift,
                count.map(Double.init),
                of: node.id,
                every: fleet.polling.interval,
                at: now
            )
        }
    }
}

extension NodeAssessment {
    /// The assessment with how far the node is back at its baseline: one that left keys behind is
    /// rolled back and not recovered.
    package func with(_ baseline: NodeBaseline?) -> NodeAssessment {
        guard let words = baseline?.words, let baseline else { return self }
        var assessment = self
        if baseline.count(.notReverted) > 0 {
            if verdict == .healthy { assessment.verdict = .degraded }
            assessment.reasons.append(words)
        } else {
            assessment.notes.append(words)
        }
        return assessment
    }
}
