package import Primitives

/// What became of a drill: the last of its lines.
package struct DrillReport: Report {
    private let type = "summary"
    let drill: String
    let start: Timestamp
    let end: Timestamp
    let held: Bool
    let expectations: [Expectation]
    let score: DrillScore

    /// One expectation and what became of it.
    package struct Expectation: Encodable, Sendable {
        let name: String
        let held: Bool
        let detail: String

        /// An expectation in words, whether it held, and what was seen.
        package init(_ name: String, held: Bool, _ detail: String) {
            self.name = name
            self.held = held
            self.detail = detail
        }
    }

    /// A drill between two moments of virtual time.
    package init(
        _ drill: String,
        start: Timestamp,
        end: Timestamp,
        expectations: [Expectation],
        score: DrillScore
    ) {
        self.drill = drill
        self.start = start
        self.end = end
        held = expectations.allSatisfy(\.held)
        self.expectations = expectations
        self.score = score
    }

    /// The score, then a line an expectation, after an empty one each.
    package func text(at now: Timestamp) -> [ReportPart] {
        [.line("")] + score.text + [.line("")]
            + expectations.map { .line("\($0.held ? "✓" : "✗") \($0.name): \($0.detail)") }
    }
}
