package import Primitives

/// That a version may run for a while although it is no release: what, where, why, until when, and
/// how the fleet comes back to a release.
package struct PolicyException: Codable, Equatable, Sendable {
    /// Its number in the store, such as `EXC-0001`.
    package let id: ExceptionID
    /// The fleet; nil when it was written down without one, and so may be any.
    package let fleet: String?
    /// The incident in which it was asked for.
    package let incident: IncidentID?
    /// The nodes that may run the version; empty means all.
    package let nodes: [NodeID]
    /// The version that may run.
    package let version: String
    /// What sort of reason there is.
    package let reasonClass: ReasonClass
    /// The reason in words.
    package internal(set) var text: String
    /// When it ends by itself.
    package let expires: Timestamp
    /// How the fleet comes back to a release.
    package internal(set) var exitPlan: String
    /// The update of the incident that informed the parties.
    package let update: Int
    /// Who asked for it.
    package let requestedBy: Actor
    /// When it was asked for.
    package internal(set) var requestedAt: Timestamp
    /// The entry that asked for it.
    let entry: EntryID
    /// Who agreed, and when; nil while nobody has.
    package internal(set) var approval: Act?
    /// Who ended or withdrew it, and when; nil while nobody has.
    package internal(set) var ending: Act?
    /// Why it was ended.
    package internal(set) var endReason: String?
    /// The entry that ended it.
    var endEntry: EntryID?

    /// Who did something to it, and when.
    package struct Act: Codable, Equatable, Sendable {
        /// Who.
        package let by: Actor
        /// When.
        package internal(set) var at: Timestamp
    }

    /// The sorts of reasons.
    package enum ReasonClass: String, Codable, CaseIterable, Sendable {
        /// A release has a fault that only a later version mends.
        case criticalBugInRelease = "critical-bug-in-release"
        case security
        /// Service is to be restored, by whatever version does so.
        case restoreService = "restore-service"
        case other
    }

    /// Where an exception stands.
    package enum State: String, CaseIterable, Sendable {
        /// It waits for a second person.
        case requested
        case inForce = "in force"
        case expired
        case withdrawn
        case ended
    }

    /// How long an exception lasts when nobody says so.
    package static let usualSpan: Duration = .seconds(72 * 3600)
    /// The longest exception: 14 days.
    package static let longestSpan: Duration = .seconds(14 * 86_400)
    /// How long before its end people are reminded.
    private static let notice: Duration = .seconds(12 * 3600)

    /// Where it stands at this moment.
    package func state(at now: Timestamp) -> State {
        if ending != nil { return approval == nil ? .withdrawn : .ended }
        if expires <= now { return .expired }
        return approval == nil ? .requested : .inForce
    }

    /// Whether it allows something at this moment.
    package func isInForce(at now: Timestamp) -> Bool { state(at: now) == .inForce }

    /// Whether it is in force and ends so soon that people must be reminded: in the last 12 hours,
    /// and of a short one in its last quarter.
    package func isEndingSoon(at now: Timestamp) -> Bool {
        isInForce(at: now) && expires - now <= min(Self.notice, (expires - requestedAt) / 4)
    }

    /// Whether it may be about this fleet: one without a fleet is about any.
    package func mayConcern(_ fleet: String?) -> Bool { mayBeSame(self.fleet, fleet) }

    /// Whether it is about a node; without one, about all nodes.
    func concerns(_ node: NodeID?) -> Bool {
        nodes.isEmpty || node.map(nodes.contains) == true
    }

    mutating func move(by step: Duration) {
        requestedAt = requestedAt + step
        if let at = approval?.at { approval?.at = at + step }
        if let at = ending?.at { ending?.at = at + step }
    }
}

/// The number of an exception from a release policy in its store, such as `EXC-0001`.
package typealias ExceptionID = Identifier<PolicyException>

extension Identifier where Subject == PolicyException {
    /// The identifier of the exception with this number, counted from 1 in each store.
    package init(number: Int) {
        let digits = String(number)
        self.init("EXC-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
    }

    /// The number of the exception; nil when the identifier is not made of one.
    package var number: Int? {
        rawValue.hasPrefix("EXC-") ? Int(rawValue.dropFirst(4)) : nil
    }
}
