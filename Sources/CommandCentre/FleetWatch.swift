package import IncidentCore
import Probing

/// Follows a fleet without a screen and tells each change of a verdict.
package enum FleetWatch {
    /// A node whose verdict changed.
    package struct Change: Sendable {
        /// When.
        package let at: Timestamp
        /// Which node.
        package let node: NodeID
        /// What it was; nil at the first look.
        package let from: NodeAssessment.Verdict?
        /// What it is, and why.
        package let to: NodeAssessment
    }

    /// Polls until the task is cancelled and hands every change over.
    package static func follow(
        _ fleet: Fleet,
        clock: any SessionClock,
        take: @escaping @Sendable (Change) -> Void
    ) async {
        let client = ProbeClient()
        let runner = ProbeRunner(client: client, fleet: fleet) { clock.now }
        let waiting = ObservationQueue()
        var readings = FleetReadings()
        var verdicts: [NodeID: NodeAssessment.Verdict] = [:]
        await withTaskGroup { group in
            group.addTask {
                await runner.run { waiting.add($0) }
            }
            while !Task.isCancelled {
                for observation in waiting.takeAll() { readings.apply(observation) }
                let now = clock.now
                let assessments = fleet.assess(&readings, at: now)
                for node in fleet.nodes where readings.nodes[node.id] != nil {
                    guard let assessment = assessments[node.id],
                        verdicts[node.id] != assessment.verdict
                    else { continue }
                    take(
                        Change(
                            at: now,
                            node: node.id,
                            from: verdicts[node.id],
                            to: assessment
                        )
                    )
                    verdicts[node.id] = assessment.verdict
                }
                try? await Task.sleep(for: .milliseconds(500))
            }
            group.cancelAll()
        }
        await client.shutdown()
    }
}
