package import IncidentLog
package import Primitives

/// The rules that called most often.
package struct NoisiestRulesReport: Report {
    let since: Timestamp
    /// How many signals there were in all.
    let signals: Int
    let perDay: Double
    let inTenMinutes: Int
    let isFlood: Bool
    let rules: [Rule]
    private let span: Duration

    struct Rule: Encodable, Sendable {
        let rule: SignalID
        let times: Int
        let acknowledged: Int
        let nodes: [NodeID]
        let last: Timestamp
    }

    private enum CodingKeys: CodingKey {
        case since, signals, perDay, inTenMinutes, isFlood, rules
    }

    /// The noisiest rules of a log in the span before this moment.
    ///
    /// - Parameters:
    ///   - entries: The entries about signals, the oldest first.
    ///   - limit: How many rules at most.
    package init(
        _ log: LogState,
        _ entries: [Entry],
        in span: Duration,
        limit: Int,
        at now: Timestamp
    ) {
        self.span = span
        since = now - span
        let all = NoisiestRules.all(in: entries, since: now - span)
        signals = all.reduce(0) { $0 + $1.times }
        perDay = Double(signals) * 86_400 / span.inSeconds
        inTenMinutes = log.alarmsInTenMinutes(at: now)
        isFlood = inTenMinutes >= LogState.floodSignals
        rules = all.prefix(limit).map { tally in
            Rule(
                rule: tally.rule,
                times: tally.times,
                acknowledged: tally.acknowledged,
                nodes: tally.nodes.sorted(),
                last: tally.last
            )
        }
    }

    /// A row a rule, and how many signals there were.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "RULE",
            "TIMES",
            "SHARE",
            "ACKED",
            "NODES",
            "LAST",
            spare: ["SHARE", "ACKED"],
            empty: "nothing called for attention"
        )
        for rule in rules {
            table.add(
                rule.rule.rawValue,
                String(rule.times),
                "\(rule.times * 100 / max(1, signals))%",
                String(rule.acknowledged),
                String(rule.nodes.count),
                rule.last.toMinute
            )
        }
        guard signals > 0 else { return [.table(table)] }
        let sum = "\(signals) in \(span.brief), \(NumberText.brief(perDay)) a day"
        return [.table(table), .line(sum)]
    }
}
