package import Primitives

/// What later entries say of earlier ones: corrections, redactions and pins, as one projection.
///
/// The entries stay as they were written; whatever shows or searches one asks here what of it
/// still stands.
package struct EntryOverlay: Codable, Equatable, Sendable {
    private var corrections: [EntryID: [Correction]] = [:]
    private var redactions: [EntryID: Redaction] = [:]
    private var pins: [EntryID: Pin] = [:]
    private var released: Set<EntryID> = []

    private struct Correction: Codable, Equatable, Sendable {
        let entry: EntryID
        let incident: IncidentID?
        let text: String
    }

    /// That somebody holds an entry to be important.
    package struct Pin: Codable, Equatable, Sendable {
        /// Who.
        package let by: Actor
        /// When.
        package let at: Timestamp
    }

    /// Nothing was said of any entry yet.
    package init() {}

    /// The text that a line was corrected to; nil when it stands as it was written, and for what
    /// is no line.
    package func text(of entry: Entry) -> String? {
        switch entry.event {
        case .timeline(.noted), .timeline(.reported), .timeline(.said):
            newestText(of: entry.id, in: entry.incident)
        case .timeline(.corrected), .timeline(.attached), .incident, .role, .task, .advice, .clock,
            .attendance, .checklist, .update, .impact, .signal, .delivery, .fleet, .watch, .log,
            .change, .policy, .baseline, .unknown:
            nil
        }
    }

    /// The newest text that a line of this incident was corrected to.
    ///
    /// What older programs took for
    /// a line of another incident is none.
    package func newestText(of line: EntryID, in incident: IncidentID?) -> String? {
        corrections[line]?.last { $0.incident == incident }?.text
    }

    /// Why the text of an entry is gone; nil when it is still there.
    package func redaction(of entry: EntryID) -> Redaction? { redactions[entry] }

    /// Who pinned an entry; nil when nobody did.
    package func pin(of entry: EntryID) -> Pin? { pins[entry] }

    /// Whether somebody said that an entry may be read outside the team.
    package func isReleased(_ entry: EntryID) -> Bool { released.contains(entry) }

    /// The entries that are there and read otherwise than they were written: corrected lines, their
    /// corrections, and what was pinned.
    package var reworded: [EntryID] {
        corrections.flatMap { [$0.key] + $0.value.map(\.entry) } + pins.keys
    }

    /// The corrections of a line, the oldest first.
    func corrections(of line: EntryID) -> [EntryID] { corrections[line]?.map(\.entry) ?? [] }

    mutating func correct(_ line: EntryID, to text: String, by entry: Entry) {
        guard entry.redaction == nil, redactions[line] == nil else { return }
        corrections[line, default: []].append(
            Correction(entry: entry.id, incident: entry.incident, text: text)
        )
    }

    mutating func redact(_ id: EntryID, _ redaction: Redaction, kept: Event?) {
        redactions[id] = redaction
        corrections[id] = nil
        guard case .timeline(.corrected(let line, _)) = kept else { return }
        corrections[line]?.removeAll { $0.entry == id }
        if corrections[line]?.isEmpty == true { corrections[line] = nil }
    }

    mutating func pin(_ id: EntryID, by entry: Entry) {
        pins[id] = Pin(by: entry.actor, at: entry.occurredAt)
    }

    mutating func unpin(_ id: EntryID) { pins[id] = nil }

    mutating func release(_ id: EntryID) { released.insert(id) }

    mutating func withhold(_ id: EntryID) { released.remove(id) }
}
