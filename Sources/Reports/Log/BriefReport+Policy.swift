import FleetModel
import IncidentLog
import Primitives

extension BriefReport {
    /// What runs that is no release, and how far a roll-back has come.
    static func exceptions(
        _ incident: IncidentState,
        _ log: LogState,
        _ now: Timestamp
    ) -> [String] {
        let exceptions = log.exceptions(of: incident.fleet).compactMap { exception -> String? in
            let what = "\(exception.id): \(exception.version)"
            switch exception.state(at: now) {
            case .requested: return "\(what) waits for a second person"
            case .inForce:
                return "\(what) may run until \(exception.expires.toMinute), "
                    + "\((exception.expires - now).brief) left; then: \(exception.exitPlan)"
            case .expired, .withdrawn, .ended: return nil
            }
        }
        guard let diff = log.baselineDiff(of: incident.fleet) else { return exceptions }
        return exceptions + [diff.leftBehindWords.map { "rolled back, \($0)" }].compactMap { $0 }
    }
}
