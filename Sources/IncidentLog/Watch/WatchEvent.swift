package import Primitives

/// What happened to the watching itself.
package enum WatchEvent: EventFamily {
    /// The machine's clock was set: `from` is what it would have shown, `to` what it shows.
    case clockStepped(from: Timestamp, to: Timestamp)
    /// Nobody watched the fleet from one moment to another: the program was stopped, or the
    /// machine slept.
    case away(fleet: String?, from: Timestamp, to: Timestamp)

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case clockStepped
        case away
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .clockStepped: .clockStepped
        case .away: .away
        }
    }
}

/// A span in which nobody watched a fleet.
package struct WatchGap: Codable, Equatable, Sendable {
    /// The fleet; nil when it has no name.
    package let fleet: String?
    /// The last moment before it at which somebody watched.
    package let from: Timestamp
    /// The first moment after it.
    package let to: Timestamp

    /// A gap of this fleet.
    package init(fleet: String?, from: Timestamp, to: Timestamp) {
        self.fleet = fleet
        self.from = from
        self.to = to
    }

    /// How long it lasted.
    package var span: Duration { to - from }

    /// Whether the other one is the same silence, as another program of the machine saw it.
    package func isSame(as other: WatchGap) -> Bool {
        let common = min(to, other.to) - max(from, other.from)
        return fleet == other.fleet && common * 2 > max(span, other.span)
    }
}
