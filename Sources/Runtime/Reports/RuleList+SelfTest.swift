import Detection
package import FleetModel
package import Reports

extension RuleList {
    /// What becomes of every rule of a fleet when it is tried with synthetic faults.
    package init(testing fleet: Fleet) {
        self.init(
            RuleSelfTest.run(fleet).map { rule in
                let (outcome, reason) = Self.outcome(rule.outcome)
                return Row(
                    kind: rule.kind.rawValue,
                    name: rule.name,
                    condition: rule.condition,
                    outcome: outcome,
                    reason: reason,
                    faults: rule.faults
                )
            }
        )
    }

    private static func outcome(_ outcome: RuleSelfTest.Outcome) -> (Row.Outcome, String?) {
        switch outcome {
        case .fires: (.fires, nil)
        case .never(let reason): (.never, reason)
        case .firesOnHealthy(let reason): (.firesOnHealthy, reason)
        case .idle(let reason): (.idle, reason)
        }
    }
}
