package import Primitives

/// Planned work: what is found on these nodes meanwhile is written down and notifies nobody.
package struct MaintenanceWindow: Codable, Equatable, Sendable {
    /// Its number in the store, such as `M-0001`.
    package let id: MaintenanceID
    /// The nodes worked on; empty means all.
    package let nodes: [NodeID]
    /// The kinds of findings expected; empty means all.
    package let kinds: [FindingKind]
    /// When it begins.
    package let from: Timestamp
    /// When it ends by itself.
    package let to: Timestamp
    /// What is being done.
    package internal(set) var reason: String
    /// The fleet worked on; nil when it was written down without one, and so may be any.
    package let fleet: String?
    /// Who declared it.
    package let by: Actor
    /// The entry that declared it.
    let entry: EntryID
    /// When it was ended; nil before.
    package var endedAt: Timestamp?
    /// Whether people were told that it is about to end.
    package var isEndAnnounced = false

    /// The longest window: a week.
    package static let longest: Duration = .seconds(7 * 86_400)
    /// How long before the end people are told.
    package static let notice: Duration = .seconds(600)

    /// Whether it is in force at this moment.
    package func isInForce(at now: Timestamp) -> Bool {
        endedAt == nil && from <= now && now < to
    }

    /// Whether it may be about this fleet: one without a fleet is about any.
    package func mayConcern(_ fleet: String?) -> Bool { mayBeSame(self.fleet, fleet) }

    /// Whether a finding of a fleet is expected under it.
    package func covers(_ finding: Finding, of fleet: String?) -> Bool {
        guard mayConcern(fleet) else { return false }
        guard kinds.isEmpty || kinds.contains(finding.kind) else { return false }
        if nodes.isEmpty { return true }
        return !finding.nodes.isEmpty && finding.nodes.allSatisfy(nodes.contains)
    }

    /// Whether people must be told that it is about to end; a short one needs no word.
    package func isNoticeDue(at now: Timestamp) -> Bool {
        isInForce(at: now) && !isEndAnnounced && to - from > Self.notice
            && to - now <= Self.notice
    }
}

/// The number of a maintenance window in its store, such as `M-0001`.
package typealias MaintenanceID = Identifier<MaintenanceWindow>

extension Identifier where Subject == MaintenanceWindow {
    /// The identifier of the window with this number, counted from 1 in each store.
    package init(number: Int) {
        let digits = String(number)
        self.init("M-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
    }

    /// The number of the window; nil when the identifier is not made of one.
    package var number: Int? {
        rawValue.hasPrefix("M-") ? Int(rawValue.dropFirst(2)) : nil
    }
}

extension MaintenanceWindow {
    /// Whether it is the same work on the same fleet at the same time.
    package func isSame(
        as nodes: [NodeID],
        of fleet: String?,
        _ from: Timestamp,
        _ to: Timestamp,
        _ reason: String
    ) -> Bool {
        self.from == from && self.to == to && self.nodes == nodes && mayConcern(fleet)
            && (self.reason == reason || self.reason == Redaction.placeholder)
    }
}
