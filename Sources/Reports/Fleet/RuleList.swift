package import Primitives

/// What a self-test of a fleet's rules found.
package struct RuleList: ListReport {
    /// The rules in the order in which they were tried.
    package let rows: [Row]

    /// One rule.
    package struct Row: Encodable, Sendable {
        let rule: String
        let name: String
        let condition: String?
        let outcome: Outcome
        let reason: String?
        let faults: [String]

        /// What became of a rule; the raw value is its word.
        package enum Outcome: String, Encodable, Sendable {
            case fires
            case never
            case firesOnHealthy = "fires-on-healthy"
            case idle

            /// The word for people, loud where something is to be done.
            fileprivate var shown: String {
                switch self {
                case .fires: "fires"
                case .never: "NEVER FIRES"
                case .firesOnHealthy: "FIRES ON HEALTH"
                case .idle: "idle"
                }
            }
        }

        /// A rule and what became of it.
        ///
        /// - Parameters:
        ///   - kind: What it is part of, such as `check`.
        ///   - reason: Why, unless it fires as it should.
        ///   - faults: The synthetic faults that it saw.
        package init(
            kind: String,
            name: String,
            condition: String?,
            outcome: Outcome,
            reason: String?,
            faults: [String]
        ) {
            rule = kind
            self.name = name
            self.condition = condition
            self.outcome = outcome
            self.reason = reason
            self.faults = faults
        }
    }

    /// These rules.
    package init(_ rows: [Row]) {
        self.rows = rows
    }

    /// The names of the rules that can never fire.
    package var dead: [String] { rows.filter { $0.outcome == .never }.map(\.name) }

    /// A row a rule.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "RULE",
            "NAME",
            "OUTCOME",
            "WHY",
            "CONDITION",
            spare: ["CONDITION"],
            empty: "the fleet file has no rules"
        )
        for rule in rows {
            table.add(
                rule.rule,
                rule.name,
                rule.outcome.shown,
                rule.reason ?? rule.faults.joined(separator: ", "),
                rule.condition ?? ""
            )
        }
        return [.table(table)]
    }
}
