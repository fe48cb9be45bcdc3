import FleetModel
import Primitives
import IncidentLog

/// What the watch finds about its own being watched.
extension RuleEvaluator {
    /// That nobody hears that the watch is alive.
    ///
    /// Several calls in a row have failed by then, so it is told at once.
    mutating func watchdogJudgements(
        _ readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> [Judgement] {
        let id = SignalID("watchdog")
        guard fleet.watchdog != nil else { return [] }
        let (truth, reason): (Evaluation.Truth, String) =
            switch readings.watchdog {
            case .unknown: (.unknown, "")
            case .heard: (.fails, "")
            case .unheard(let reason): (.holds, reason)
            }
        let judged = judgement(id, truth, hold: .zero, log: log, at: now) {
            Finding(
                id: id,
                kind: .probe,
                priority: .warning,
                text: "nobody hears that Tocsin watches: \(reason)",
                nodes: [],
                since: now,
                meaning: "whoever waits for its calls takes it for dead, or would not notice its "
                    + "end"
            )
        }
        return judged.map { [$0] } ?? []
    }
}
