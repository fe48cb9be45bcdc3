package import IncidentLog
package import Primitives
package import FleetModel

/// What is known of the fleet at one moment.
package struct FleetSnapshot: Equatable, Sendable {
    /// The fleet with the nodes that its sources told of; nil when it is as in its file.
    package var fleet: Fleet?
    /// The numbers and facts of every node.
    package var readings: FleetReadings
    /// The judgement of every node.
    package var assessments: [NodeID: NodeAssessment]
    /// What each party needs, as evaluated.
    package var needs: [PartyID: Evaluation]
    /// The reading of each step that checks itself, of every open incident.
    package var steps: [IncidentID: [StepID: StepReading]]
    /// What checks and detectors find at present, each once, before it is grouped into signals.
    package var findings: [Finding]

    /// A snapshot of these parts.
    package init(
        fleet: Fleet? = nil,
        readings: FleetReadings = FleetReadings(),
        assessments: [NodeID: NodeAssessment] = [:],
        needs: [PartyID: Evaluation] = [:],
        steps: [IncidentID: [StepID: StepReading]] = [:],
        findings: [Finding] = []
    ) {
        self.fleet = fleet
        self.readings = readings
        self.assessments = assessments
        self.needs = needs
        self.steps = steps
        self.findings = findings
    }
}
