package import Primitives

/// Something that people decided, or suppose: what whoever takes over must know.
package struct Conclusion: Codable, Equatable, Sendable {
    /// Whether it was decided, or is supposed.
    package let kind: LineKind
    /// The words as they were written; a correction is in the overlay.
    package let text: String
    /// Who, when that is not the author.
    package let people: [String]
    /// Who wrote it down.
    package let author: Actor
    /// When.
    package internal(set) var at: Timestamp
    /// The entry that tells of it.
    package let entry: EntryID

    /// So many of an incident are remembered; the log has the older ones.
    static let limit = 30

    /// What an entry decided or supposed; nil for any other entry.
    init?(_ entry: Entry) {
        guard case .timeline(.said(let kind, let text, let people)) = entry.event,
            kind == .decision || kind == .hypothesis
        else { return nil }
        (self.kind, self.text, self.people) = (kind, text, people)
        author = entry.actor
        at = entry.occurredAt
        self.entry = entry.id
    }
}

extension IncidentState {
    mutating func conclude(_ conclusion: Conclusion) {
        conclusions.append(conclusion)
        if conclusions.count > Conclusion.limit { conclusions.removeFirst() }
    }
}
