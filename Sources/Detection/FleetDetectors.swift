package import IncidentCore

/// The detectors of one fleet: observations in, judgements out.
///
/// Streaming: every observation is taken once, and what is kept of it is bounded.
package struct FleetDetectors: Sendable {
    private var fleet: Fleet

    /// The detectors that the fleet file asks for.
    package init(fleet: Fleet) {
        self.fleet = fleet
    }

    /// Watches over this fleet from now on: nodes have come or gone.
    package mutating func follow(_ fleet: Fleet) {
        self.fleet = fleet
    }

    /// Takes the outcome of one poll into account; of one node, the oldest first.
    package mutating func observe(_ observation: Observation) {}

    /// What the detectors say at this moment, in a stable order.
    ///
    /// - Parameters:
    ///   - readings: The newest numbers and facts, those that follow from several nodes included.
    ///   - assessments: The verdict on every node.
    package mutating func judge(
        _ readings: FleetReadings,
        _ assessments: [NodeID: NodeAssessment],
        at now: Timestamp
    ) -> [Judgement] {
        []
    }
}
