package import Primitives

/// What happened to the picture of a fleet that is taken before it is changed.
package enum BaselineEvent: EventFamily {
    /// What the log tells of these nodes is what a roll-back is held against from now on.
    ///
    /// `change` is the change that it was taken for, if any.
    case taken(baseline: BaselineID, fleet: String?, change: String?, nodes: [NodePicture])
    /// Somebody decided that a key may stay what it has become.
    case accepted(
        node: NodeID,
        key: FactName,
        values: [String],
        reason: String,
        fleet: String?
    )

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case taken
        case accepted
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .taken: .taken
        case .accepted: .accepted
        }
    }
}

/// What was known of a node when a baseline was taken, in short.
///
/// Each key and its value is in the log already; what changes from here on is told beside what it
/// was.
package struct NodePicture: Codable, Equatable, Sendable {
    /// The node.
    package let node: NodeID
    /// The version of its program.
    package let version: String?
    /// How many keys it had: facts, and the keys of its configuration.
    package let keys: Int
    /// The digest of its whole configuration.
    package let configuration: String?
    /// The digest of the layout of its database.
    package let layout: String?
    /// Who it is: its peer id and its genesis, as far as it told them.
    package let identity: [String]
    /// The protocols that it spoke.
    package let protocols: [String]

    /// A picture of these parts.
    package init(
        node: NodeID,
        version: String? = nil,
        keys: Int,
        configuration: String? = nil,
        layout: String? = nil,
        identity: [String] = [],
        protocols: [String] = []
    ) {
        self.node = node
        self.version = version
        self.keys = keys
        self.configuration = configuration
        self.layout = layout
        self.identity = identity
        self.protocols = protocols
    }

    /// The picture of a node that told these facts.
    init(_ node: NodeID, _ facts: [FactName: [String]]) {
        func value(_ fact: FactName) -> String? { facts[fact]?.joined(separator: " ") }
        self.init(
            node: node,
            version: value(.version),
            keys: facts.count { $0.key.isOfBaseline && $0.value != FactListing.absent },
            configuration: value(.configDigest),
            layout: value(.databaseLayout),
            identity: [value(.peerID), value(.genesis), value(.relayGenesis)].compactMap { $0 },
            protocols: facts[.protocols] ?? facts[.relay] ?? []
        )
    }
}
