import FleetModel
import Monitoring
import Primitives

/// A node of which nothing is known any more, although it is not known to be down, and a relay
/// half that tells nothing in a node that answers.
struct NoDataDetector: Sendable {
    private var whole = HoldState()
    private var relay = HoldState()
    private var lastAnswer: Timestamp?
    private var lastRelayAnswer: Timestamp?
    private var relayProblem: String?

    mutating func observe(_ news: PollDigest, answered: Bool, relayProblem: String?) {
        guard answered else { return }
        lastAnswer = news.at
        if news[.relayHeightBest] != nil || news[.relayPeers] != nil {
            lastRelayAnswer = news.at
            self.relayProblem = nil
        } else if let relayProblem {
            self.relayProblem = relayProblem
        }
        guard let lastRelayAnswer else { return }
        let limit = Polling.staleAfter(news.interval)
        let truth: Evaluation.Truth =
            lastRelayAnswer == news.at
            ? .fails
            : news.isFreshlyStarted || self.relayProblem == nil
                ? .unknown : news.at - lastRelayAnswer >= limit ? .holds : .unknown
        relay.observe(truth, at: news.at, hold: .zero)
        relay.date(from: lastRelayAnswer)
    }

    /// Judges the whole node at this moment; true when what can be said changed.
    ///
    /// - Parameter watchedSince: Since when its polls are under way without a break.
    mutating func judge(
        _ verdict: NodeAssessment.Verdict?,
        watchedSince: Timestamp,
        interval: Duration,
        at now: Timestamp
    ) -> Bool {
        let before = whole.isStanding
        let last = max(lastAnswer ?? watchedSince, watchedSince)
        let isQuiet = now - last > Polling.staleAfter(interval)
        let truth: Evaluation.Truth =
            verdict == .down ? .fails : isQuiet ? .holds : lastAnswer == nil ? .unknown : .fails
        whole.observe(truth, at: now, hold: .zero)
        whole.date(from: last)
        return whole.isStanding != before
    }

    func results(of node: NodeID) -> [DetectorResult] {
        let last = lastAnswer.map { "last answer at \($0.clock)" } ?? "no answer so far"
        return [
            DetectorResult(.noData, whole) {
                FindingText(
                    text: "no data from \(node): \(last)",
                    evidence: [last]
                )
            },
            DetectorResult(.noRelayData, relay) {
                FindingText(
                    text: "relay half does not answer on \(node); the node itself does",
                    evidence: [
                        "last answer of the relay half at \(lastRelayAnswer?.clock ?? "?")",
                        relayProblem ?? "",
                    ].filter { !$0.isEmpty }
                )
            },
        ]
    }
}
