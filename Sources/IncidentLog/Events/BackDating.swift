import Primitives

/// Lines that speak of an earlier moment than they were written at.
extension Entry {
    /// Whether the entry was written so long after it happened that people must be told: a minute,
    /// the smallest step that lists show.
    package var isBackDated: Bool { recordedAt - occurredAt >= .seconds(60) }
}

extension [Entry] {
    /// Adds the next entry of the log at its place in time.
    ///
    /// Only what its author dated back goes before others: a clock that was set back must not hide
    /// news among old lines.
    package mutating func insertInTime(_ entry: Entry) {
        var place = endIndex
        if entry.occurredAt < entry.recordedAt {
            while place > startIndex, self[place - 1].occurredAt > entry.occurredAt { place -= 1 }
        }
        insert(entry, at: place)
    }

    /// Entries of a log, in the order in which things happened.
    package func inTime() -> [Entry] {
        var ordered: [Entry] = []
        ordered.reserveCapacity(count)
        for entry in self { ordered.insertInTime(entry) }
        return ordered
    }
}
