package import Primitives

/// Which entries are asked for, in the order of what happened; the engine finds them without
/// reading the others.
package struct EntryQuery: Equatable, Sendable {
    /// Only entries of this incident; nil for all, those of the fleet's own log too.
    package var incident: IncidentID?
    /// Whether entries of the fleet's own log, which are of no incident, are asked for too;
    /// without an incident only they are.
    package var withFleetLog = false
    /// Only what happened then or later.
    package var since: Timestamp?
    /// Which end of them is given first.
    package var order: Order
    /// Only what follows this place in that order: where the page before ended.
    package var behind: Place?

    /// The two ways to go through entries.
    package enum Order: Sendable {
        /// As it happened.
        case oldestFirst
        /// Back from what happened last.
        case newestFirst
    }

    /// The place of an entry in the order of what happened: of two that happened in one
    /// millisecond the one written first comes first.
    package struct Place: Comparable, Sendable {
        /// When it happened.
        package var occurredAt: Timestamp
        /// The number of the entry.
        package var sequence: Int64

        /// The place of this entry.
        package init(_ entry: Entry) {
            occurredAt = entry.occurredAt
            sequence = entry.sequence
        }

        private init(occurredAt: Timestamp, sequence: Int64) {
            self.occurredAt = occurredAt
            self.sequence = sequence
        }

        /// The place behind every entry.
        package static let end = Place(
            occurredAt: Timestamp(milliseconds: .max),
            sequence: .max
        )

        /// Whether one happened, or in the same millisecond was written, before the other.
        package static func < (one: Place, other: Place) -> Bool {
            (one.occurredAt, one.sequence) < (other.occurredAt, other.sequence)
        }
    }

    /// A query for all entries, or for those of one incident or since a moment.
    package init(
        incident: IncidentID? = nil,
        since: Timestamp? = nil,
        order: Order = .oldestFirst
    ) {
        self.incident = incident
        self.since = since
        self.order = order
    }

    /// Whether an entry is among those asked for.
    package func matches(_ entry: Entry) -> Bool {
        isOfScope(entry)
            && (since.map { entry.occurredAt >= $0 } ?? true)
            && (behind.map { isInOrder($0, Place(entry)) } ?? true)
    }

    private func isOfScope(_ entry: Entry) -> Bool {
        if withFleetLog, entry.incident == nil { return true }
        return incident.map { entry.incident == $0 } ?? !withFleetLog
    }

    /// Whether one place is given before another.
    package func isInOrder(_ one: Place, _ other: Place) -> Bool {
        switch order {
        case .oldestFirst: one < other
        case .newestFirst: other < one
        }
    }
}
