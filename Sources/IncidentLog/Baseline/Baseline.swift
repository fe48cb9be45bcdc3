import FleetModel
package import Primitives

/// What the nodes of a fleet were before a change, told by what has become other since.
package struct Baseline: Codable, Equatable, Sendable {
    /// Its number in the store, such as `B-0001`.
    package let id: BaselineID
    /// The fleet; nil when it was written down without one, and so may be any.
    package let fleet: String?
    /// The change that it was taken for, if any.
    package let change: String?
    /// Who took it.
    package let by: Actor
    /// When it was taken.
    package internal(set) var takenAt: Timestamp
    /// The nodes that it holds.
    package internal(set) var nodes: [NodeID: NodeBaseline]

    /// Whether it may be about this fleet: one without a fleet is about any.
    package func mayConcern(_ fleet: String?) -> Bool { mayBeSame(self.fleet, fleet) }

    /// Whether a plan leads back to what a node ran then and runs no more.
    func isGoal(of plan: ChangePlan) -> Bool {
        nodes.values.contains { node in
            guard let version = node.departures[.version], version.endedAt == nil else {
                return false
            }
            return version.before.contains { ReleaseName.isOne($0, of: [plan.to]) == true }
        }
    }

    /// Whether a node that ran another program runs the one of the baseline again.
    package var isRolledBack: Bool { nodes.values.contains { $0.rolledBackAt != nil } }
}

/// The number of a baseline in its store, such as `B-0001`.
package typealias BaselineID = Identifier<Baseline>

extension Identifier where Subject == Baseline {
    /// The identifier of the baseline with this number, counted from 1 in each store.
    package init(number: Int) {
        let digits = String(number)
        self.init("B-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
    }

    /// The number of the baseline; nil when the identifier is not made of one.
    package var number: Int? {
        rawValue.hasPrefix("B-") ? Int(rawValue.dropFirst(2)) : nil
    }
}

/// What has become other on one node since its baseline was taken.
package struct NodeBaseline: Codable, Equatable, Sendable {
    /// What was known of it then.
    package let picture: NodePicture
    /// The keys that became other, whether they are so still or not.
    package internal(set) var departures: [FactName: Departure] = [:]
    /// Since when its program is that of the baseline again after it was another; nil while it is
    /// another, and when it never was.
    package internal(set) var rolledBackAt: Timestamp?

    /// A key that became other than in the baseline.
    package struct Departure: Codable, Equatable, Sendable {
        /// What it was in the baseline.
        package let before: [String]
        /// What it is.
        package internal(set) var present: [String]
        /// Since when it has been other.
        package internal(set) var since: Timestamp
        /// When it became again what it was; nil while it is other.
        package internal(set) var endedAt: Timestamp?
        /// That somebody accepted what it is; nil when nobody did.
        package internal(set) var acceptance: Acceptance?
    }

    /// That somebody decided that a key may stay what it has become.
    package struct Acceptance: Codable, Equatable, Sendable {
        /// Who.
        package let by: Actor
        /// When.
        package internal(set) var at: Timestamp
        /// Why.
        package internal(set) var reason: String
        /// The entry that says so.
        let entry: EntryID
    }

    init(_ picture: NodePicture) { self.picture = picture }

    /// How the keys of a node stand to its baseline.
    package enum Standing: String, CaseIterable, Codable, Comparable, Sendable {
        /// It became other with the upgrade, or at least before the roll-back, and still is.
        case notReverted = "not reverted"
        /// It became other after the roll-back.
        case newDrift = "new drift"
        /// It is other, and somebody accepted that.
        case accepted
        /// It was other, and is what it was.
        case reverted

        /// Orders by how much it asks for attention: what is not reverted comes first.
        package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .notReverted: 0
            case .newDrift: 1
            case .accepted: 2
            case .reverted: 3
            }
        }

        /// Whether somebody still has to do something about it.
        package var isOpen: Bool {
            switch self {
            case .notReverted, .newDrift: true
            case .accepted, .reverted: false
            }
        }
    }

    /// How long after a roll-back a key may still be found to have changed with the upgrade:
    /// configuration is read every five minutes where a fleet file does not say otherwise.
    private static let lateness: Duration = ConfigTarget.usualInterval * 2

    /// How a key that became other stands to the baseline.
    package func standing(of departure: Departure) -> Standing {
        if departure.endedAt != nil { return .reverted }
        if departure.acceptance != nil { return .accepted }
        guard let rolledBackAt else { return .notReverted }
        return departure.since <= rolledBackAt + Self.lateness ? .notReverted : .newDrift
    }

    /// The keys that became other, what is open first, then by name.
    package var lines: [(key: FactName, departure: Departure, standing: Standing)] {
        departures.map { ($0.key, $0.value, standing(of: $0.value)) }.sorted {
            ($0.standing, $0.key) < ($1.standing, $1.key)
        }
    }

    /// How many keys still stand so.
    package func count(_ standing: Standing) -> Int {
        departures.values.count { self.standing(of: $0) == standing }
    }

    /// How many keys somebody still has to do something about.
    package var openCount: Int {
        departures.values.count { self.standing(of: $0).isOpen }
    }

    /// How far the node is back at its baseline, such as `rolled back, 3 keys not reverted`; nil
    /// for one that was not rolled back.
    package var words: String? {
        guard rolledBackAt != nil else { return nil }
        let (left, new) = (count(.notReverted), count(.newDrift))
        var words = "rolled back"
        if left > 0 { words += ", \(left) key\(left == 1 ? "" : "s") not reverted" }
        if new > 0 { words += ", \(new) key\(new == 1 ? "" : "s") changed since" }
        return left + new == 0 ? words + ", every key as before" : words
    }
}
