package import IncidentCore

/// What is known of the fleet at one moment.
package struct FleetSnapshot: Sendable {
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

    /// A snapshot of these parts.
    package init(
        fleet: Fleet? = nil,
        readings: FleetReadings = FleetReadings(),
        assessments: [NodeID: NodeAssessment] = [:],
        needs: [PartyID: Evaluation] = [:],
        steps: [IncidentID: [StepID: StepReading]] = [:]
    ) {
        self.fleet = fleet
        self.readings = readings
        self.assessments = assessments
        self.needs = needs
        self.steps = steps
    }
}

/// What a step that checks itself sees at the moment.
package struct StepReading: Equatable, Sendable {
    /// Whether the condition holds, and the raw reading.
    package let evaluation: Evaluation
    /// For how long it has held without a break.
    package let held: Duration

    /// A reading of a step.
    package init(evaluation: Evaluation, held: Duration) {
        self.evaluation = evaluation
        self.held = held
    }
}

/// Where a drill stands.
package struct DrillStatus: Equatable, Sendable {
    /// The scenario's name.
    package var name: String
    /// Virtual seconds in one real second.
    package var speed: Int
    /// The next moment worth watching; nil near the end.
    package var nextTurn: Timestamp?
    /// Whether the story is over.
    package var isOver: Bool

    /// A drill at this point.
    package init(name: String, speed: Int, nextTurn: Timestamp?, isOver: Bool) {
        self.name = name
        self.speed = speed
        self.nextTurn = nextTurn
        self.isOver = isOver
    }
}
