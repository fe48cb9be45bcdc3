package import Reports
package import Scenarios

extension DrillList {
    /// These drills.
    package init(_ scenarios: [Scenario]) {
        self.init(
            scenarios.map { scenario in
                Row(
                    name: scenario.name,
                    title: scenario.title,
                    start: scenario.start,
                    end: scenario.end,
                    summary: scenario.summary
                )
            }
        )
    }
}

extension DrillReport {
    /// What became of the expectations of a drill.
    package init(_ scenario: Scenario, _ results: [ExpectationResult]) {
        self.init(
            scenario.name,
            start: scenario.start,
            end: scenario.end,
            expectations: results.map { Expectation($0.name, held: $0.held, $0.detail) }
        )
    }
}
