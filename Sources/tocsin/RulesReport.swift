import Detection

/// What the self-test of a fleet's rules found, as a table or as JSON.
struct RulesReport {
    let rules: [RuleSelfTest.Rule]

    /// The rules that can never fire.
    var dead: [RuleSelfTest.Rule] {
        rules.filter { rule in
            if case .never = rule.outcome { return true }
            return false
        }
    }

    func show(asJSON: Bool) {
        if asJSON {
            Output.json(JSONText.array(rules.map(json)))
        } else {
            showTable()
        }
    }

    private func showTable() {
        var table = Table("RULE", "NAME", "OUTCOME", "WHY", "CONDITION")
        for rule in rules {
            let (word, reason) = words(rule.outcome)
            let why = reason ?? rule.faults.joined(separator: ", ")
            table.add(rule.kind.rawValue, rule.name, word, why, rule.condition ?? "")
        }
        table.show(empty: "the fleet file has no rules")
    }

    private func words(_ outcome: RuleSelfTest.Outcome) -> (word: String, reason: String?) {
        switch outcome {
        case .fires: ("fires", nil)
        case .never(let reason): ("NEVER FIRES", reason)
        case .firesOnHealthy(let reason): ("FIRES ON HEALTH", reason)
        case .idle(let reason): ("idle", reason)
        }
    }

    private func json(_ rule: RuleSelfTest.Rule) -> JSONText {
        let outcome =
            switch rule.outcome {
            case .fires: "fires"
            case .never: "never"
            case .firesOnHealthy: "fires-on-healthy"
            case .idle: "idle"
            }
        return .object([
            ("rule", .text(rule.kind.rawValue)), ("name", .text(rule.name)),
            ("condition", .text(rule.condition)), ("outcome", .text(outcome)),
            ("reason", .text(words(rule.outcome).reason)),
            ("faults", .array(rule.faults.map { .text($0) })),
        ])
    }
}
