package import FleetModel
package import Primitives

/// What a decision is made from beside the log: who asks, when, and of which fleet.
///
/// Roles are in the log: each incident knows who commands it.
package struct DecisionContext: Sendable {
    /// The present moment.
    package var now: Timestamp
    /// When the thing happened; differs from `now` when an entry is back-dated.
    package var occurredAt: Timestamp
    /// Who asks.
    package var actor: Actor
    /// Who belongs to the fleet that whoever asks looks at; nil when there is none.
    package var roster: Roster?

    /// The fleet that whoever asks looks at; nil when there is none.
    package var fleet: String? { roster?.fleet }

    /// A command given now, or about something that happened earlier.
    package init(
        now: Timestamp,
        occurredAt: Timestamp? = nil,
        actor: Actor,
        roster: Roster? = nil
    ) {
        self.now = now
        self.occurredAt = occurredAt ?? now
        self.actor = actor
        self.roster = roster
    }
}

/// Who belongs to a fleet, as its file says.
package struct Roster: Equatable, Sendable {
    /// The name of the fleet.
    package let fleet: String
    /// Those who are served by it.
    package let parties: [PartyID]
    /// The versions that may run; empty when the fleet has no release policy.
    package let releases: [String]
    /// Its nodes.
    package let nodes: [NodeID]
    /// The nodes that each party depends on; none for all of them.
    private let served: [PartyID: [NodeID]]

    /// The roster of a fleet.
    package init(_ fleet: Fleet) {
        self.fleet = fleet.name
        parties = fleet.parties.map(\.id)
        releases = fleet.releases
        nodes = fleet.nodes.map(\.id)
        served = Dictionary(
            fleet.parties.map { ($0.id, $0.nodes) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// A fleet of which no more is known than these.
    package init(
        fleet: String,
        parties: [PartyID] = [],
        releases: [String] = [],
        nodes: [NodeID] = []
    ) {
        self.fleet = fleet
        self.parties = parties
        self.releases = releases
        self.nodes = nodes
        served = [:]
    }

    /// The nodes that a party depends on; none for all of them.
    func nodes(of party: PartyID) -> [NodeID] { served[party] ?? [] }

    /// The party that somebody most likely meant by a name that no party has; nil when it is the
    /// name of one, or near to none.
    func likelyMeant(by party: PartyID) -> PartyID? {
        guard !parties.contains(party) else { return nil }
        return Suggestion.nearest(to: party.rawValue, among: parties.map(\.rawValue))
            .map { PartyID($0) }
    }
}
