/// A short, typed statement about a fleet, such as `sibling links >= 2 for 10m`.
///
/// Words that follow one another name one metric (`sibling links` is `sibling.links`). A bare
/// name speaks of every node; `any(…)`, `min(…)`, `max(…)`, `sum(…)` and `count(…)` say otherwise.
/// What is compared may be calculated: `height.best - height.finalized > 100`.
package struct Condition: Hashable, Sendable {
    /// The text it was read from.
    package let source: String
    /// What must hold.
    package let clause: Clause
    /// For how long it must hold; zero when a moment is enough.
    package let hold: Duration

    /// A comparison, or several joined by `and` or by `or`.
    package indirect enum Clause: Hashable, Sendable {
        case comparison(Comparison)
        case all([Clause])
        case any([Clause])

        /// All comparisons in it.
        package var comparisons: [Comparison] {
            switch self {
            case .comparison(let comparison): [comparison]
            case .all(let clauses), .any(let clauses): clauses.flatMap(\.comparisons)
            }
        }
    }

    /// One comparison over the nodes in question.
    package struct Comparison: Hashable, Sendable {
        /// How the nodes' values are brought together.
        package let quantifier: Quantifier
        /// What is compared.
        package let subject: Subject
        /// How.
        package let comparator: Comparator
        /// With what.
        package let operand: Operand

        /// A comparison of these parts.
        package init(
            quantifier: Quantifier,
            subject: Subject,
            comparator: Comparator,
            operand: Operand
        ) {
            self.quantifier = quantifier
            self.subject = subject
            self.comparator = comparator
            self.operand = operand
        }
    }

    /// How the values of several nodes are brought together.
    package enum Quantifier: String, Sendable, CaseIterable {
        case all
        case any
        case min
        case max
        case sum
        case count
    }

    /// What is compared.
    package indirect enum Subject: Hashable, Sendable {
        /// The value of a metric or of a fact, whichever the operand fits.
        case value(String)
        /// The change of a metric per second over a window.
        case rate(String, window: Duration)
        /// The seconds since a metric last changed.
        case age(String)
        /// What is calculated from several of these.
        case calculated(Expression)
    }

    /// How two values are compared.
    package enum Comparator: String, Sendable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case contains
        case isIn = "in"
        case isNotIn = "not in"
    }

    /// What a value is compared with.
    ///
    /// Durations are given in seconds, sizes in bytes.
    package enum Operand: Hashable, Sendable {
        case number(Double)
        case text(String)
        case list([String])
        /// The versions that the fleet's release policy allows.
        case releases
    }

    init(source: String, clause: Clause, hold: Duration) {
        self.source = source
        self.clause = clause
        self.hold = hold
    }
}

/// A mistake in the text of a condition.
package struct ConditionError: Error, Equatable, Sendable {
    /// Where the mistake is, in characters from the start, from 0.
    package let offset: Int
    /// What is wrong and what would be right.
    package let message: String
}
