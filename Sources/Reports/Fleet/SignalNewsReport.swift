package import IncidentLog
package import Primitives

/// A signal that began, changed or ended while a fleet is followed.
package struct SignalNewsReport: Report {
    private let type = "signal"
    let at: Timestamp
    let event: String
    let text: String

    /// What an entry tells; nothing is corrected in a log that is kept nowhere.
    package init(_ entry: Entry) {
        at = entry.occurredAt
        event = entry.event.name.description
        text = EntryText(entry, overlay: EntryOverlay()).text
    }

    /// One line.
    package func text(at now: Timestamp) -> [ReportPart] { [.line("\(at.clock)Z \(text)")] }
}
