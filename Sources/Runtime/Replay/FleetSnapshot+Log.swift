package import FleetModel
package import IncidentLog
package import Monitoring
package import Primitives

extension FleetSnapshot {
    /// A fleet as a log tells of it: what its nodes said of themselves, and no number.
    package init(of fleet: Fleet, asIn log: LogState, at now: Timestamp) {
        var readings = FleetReadings()
        var assessments: [NodeID: NodeAssessment] = [:]
        for node in fleet.nodes {
            let facts = log.facts(of: node.id, in: fleet.name).values
            let told = facts.sorted { $0.key < $1.key }.map { Fact($0.key, $0.value) }
            if !told.isEmpty {
                readings.apply(
                    Observation(
                        node: node.id,
                        probeIndex: 0,
                        at: now,
                        latency: .zero,
                        facts: told
                    )
                )
            }
            assessments[node.id] = NodeAssessment(
                .unknown,
                reasons: ["the log has no readings of it"]
            )
        }
        self.init(fleet: fleet, readings: readings, assessments: assessments)
    }
}
