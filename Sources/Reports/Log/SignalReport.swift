package import IncidentLog
package import Primitives

/// One signal with what stands under it and its history.
package struct SignalReport: Report {
    private let row: SignalRow
    private let history: [Event]
    private let signal: SignalState
    private let suppressed: [SignalState]

    struct Event: Encodable, Sendable {
        let at: Timestamp
        let by: String
        let event: String
        let text: String
    }

    private enum CodingKeys: CodingKey {
        case history
    }

    /// A signal of a log at this moment, and those of these entries that concern it.
    package init(_ signal: SignalState, _ log: LogState, _ entries: [Entry], at now: Timestamp) {
        self.signal = signal
        row = SignalRow(signal, log, at: now)
        suppressed = log.suppressed(by: signal)
        history = entries.compactMap { entry in
            guard case .signal(let event) = entry.event, event.concerns(signal.key) else {
                return nil
            }
            return Event(
                at: entry.occurredAt,
                by: entry.actor.name,
                event: entry.event.name.description,
                text: EntryText(entry, overlay: log.overlay).text
            )
        }
    }

    /// Writes what lists have of a signal, and its history.
    package func encode(to encoder: any Encoder) throws {
        try row.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(history, forKey: .history)
    }

    /// What is known of it, a row each.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable("WHAT", "VALUE")
        table.add("signal", row.id.rawValue)
        if let fleet = row.fleet { table.add("fleet", fleet) }
        table.add("state", "\(signal.standing(at: now).rawValue) \(signal.keeper(at: now) ?? "-")")
        table.add("priority", row.priority)
        table.add("what", row.text)
        table.add("since", row.since.description)
        if !row.nodes.isEmpty {
            table.add("nodes", row.nodes.map(\.rawValue).joined(separator: ", "))
        }
        if let meaning = row.meaning { table.add("means", meaning) }
        for line in row.evidence { table.add("evidence", line) }
        for cause in row.causes { table.add("cause", cause.rawValue) }
        for under in suppressed { table.add("suppresses", "\(under.id): \(under.text)") }
        for event in history { table.add(event.at.toMinute, "\(event.by): \(event.text)") }
        return [.table(table)]
    }
}
