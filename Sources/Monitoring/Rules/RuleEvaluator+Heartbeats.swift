import FleetModel
import Primitives
import IncidentLog

/// What the watch finds about those who must call in.
extension RuleEvaluator {
    private static let heartbeatRule = "heartbeat"

    /// A heartbeat that did not come in its time, or that told of a failure.
    ///
    /// Its grace has passed by then, so it is told at once; so is that it came again.
    mutating func heartbeatJudgements(
        _ readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> [Judgement] {
        fleet.nodes.compactMap { node in
            guard node.callsIn, let polls = readings.nodes[node.id]?.polls else { return nil }
            let known = polls.filter { index, _ in node.heartbeat(index) != nil }
            guard !known.isEmpty else { return nil }
            let limit = fleet.polling.staleAfter
            let missing = known.sorted { $0.key < $1.key }.filter { _, poll in
                poll.isFresh(at: now, within: limit) && poll.problems.contains(where: \.isFault)
            }
            let isComplete = known.values.allSatisfy { $0.isFresh(at: now, within: limit) }
            let words = missing.flatMap { index, poll in
                poll.problems.filter(\.isFault).map { node.words(for: $0, ofProbe: index) }
            }
            let finding = Finding(
                id: SignalID("\(Self.heartbeatRule)/\(node.id)"),
                kind: .probe,
                priority: missing.compactMap { node.heartbeat($0.key)?.priority }.min() ?? .warning,
                text: "\(node.id): " + words.prefix(3).joined(separator: "; "),
                nodes: [node.id],
                since: now,
                evidence: words.count > 1 ? words : [],
                meaning: "what should have called did not run, did not end well, or cannot reach "
                    + "this machine"
            )
            let truth: Evaluation.Truth =
                missing.isEmpty ? (isComplete ? .fails : .unknown) : .holds
            return judgement(finding, truth, hold: .zero, log: log, at: now)
        }
    }
}
