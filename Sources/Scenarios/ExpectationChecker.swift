package import IncidentLog
package import Primitives

/// What became of one expectation.
package struct ExpectationResult: Equatable, Sendable {
    /// The expectation in words.
    package let name: String
    /// Whether it was met.
    package let held: Bool
    /// What was seen instead, or when it happened.
    package let detail: String

    /// A result with its detail.
    package init(name: String, held: Bool, detail: String) {
        self.name = name
        self.held = held
        self.detail = detail
    }
}

/// Reads the log of a drill and says at the end which expectations were met.
package struct ExpectationChecker: Sendable {
    private let expectations: [ScenarioExpectation]
    private var record = DrillTranscript()

    /// A book for the expectations of this scenario.
    package init(_ scenario: Scenario) {
        self.init(scenario.expectations)
    }

    init(_ expectations: [ScenarioExpectation]) {
        self.expectations = expectations
    }

    /// Takes one more entry of the log into account, in the order of the log.
    package mutating func observe(_ entry: Entry) {
        record.observe(entry)
    }

    /// The results at the end of the drill, in the order of the scenario.
    package func results(at end: Timestamp) -> [ExpectationResult] {
        expectations.map { expectation in
            let finding = record.judge(expectation.claim, at: end)
            return ExpectationResult(
                name: expectation.name,
                held: finding.held,
                detail: finding.detail
            )
        }
    }
}
