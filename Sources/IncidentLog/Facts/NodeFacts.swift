package import Primitives

/// What a node told of itself, as it was written down.
package struct NodeFacts: Codable, Equatable, Sendable {
    /// What it last told.
    package internal(set) var values: [FactName: [String]] = [:]
    /// When each of those was written down.
    package internal(set) var changedAt: [FactName: Timestamp] = [:]
    /// The identities that it had before a change that nobody has accepted yet.
    package internal(set) var identitiesBefore: [FactName: [String]] = [:]
}

/// A node of a fleet.
package typealias NodeKey = FleetKey<Named.Node>

extension LogState {
    /// What a node of a fleet told of itself.
    ///
    /// What is known without its fleet is that of whatever fleet asks for it, until one writes down
    /// something of its own and so claims it.
    package func facts(of node: NodeID, in fleet: String?) -> NodeFacts {
        nodeFacts[factPlace(of: NodeKey(node, of: fleet))] ?? NodeFacts()
    }

    /// The nodes of a fleet that told something of themselves, by name.
    package func nodes(of fleet: String?) -> [NodeID] {
        Set(nodeFacts.keys.filter { mayBeSame($0.fleet, fleet) }.map(\.id)).sorted()
    }

    private func factPlace(of key: NodeKey) -> NodeKey {
        let unclaimed = NodeKey(key.id, of: nil)
        return nodeFacts[key] == nil && nodeFacts[unclaimed] != nil ? unclaimed : key
    }

    mutating func apply(_ event: FleetEvent, of entry: Entry) {
        switch event {
        case .factChanged(let node, let fact, let before, let values, let fleet):
            let key = NodeKey(node, of: fleet)
            let place = factPlace(of: key)
            if place != key { nodeFacts[key] = nodeFacts.removeValue(forKey: place) }
            if fact == .version {
                let known = nodeFacts[key]?.values[fact]?.first
                countVersion(of: key, from: known, to: values.first, at: entry.occurredAt)
            }
            nodeFacts[key, default: NodeFacts()]
                .change(fact, from: before, to: values, at: entry.occurredAt)
            noteDeparture(
                of: fact,
                on: node,
                in: fleet,
                from: before,
                to: values,
                at: entry.occurredAt
            )
        case .logLine: break
        }
    }

    /// What a node of a fleet changed to is from now on what it is.
    mutating func acceptIdentity(_ fact: FactName, of node: NodeID, in fleet: String?) {
        nodeFacts[factPlace(of: NodeKey(node, of: fleet))]?.identitiesBefore[fact] = nil
    }
}

extension NodeFacts {
    /// Keeps what a node was before a change that nobody has accepted; a change back settles it.
    fileprivate mutating func change(
        _ fact: FactName,
        from before: [String],
        to values: [String],
        at now: Timestamp
    ) {
        if FactName.identities.contains(fact), !before.isEmpty {
            let first = identitiesBefore[fact] ?? before
            identitiesBefore[fact] = first.sorted() == values.sorted() ? nil : first
        }
        self.values[fact] = values
        changedAt[fact] = now
    }

    mutating func move(by step: Duration) { changedAt = changedAt.mapValues { $0 + step } }
}
