package import Primitives

/// Who watches after a risky change, so that nobody leaves and finds it broken days later.
package enum AttendanceEvent: EventFamily {
    /// Somebody must watch until a moment.
    case required(until: Timestamp, reason: String)
    /// A person watches from one moment to another.
    case covered(by: String, from: Timestamp, to: Timestamp)
    /// Nobody needs to watch any longer.
    case ended(reason: String)

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case required
        case covered
        case ended
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .required: .required
        case .covered: .covered
        case .ended: .ended
        }
    }

    func redacted(as mark: String) -> Self? {
        switch self {
        case .required(let until, _): .required(until: until, reason: mark)
        case .ended: .ended(reason: mark)
        case .covered: nil
        }
    }
}

/// Something that is asked for about who watches.
package enum AttendanceCommand: Equatable, Sendable {
    /// Somebody must watch until a moment.
    case require(IncidentID, until: Timestamp, reason: String)
    /// A person watches from one moment to another.
    case cover(IncidentID, by: String, from: Timestamp, to: Timestamp)
    /// Nobody needs to watch any longer.
    case end(IncidentID, reason: String)
}

/// Until when somebody must watch, and who does.
package struct Attendance: Codable, Equatable, Sendable {
    /// Since when.
    package internal(set) var from: Timestamp
    /// Until when.
    package internal(set) var until: Timestamp
    /// Why.
    package internal(set) var reason: String
    /// Who watches when, as they said, by the beginning.
    package internal(set) var shifts: [Shift]
    /// When it was ended early; nil otherwise.
    package internal(set) var endedAt: Timestamp?
    let entry: EntryID

    /// A person who watches.
    package struct Shift: Codable, Equatable, Sendable {
        /// Who.
        package let by: String
        /// From when.
        package internal(set) var from: Timestamp
        /// Until when.
        package internal(set) var to: Timestamp
    }

    /// A span in which nobody watches.
    package struct Gap: Equatable, Sendable {
        /// From when.
        package let from: Timestamp
        /// Until when.
        package let to: Timestamp
    }

    /// How long somebody must watch after a change that everybody agreed to.
    static let afterChange: Duration = .seconds(24 * 3600)
    /// How long after one that was begun against an objection; Manta's release template asks for
    /// three days of burn-in.
    static let afterOverride: Duration = .seconds(72 * 3600)

    /// Whether somebody must watch at a moment.
    package func isDue(at now: Timestamp) -> Bool { endedAt == nil && now < until }

    /// The spans from a moment on in which nobody said that they watch.
    package func gaps(from now: Timestamp) -> [Gap] {
        guard isDue(at: now) else { return [] }
        var gaps: [Gap] = []
        var reached = max(now, from)
        for shift in shifts.sorted(by: { $0.from < $1.from }) where shift.to > reached {
            if shift.from > reached {
                gaps.append(Gap(from: reached, to: min(shift.from, until)))
            }
            reached = max(reached, shift.to)
            if reached >= until { return gaps.filter { $0.from < $0.to } }
        }
        gaps.append(Gap(from: reached, to: until))
        return gaps.filter { $0.from < $0.to }
    }

    /// Who watches at a moment.
    package func watchers(at now: Timestamp) -> [String] {
        shifts.filter { $0.from <= now && now < $0.to }.map(\.by)
    }
}
