package import IncidentLog
package import Primitives

/// What became of a log that was looked at for recovery.
package struct RecoveryReport: Report {
    let recovered: Bool
    private(set) var kept: Int64?
    private(set) var lost: [LostEntries]?
    private(set) var deliveriesGivenUp: Int?
    private(set) var damagedFile: String?

    /// The log was whole, and nothing was changed.
    package init() {
        recovered = false
    }

    /// The log was replaced.
    ///
    /// - Parameters:
    ///   - kept: How many entries the new log has.
    ///   - lost: The entries of the damaged log that are missing.
    ///   - undecided: How many deliveries were given up, since nobody knows whether they were made.
    ///   - file: Where the damaged file is now; nil when there was none left.
    package init(kept: Int64, lost: [LostEntries], undecided: Int, file: String?) {
        recovered = true
        self.kept = kept
        self.lost = lost
        deliveriesGivenUp = undecided
        damagedFile = file
    }

    /// What was kept and what is missing, a line each.
    package func text(at now: Timestamp) -> [ReportPart] {
        guard let kept else { return [.line("the log is whole; nothing was changed")] }
        var lines = ["\(kept) entries verify and are in the new log"]
        for lost in lost ?? [] {
            let hash = lost.hash.map { "; the hash of the last is \($0)" } ?? ""
            lines.append("missing: \(lost.numbers) of the damaged log\(hash)")
        }
        if let count = deliveriesGivenUp, count > 0 {
            lines.append(
                "\(count) deliveries were given up, since nobody knows whether they "
                    + "were made; 'tocsin delivery retry' makes one again"
            )
        }
        if let damagedFile { lines.append("the damaged file is kept as \(damagedFile)") }
        return lines.map { .line($0) }
    }
}
