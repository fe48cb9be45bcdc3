package import IncidentLog
package import Primitives

/// The dates that others set for an incident.
package struct ClockList: ListReport {
    /// The dates, the oldest first.
    package let rows: [Row]

    /// A date and what came out.
    package struct Row: Encodable, Sendable {
        let number: Int
        let name: String
        let due: Timestamp
        let waiting: String?
        let outcome: String?
    }

    /// The dates of an incident.
    package init(_ incident: IncidentState) {
        rows = incident.clocks.map {
            Row(
                number: $0.number,
                name: $0.name,
                due: $0.due,
                waiting: $0.waiting,
                outcome: $0.outcome
            )
        }
    }

    /// A row a date.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "CLOCK",
            "AT",
            "IN",
            "WHAT",
            "WAITING FOR IT, OR WHAT CAME OUT",
            empty: "no date is kept"
        )
        for clock in rows {
            let left = clock.due - now
            table.add(
                "\(clock.number)",
                clock.due.toMinute,
                clock.outcome != nil
                    ? "decided" : left > .zero ? left.brief : "over \((.zero - left).brief)",
                clock.name,
                clock.outcome ?? clock.waiting ?? ""
            )
        }
        return [.table(table)]
    }
}
