package import Monitoring
package import Primitives

/// A node whose verdict changed.
package struct VerdictReport: Report {
    private let type = "verdict"
    let at: Timestamp
    let node: NodeID
    let from: String?
    let verdict: String
    let reasons: [String]

    /// A change at this moment; `from` is nil at the first look.
    package init(
        of node: NodeID,
        from: NodeAssessment.Verdict?,
        to assessment: NodeAssessment,
        at: Timestamp
    ) {
        self.at = at
        self.node = node
        self.from = from?.rawValue
        verdict = assessment.verdict.rawValue
        reasons = assessment.reasons
    }

    /// One line.
    package func text(at now: Timestamp) -> [ReportPart] {
        let before = from.map { "\($0) → " } ?? ""
        let why = reasons.isEmpty ? "" : ": " + reasons.joined(separator: "; ")
        return [.line("\(at.clock)Z \(node): \(before)\(verdict)\(why)")]
    }
}
