package import Primitives

/// What those who run nodes of their own are told to do.
package enum AdviceEvent: EventFamily {
    /// What was found ties a fault to a version: advice for somebody to give, or not.
    case drafted(
        number: Int,
        fleet: String?,
        kind: AdviceKind,
        version: String,
        signal: SignalID
    )
    /// Advice stands from now on; `number` counts from 1 in the whole log.
    case given(number: Int, fleet: String?, kind: AdviceKind, version: String, text: String?)
    /// It stands no more.
    case ended(number: Int, reason: String)

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case drafted
        case given
        case ended
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .drafted: .drafted
        case .given: .given
        case .ended: .ended
        }
    }

    func redacted(as mark: String) -> Self? {
        switch self {
        case .given(let number, let fleet, let kind, let version, let text):
            text.map { _ in
                .given(number: number, fleet: fleet, kind: kind, version: version, text: mark)
            }
        case .ended(let number, _): .ended(number: number, reason: mark)
        case .drafted: nil
        }
    }
}

/// What operators are told to do about a version.
package enum AdviceKind: String, CaseIterable, Codable, Sendable {
    /// Do not install it.
    case hold
    /// Install it.
    case upgrade
    /// Go back to it.
    case rollback

    /// The advice about a version in the words of a status page: `HOLD: do not install v3.2.1`.
    package func words(_ version: String) -> String {
        switch self {
        case .hold: "HOLD: do not install \(version)"
        case .upgrade: "UPGRADE to \(version)"
        case .rollback: "ROLLBACK to \(version)"
        }
    }

    /// Whether a node of this version does as it was told; `runs` tells that it runs the version
    /// that the advice names.
    package func isFollowed(runs: Bool) -> Bool {
        switch self {
        case .hold: !runs
        case .upgrade, .rollback: runs
        }
    }
}

/// Something that is asked for about advice.
package enum AdviceCommand: Equatable, Sendable {
    /// Propose advice, because of a signal that ties a fault to a version.
    case draft(IncidentID?, AdviceKind, version: String, signal: SignalID)
    /// Advise operators; in the name of an incident, if one is given.
    case give(IncidentID?, AdviceKind, version: String, text: String?)
    /// Take advice back.
    case end(Int, reason: String)
}

/// Advice to operators, and what the network has run since.
package struct Advice: Codable, Equatable, Sendable {
    /// The number in the log, from 1.
    package let number: Int
    /// The incident that it was given in; nil for none.
    package internal(set) var incident: IncidentID?
    /// The fleet whose nodes are counted; nil for every fleet.
    package let fleet: String?
    /// What operators are told.
    package let kind: AdviceKind
    /// The version that it is about.
    package internal(set) var version: String
    /// What else they are told.
    package internal(set) var text: String?
    /// The signal that it was drafted for, while nobody has given it; nil once somebody has.
    package internal(set) var draftedFor: SignalID?
    /// Since when it stands, or is drafted.
    package internal(set) var givenAt: Timestamp
    /// Until when it stood; nil while it does.
    package internal(set) var endedAt: Timestamp?
    /// Why it stands no more.
    package internal(set) var reason: String?
    /// How many nodes ran what, at each change, the oldest first; at most `countLimit`.
    package internal(set) var counts: [Count]
    var entry: EntryID
    var endEntry: EntryID?

    static let countLimit = 500

    /// How many nodes of the fleet ran which versions at a moment.
    package struct Count: Codable, Equatable, Sendable {
        /// When.
        package internal(set) var at: Timestamp
        /// How many by version.
        package let nodes: [String: Int]
        /// The node whose change it is; nil for the first count.
        package let node: NodeID?
    }

    /// Whether it stands.
    package var stands: Bool { endedAt == nil && draftedFor == nil }

    /// Whether it waits for somebody who gives it, or takes it back.
    package var isDraft: Bool { endedAt == nil && draftedFor != nil }

    /// Whether a node that tells this version runs the version that the advice names.
    ///
    /// A node may tell more than the release, as `3.2.1-d3a5c1f-x86_64`: what begins with the
    /// release and goes on behind a separator is it.
    package func names(_ told: String) -> Bool { Self.isVersion(told, version) }

    static func isVersion(_ told: String, _ named: String) -> Bool {
        func bare(_ text: String) -> Substring {
            text.first.map { "vV".contains($0) } == true ? text.dropFirst() : text[...]
        }
        let (told, named) = (bare(told), bare(named))
        guard told.hasPrefix(named) else { return false }
        guard let next = told.dropFirst(named.count).first else { return true }
        return !next.isNumber && !next.isLetter && next != "."
    }

    /// How many nodes of a count do as they were told, and of how many.
    package func uptake(of count: Count) -> (followed: Int, all: Int) {
        var followed = 0
        for (version, nodes) in count.nodes where kind.isFollowed(runs: names(version)) {
            followed += nodes
        }
        return (followed, count.nodes.values.reduce(0, +))
    }
}
