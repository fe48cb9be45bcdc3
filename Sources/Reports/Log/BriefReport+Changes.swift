import FleetModel
import IncidentLog
import Primitives

extension BriefReport {
    /// The changes that are planned or under way, and whose answer is awaited.
    static func changes(
        _ incident: IncidentState,
        _ log: LogState,
        _ now: Timestamp
    ) -> [String] {
        log.openChanges.filter { $0.incident == incident.id }.flatMap { change -> [String] in
            let plan = change.plan
            var lines = [
                "\(change.id) \(plan.what) (\(plan.releases)): \(change.verdict(at: now).summary)"
            ]
            if change.isPollValid, let poll = change.poll, change.progress == .planned {
                lines += poll.dissents.map { "  \($0.words)" }
            }
            if let wish = change.overruling, wish.planHash == change.planHash, wish.until == nil {
                lines.append(
                    "  \(wish.requestedBy.name) wants to override it: \(wish.reason) "
                        + "(change override \(change.id) --confirm)"
                )
            }
            if let wave = change.currentWave {
                let left = change.holdUntil.map { max(.zero, $0 - now) } ?? .zero
                lines.append(
                    "  wave \(wave.number) of \(plan.waves.count)"
                        + (left > .zero ? " is watched for \(left.brief) more" : " may end")
                )
            }
            return lines
        }
    }
}
