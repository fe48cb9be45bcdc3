package import Primitives

/// A date that somebody else sets: a vote, a referendum, a review of a store.
package enum ClockEvent: EventFamily {
    /// Something is decided elsewhere at `due`; `waiting` is what cannot go on before that.
    case set(number: Int, name: String, due: Timestamp, waiting: String?)
    /// It is decided at another time.
    case moved(number: Int, due: Timestamp, reason: String?)
    /// It was decided.
    case ended(number: Int, outcome: String)

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case set
        case moved
        case ended
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .set: .set
        case .moved: .moved
        case .ended: .ended
        }
    }

    func redacted(as mark: String) -> Self? {
        switch self {
        case .set(let number, _, let due, let waiting):
            .set(number: number, name: mark, due: due, waiting: waiting.map { _ in mark })
        case .moved(let number, let due, let reason):
            reason.map { _ in .moved(number: number, due: due, reason: mark) }
        case .ended(let number, _): .ended(number: number, outcome: mark)
        }
    }
}

/// Something that is asked for about the dates that others set.
package enum ClockCommand: Equatable, Sendable {
    /// Keep a date in view.
    case set(IncidentID, name: String, due: Timestamp, waiting: String?)
    /// It is decided at another time.
    case move(IncidentID, Int, due: Timestamp, reason: String?)
    /// It was decided.
    case end(IncidentID, Int, outcome: String)
}

/// A date that somebody else sets, and what waits for it.
package struct ExternalClock: Codable, Equatable, Sendable {
    /// The number in its incident, from 1.
    package let number: Int
    /// What is decided.
    package internal(set) var name: String
    /// When.
    package internal(set) var due: Timestamp
    /// What cannot go on before that; nil for nothing in particular.
    package internal(set) var waiting: String?
    /// What came out; nil while it is not decided.
    package internal(set) var outcome: String?
    /// When it was decided.
    package internal(set) var endedAt: Timestamp?
    let entry: EntryID
    var endEntry: EntryID?
}
