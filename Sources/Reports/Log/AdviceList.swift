package import IncidentLog
package import Primitives

/// What operators were advised, and how far the network follows.
package struct AdviceList: ListReport {
    /// The advice, the newest first.
    package let rows: [Row]

    /// Advice and its uptake over time.
    package struct Row: Encodable, Sendable {
        let number: Int
        let incident: IncidentID?
        let fleet: String?
        let kind: String
        let version: String
        let words: String
        let text: String?
        /// Whether it waits for somebody who gives it.
        let draft: Bool
        let givenAt: Timestamp
        let endedAt: Timestamp?
        let followed: Int
        let nodes: Int
        let uptake: [Point]
    }

    /// How many nodes ran what at a moment, and which node changed it.
    package struct Point: Encodable, Sendable {
        let at: Timestamp
        let followed: Int
        let nodes: Int
        let versions: [String: Int]
        let changed: String?
        let against: Bool
    }

    /// The advice of a log; one alone when a number is given.
    package init(_ log: LogState, only number: Int? = nil) {
        rows = log.advice.reversed().filter { number == nil || $0.number == number }.map(Row.init)
    }

    /// A row for each, with what ran in the end.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "ADVICE",
            "SINCE",
            "STANDS",
            "FOLLOWED",
            "WHAT",
            empty: "no advice was given"
        )
        for advice in rows {
            table.add(
                "\(advice.number)",
                advice.givenAt.toMinute,
                advice.draft ? "drafted" : advice.endedAt.map { "until \($0.toMinute)" } ?? "yes",
                "\(advice.followed)/\(advice.nodes)",
                advice.words + (advice.text.map { ": \($0)" } ?? "")
            )
        }
        return [.table(table)]
    }
}

extension AdviceList.Row {
    init(_ advice: Advice) {
        number = advice.number
        incident = advice.incident
        fleet = advice.fleet
        kind = advice.kind.rawValue
        version = advice.version
        words = advice.kind.words(advice.version)
        text = advice.text
        draft = advice.isDraft
        givenAt = advice.givenAt
        endedAt = advice.endedAt
        var points: [AdviceList.Point] = []
        for count in advice.counts {
            let uptake = advice.uptake(of: count)
            points.append(
                AdviceList.Point(
                    at: count.at,
                    followed: uptake.followed,
                    nodes: uptake.all,
                    versions: count.nodes,
                    changed: count.node?.rawValue,
                    against: points.last.map { uptake.followed < $0.followed } ?? false
                )
            )
        }
        uptake = points
        followed = points.last?.followed ?? 0
        nodes = points.last?.nodes ?? 0
    }
}
