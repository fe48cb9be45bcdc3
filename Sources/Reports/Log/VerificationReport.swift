package import IncidentLog
package import Primitives

/// What a check of the whole log has shown.
package struct VerificationReport: Report {
    /// How many entries are as they were written.
    let verified: Int64
    let tip: String
    let intact: Bool
    let firstBadEntry: Int64?
    let problem: String?
    let problems: [String]

    /// A check with this result.
    ///
    /// - Parameters:
    ///   - count: How many entries are as they were written.
    ///   - tip: The hash of the last good entry.
    ///   - damage: Where the chain breaks; nil when it is whole.
    ///   - problems: All that is wrong, in words.
    package init(count: Int64, tip: String, damage: ChainDamage?, problems: [String]) {
        verified = count
        self.tip = tip
        intact = problems.isEmpty
        firstBadEntry = damage?.sequence
        problem = damage?.problem ?? problems.first
        self.problems = problems
    }

    /// The result in one line or two.
    package func text(at now: Timestamp) -> [ReportPart] {
        if firstBadEntry != nil {
            return [.line("\(verified) entries verify, then the chain breaks")]
        }
        guard intact else { return [.line("\(verified) entries verify, but the log is damaged")] }
        return [.line("\(verified) entries, all as they were written"), .line("tip \(tip)")]
    }
}
