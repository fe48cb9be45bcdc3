package import Primitives

/// Who has which role in an incident, and who was asked to take one.
package struct RoleTable: Codable, Equatable, Sendable {
    private var holders: [Role: Holder] = [:]
    private var offers: [Role: Offer] = [:]
    /// Every change, the oldest first; at most `changeLimit`.
    package private(set) var changes: [Change] = []

    private static let changeLimit = 200

    /// Somebody who has a role.
    package struct Holder: Codable, Equatable, Sendable {
        /// The person.
        package let name: String
        /// Since when.
        package let since: Timestamp
    }

    /// Somebody who was asked to take a role.
    package struct Offer: Codable, Equatable, Sendable {
        /// Who was asked.
        package let to: String
        /// Who asked.
        package let by: String
        /// When.
        package let at: Timestamp

        /// How long an offer stands: who does not answer within 5 minutes is not there.
        package static let lifetime: Duration = .seconds(300)

        /// Whether it still stands.
        package func stands(at now: Timestamp) -> Bool { now - at <= Self.lifetime }

        /// Whether it was made to this person; names are compared without regard to case.
        package func isTo(_ name: String) -> Bool { to.lowercased() == name.lowercased() }
    }

    /// That a role passed to somebody, or to nobody.
    package struct Change: Codable, Equatable, Sendable {
        /// The role.
        package let role: Role
        /// Who had it; nil for nobody.
        package let from: String?
        /// Who has it; nil for nobody.
        package let to: String?
        /// When.
        package let at: Timestamp
    }

    init() {}

    /// Who has a role; nil when nobody has.
    package func holder(of role: Role) -> Holder? { holders[role] }

    /// Who was asked to take a role; whether that still stands is for the asker to judge.
    package func offer(of role: Role) -> Offer? { offers[role] }

    /// The roles that somebody has or was asked to take, the commander first, then by name.
    package var known: [Role] {
        Set(holders.keys).union(offers.keys).sorted { left, right in
            (left == .commander ? 0 : 1, left.word) < (right == .commander ? 0 : 1, right.word)
        }
    }

    /// The roles that stand offered to a person.
    package func offered(to name: String, at now: Timestamp) -> [Role] {
        known.filter { role in
            offers[role].map { $0.isTo(name) && $0.stands(at: now) } ?? false
        }
    }

    /// How long nobody had a role, from a moment on.
    package func vacancy(
        of role: Role,
        from start: Timestamp,
        to end: Timestamp
    ) -> Duration {
        var vacant: Duration = .zero
        var since: Timestamp?
        for change in changes where change.role == role {
            if let began = since, change.to != nil {
                vacant += max(.zero, min(change.at, end) - max(began, start))
                since = nil
            } else if change.to == nil {
                since = since ?? change.at
            }
        }
        if let since { vacant += max(.zero, end - max(since, start)) }
        return vacant
    }

    mutating func give(_ role: Role, to name: String?, at moment: Timestamp) {
        let change = Change(role: role, from: holders[role]?.name, to: name, at: moment)
        holders[role] = name.map { Holder(name: $0, since: moment) }
        offers[role] = nil
        changes.append(change)
        if changes.count > Self.changeLimit { changes.removeFirst() }
    }

    mutating func offer(_ role: Role, _ offer: Offer) { offers[role] = offer }

    mutating func endOffer(of role: Role) { offers[role] = nil }

    mutating func move(by step: Duration) {
        holders = holders.mapValues { Holder(name: $0.name, since: $0.since + step) }
        offers = offers.mapValues { Offer(to: $0.to, by: $0.by, at: $0.at + step) }
        changes = changes.map { Change(role: $0.role, from: $0.from, to: $0.to, at: $0.at + step) }
    }
}
