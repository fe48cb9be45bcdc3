package import Primitives

/// A name that is unique within a fleet, with that fleet: two fleets that share a log may have
/// nodes, and so signals, of the same names.
package struct FleetKey<Subject>: Codable, Hashable, Sendable {
    /// The name within the fleet.
    package let id: Identifier<Subject>
    /// The fleet; nil when it is not known: it was written down before fleets were, or whoever asks
    /// looks at none.
    package let fleet: String?

    /// A name of this fleet.
    package init(_ id: Identifier<Subject>, of fleet: String?) {
        self.id = id
        self.fleet = fleet
    }
}

extension FleetKey {
    /// The name with its fleet, where names of several fleets stand together.
    package var words: String { fleet.map { "\(id) of \($0)" } ?? id.rawValue }
}

extension FleetKey: Comparable {
    /// Orders by name, then by fleet.
    package static func < (left: Self, right: Self) -> Bool {
        (left.id, left.fleet ?? "") < (right.id, right.fleet ?? "")
    }
}

/// A signal of a fleet.
package typealias SignalKey = FleetKey<Named.Signal>

extension SignalKey {
    /// The signal of one node by the rule that this one is of.
    package func member(_ node: NodeID) -> SignalKey {
        SignalKey(SignalID("\(id)/\(node)"), of: fleet)
    }
}

extension DecisionContext {
    /// The name in the fleet that whoever asks looks at.
    func key<Subject>(_ id: Identifier<Subject>) -> FleetKey<Subject> { FleetKey(id, of: fleet) }
}

extension Finding {
    /// The signal that it is.
    package var key: SignalKey { SignalKey(id, of: fleet) }
}

extension SignalState {
    /// Its identity in its fleet.
    package var key: SignalKey { finding.key }
}

extension Event {
    /// Whether what a watch wrote down may be about this fleet: what does not say of which fleet it
    /// is, is about any.
    package func mayConcern(_ fleet: String?) -> Bool {
        switch self {
        case .signal(let event): mayBeSame(event.fleet, fleet)
        case .fleet(.factChanged(_, _, _, _, let its)), .fleet(.logLine(_, _, let its)):
            mayBeSame(its, fleet)
        case .incident, .role, .timeline, .task, .advice, .clock, .attendance, .checklist, .update,
            .delivery, .impact, .watch, .log, .change, .policy, .baseline, .unknown:
            true
        }
    }
}
