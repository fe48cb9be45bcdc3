package import Primitives

/// What is to be done about an incident, beside its checklist.
package enum TaskEvent: EventFamily {
    /// Something is to be done; `number` counts from 1 in each incident.
    case added(number: Int, text: String, owner: String?, due: Timestamp?)
    /// Somebody else does it, or by another time.
    case assigned(number: Int, owner: String?, due: Timestamp?)
    /// It is done.
    case done(number: Int, note: String?)
    /// It will not be done.
    case dropped(number: Int, reason: String)

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case added
        case assigned
        case done
        case dropped
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .added: .added
        case .assigned: .assigned
        case .done: .done
        case .dropped: .dropped
        }
    }

    func redacted(as mark: String) -> Self? {
        switch self {
        case .added(let number, _, let owner, let due):
            .added(number: number, text: mark, owner: owner, due: due)
        case .done(let number, let note): note.map { _ in .done(number: number, note: mark) }
        case .dropped(let number, _): .dropped(number: number, reason: mark)
        case .assigned: nil
        }
    }
}

/// Something that is asked for about tasks.
package enum TaskCommand: Equatable, Sendable {
    /// Something is to be done.
    case add(IncidentID, text: String, owner: String?, due: Timestamp?)
    /// Give it to somebody, or another time; what is nil stays.
    case assign(IncidentID, Int, owner: String?, due: Timestamp?)
    /// It is done.
    case finish(IncidentID, Int, note: String?)
    /// It will not be done.
    case drop(IncidentID, Int, reason: String)
}

/// One thing to be done, and how it stands.
package struct IncidentTask: Codable, Equatable, Sendable {
    /// The number in its incident, from 1.
    package let number: Int
    /// What is to be done.
    package internal(set) var text: String
    /// Who does it; nil for nobody yet.
    package internal(set) var owner: String?
    /// By when; nil for no time.
    package internal(set) var due: Timestamp?
    /// Where it stands.
    package internal(set) var state: State
    /// When it was done or dropped.
    package internal(set) var endedAt: Timestamp?
    /// What was said when it ended.
    package internal(set) var remark: String?
    let entry: EntryID
    var remarkEntry: EntryID?

    /// Where a task can stand.
    package enum State: String, Codable, CaseIterable, Sendable {
        case open
        case done
        case dropped
    }

    /// Whether its time is over and it is not done.
    package func isOverdue(at now: Timestamp) -> Bool {
        state == .open && (due.map { $0 < now } ?? false)
    }
}
