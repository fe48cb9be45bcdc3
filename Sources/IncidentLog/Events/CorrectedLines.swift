package import Primitives

/// The lines that people wrote, and what they were corrected to: a projection over the log.
///
/// The entries keep their first text; whatever shows or searches a line takes its text from here.
package struct CorrectedLines: Equatable, Sendable {
    /// The incident of every line that can be corrected; nil inside for the fleet's own log.
    private var places: [EntryID: IncidentID?] = [:]
    private var texts: [EntryID: String] = [:]

    /// No line yet.
    package init() {}

    /// The text that a line was corrected to; nil when it stands as it was written.
    package func text(of line: EntryID) -> String? { texts[line] }

    /// Takes an entry into account; a correction of anything but a line of its own incident
    /// changes nothing.
    mutating func apply(_ event: TimelineEvent, of entry: Entry) {
        switch event {
        case .noted, .reported:
            if places[entry.id] == nil { places[entry.id] = .some(entry.incident) }
        case .corrected(let line, let text):
            if places[line] == .some(entry.incident) { texts[line] = text }
        }
    }

    /// Refuses to correct what is not a line of this incident.
    func check(_ line: EntryID, isIn incident: IncidentID?) throws(Refusal) {
        guard let place = places[line] else {
            throw Refusal(
                .invalid,
                "only lines that people wrote and reports of parties can be corrected; "
                    + "this entry is something else"
            )
        }
        guard place == incident else {
            let owner = place.map(\.rawValue) ?? "the fleet's own log"
            throw Refusal(
                .invalid,
                "this line belongs to \(owner), not to \(incident?.rawValue ?? "the fleet's own log")"
            )
        }
    }
}
