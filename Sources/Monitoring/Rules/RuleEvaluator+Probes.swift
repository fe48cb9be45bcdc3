import Primitives
import FleetModel
import IncidentLog

/// What the watch finds about the asking itself: probes that fail, sources that do not answer.
extension RuleEvaluator {
    /// The first part of the signals about probes that fail.
    private static let failsRule = "probe fails"
    private static let sourceRule = "source fails"
    /// For how long a probe of a fleet that is asked often must fail: with the poll that finds it,
    /// people know within a minute.
    private static let failHold: Duration = .seconds(30)

    /// Who asks seldom gives a probe one poll more.
    private var failHold: Duration {
        fleet.polling.interval <= Self.oftenAsked ? Self.failHold : fleet.polling.interval
    }

    /// A node that answers while one of its probes fails or goes unanswered, as `up == 0`.
    mutating func probeJudgements(
        _ readings: FleetReadings,
        _ assessments: [NodeID: NodeAssessment],
        log: LogState,
        at now: Timestamp
    ) -> [Judgement] {
        agenda.places.compactMap { place in
            let node = fleet.nodes[place]
            // What calls in has signals of its own.
            guard var polls = readings.nodes[node.id]?.polls,
                let verdict = assessments[node.id]?.verdict
            else { return nil }
            if node.callsIn { polls = polls.filter { node.heartbeat($0.key) == nil } }
            guard !polls.isEmpty else { return nil }
            let id = SignalID("\(Self.failsRule)/\(node.id)")
            let limit = fleet.polling.staleAfter
            let known = polls.filter { _, poll in
                !poll.isBlind && poll.isFresh(at: now, within: limit)
            }
            let failing = known.filter(\.value.fails).sorted { $0.key < $1.key }
            let isStanding =
                log.signals[key(id)]?.isActive == true
                || log.signals[key(SignalID(Self.failsRule))]?.finding.nodes.contains(node.id)
                    == true
            let truth: Evaluation.Truth =
                if failing.isEmpty {
                    known.count == polls.count ? .fails : .unknown
                } else {
                    // That a node is down is told by itself.
                    verdict == .degraded || verdict == .down && isStanding ? .holds : .unknown
                }
            return judgement(id, truth, hold: failHold, of: place, log: log, at: now) {
                Self.failFinding(id, node, failing.map { ($0.key, $0.value) }, known, at: now)
            }
        }
    }

    private static func failFinding(
        _ id: SignalID,
        _ node: Node,
        _ failing: [(index: Int, poll: NodeReadings.PollOutcome)],
        _ known: [Int: NodeReadings.PollOutcome],
        at now: Timestamp
    ) -> Finding {
        let reasons = failing.flatMap { index, poll in
            poll.problems.filter(\.isFault).map { node.words(for: $0, ofProbe: index) }
        }
        let words = reasons.isEmpty ? "no answer" : reasons.prefix(3).joined(separator: "; ")
        let reaching = known.filter { node.isReached(byProbe: $0.key) }.values
        let isDark = !reaching.isEmpty && reaching.allSatisfy { $0.fails && $0.isEmpty }
        return Finding(
            id: id,
            kind: .probe,
            priority: isDark ? .critical : .warning,
            text: isDark
                ? "nothing can be read from \(node.id): \(words)"
                : "probe fails on \(node.id): \(words)",
            nodes: [node.id],
            since: now,
            evidence: reasons.count > 1 ? reasons : [],
            meaning: "what only this probe tells is old or missing: checks on it see nothing",
            causes: ["no relay data", "certificate urgent", "certificate"].map {
                SignalID("\($0)/\(node.id)")
            }
        )
    }

    /// A server that should tell of many nodes and cannot be asked, or answers without use.
    mutating func sourceJudgements(
        _ readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> [Judgement] {
        fleet.sources.enumerated().compactMap { index, source in
            guard let problems = readings.sourceProblems[index] else { return nil }
            let faults = problems.filter(\.isFault)
            let id = SignalID("\(Self.sourceRule)/\(source.server)")
            let truth: Evaluation.Truth = faults.isEmpty ? .fails : .holds
            return judgement(id, truth, hold: failHold, log: log, at: now) {
                let place = Fleet.firstSourcePlace + index
                let polls = readings.nodes.values.compactMap { $0.polls[place] }
                return Finding(
                    id: id,
                    kind: .probe,
                    priority: polls.allSatisfy(\.isBlind) ? .critical : .warning,
                    text: "the source \(source.server) fails: "
                        + faults.prefix(3).map { "\($0.part): \($0.reason.sentence)" }
                        .joined(separator: "; "),
                    nodes: [],
                    since: now,
                    meaning: "what it tells of its nodes is old or missing"
                )
            }
        }
    }
}

extension NodeReadings.PollOutcome {
    /// Whether it brought a fault, or no answer at all.
    fileprivate var fails: Bool { latency == nil || problems.contains(where: \.isFault) }
}
