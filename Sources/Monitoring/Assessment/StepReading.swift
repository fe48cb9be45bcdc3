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
