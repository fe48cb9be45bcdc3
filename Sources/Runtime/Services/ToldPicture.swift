import IncidentLog
import Monitoring
import Primitives

/// What was last told of a fleet, so that nobody is woken to see the same again, or more often than
/// anybody reads.
struct ToldPicture {
    private var last: (picture: FleetSnapshot, at: Timestamp)?
    /// Whether polls brought something since then.
    private var isBehind = false

    /// The same picture is told again after so long: what follows from it and the time, as a
    /// signal that was put aside until now, is then looked at anew.
    private static let repetition: Duration = .seconds(5)
    /// Polls are spread over their interval, so that there is always some news: where only numbers
    /// are other, it waits for so long.
    private static let pace: Duration = .seconds(1)

    /// Whether this picture is to be told now.
    ///
    /// - Parameter afterNews: Whether polls brought something since the last one: then it differs.
    mutating func isDue(
        _ picture: FleetSnapshot,
        afterNews: Bool,
        at now: Timestamp
    ) -> Bool {
        isBehind = isBehind || afterNews
        if let last, last.at <= now {
            let age = now - last.at
            let waits =
                isBehind
                ? age < Self.pace && picture.isJudgedAlike(last.picture)
                : age < Self.repetition && last.picture == picture
            if waits { return false }
        }
        last = (picture, now)
        isBehind = false
        return true
    }
}

extension FleetSnapshot {
    /// Whether nobody has to act otherwise: all verdicts are the same, and all that was found.
    fileprivate func isJudgedAlike(_ other: FleetSnapshot) -> Bool {
        findings.map(\.id) == other.findings.map(\.id)
            && findings.map(\.priority) == other.findings.map(\.priority)
            && readings.watchdog == other.readings.watchdog
            && isAlike(assessments, other.assessments) { $0.verdict == $1.verdict }
            && isAlike(needs, other.needs) { $0.truth == $1.truth }
            && isAlike(steps, other.steps) { steps, others in
                isAlike(steps, others) { $0.evaluation.truth == $1.evaluation.truth }
            }
    }

    private func isAlike<Key, Value>(
        _ some: [Key: Value],
        _ others: [Key: Value],
        _ areAlike: (Value, Value) -> Bool
    ) -> Bool {
        some.count == others.count
            && some.allSatisfy { key, value in
                others[key].map { areAlike(value, $0) } ?? false
            }
    }
}
