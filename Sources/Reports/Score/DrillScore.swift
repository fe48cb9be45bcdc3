package import Primitives

/// How a drill went: what was seen, told, decided and done, by whom and when, beside the times at
/// which the story's own people did it.
package struct DrillScore: Encodable, Equatable, Sendable {
    /// How many signals asked for attention.
    let signals: Int
    /// Of how many of them somebody took note.
    let acknowledged: Int
    /// The middle of the times from a signal to its acknowledgement; nil when there was none.
    let medianAcknowledgement: Duration?
    /// How many updates were sent.
    let updates: Int
    /// How many of them went out after the promised moment, and how many promises are still open
    /// and late.
    let late: Int
    /// What was seen, told, decided and done, each part in the order of time.
    package let rows: [Row]

    /// A part of the work in an incident.
    package enum Part: String, Encodable, CaseIterable, Sendable {
        case seen, told, decided, done
    }

    /// One thing that was done, or that only the story's people did.
    package struct Row: Encodable, Equatable, Sendable {
        let part: Part
        /// What it is, such as `state mitigating`.
        package let what: String
        /// When it was done; nil when it never was.
        package let at: Timestamp?
        let by: String?
        /// When the story's people did it; nil when they did not.
        package let story: Timestamp?
        let storyBy: String?
        let remark: String?

        /// Where it belongs in the order of time.
        var moment: Timestamp? { at ?? story }
    }

    private enum CodingKeys: String, CodingKey {
        case signals, acknowledged, updates, late, rows
        case medianAcknowledgement = "medianAcknowledgementMs"
    }

    /// Writes spans in milliseconds.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(signals, forKey: .signals)
        try container.encode(acknowledged, forKey: .acknowledged)
        try container.encodeIfPresent(
            medianAcknowledgement?.milliseconds,
            forKey: .medianAcknowledgement
        )
        try container.encode(updates, forKey: .updates)
        try container.encode(late, forKey: .late)
        try container.encode(rows, forKey: .rows)
    }

    /// A line a part, then everything with its times.
    package var text: [ReportPart] {
        var table = ReportTable(
            "PART",
            "AT",
            "BY",
            "STORY",
            "WHAT",
            spare: ["BY"],
            empty: "nothing was done"
        )
        for row in rows {
            table.add(
                row.part.rawValue,
                row.at.map(Self.shown) ?? "never",
                row.by ?? "-",
                row.story.map(Self.shown) ?? "-",
                row.what + (row.remark.map { ": \($0)" } ?? "")
            )
        }
        return Part.allCases.map { .line(sentence(of: $0)) } + [.line(""), .table(table)]
    }

    private static func shown(_ moment: Timestamp) -> String {
        "\(moment.date.dropFirst(5)) \(moment.hourMinute)Z"
    }

    private func sentence(of part: Part) -> String {
        let own = rows.filter { $0.part == part && $0.at != nil }
        let shared = own.count { $0.story != nil }
        let story = rows.count { $0.part == part && $0.story != nil }
        switch part {
        case .seen:
            let middle = medianAcknowledgement.map { ", after \($0.brief) in the middle" } ?? ""
            return "seen: \(acknowledged) of \(signals) signals acknowledged\(middle)"
        case .told:
            return "told: \(updates) updates, \(late) late; the story's people sent \(story)"
        case .decided: return "decided: \(own.count) times; \(shared) of the story's \(story)"
        case .done:
            return "done: \(own.count) steps and the like; \(shared) of the story's \(story)"
        }
    }
}
