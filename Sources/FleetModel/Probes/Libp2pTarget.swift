package import Primitives

/// What a `libp2p` probe asks: who a peer is, and which protocols it speaks.
package struct Libp2pTarget: ProbeDescriptor {
    /// The multiaddress, such as `/ip4/127.0.0.1/tcp/30303/p2p/16Uiu2…`.
    package var address: String
    /// The protocol ids to try on the peer; empty for those that the fleet's parties need.
    package var protocols: [String]
    /// A client that must be able to work with the peer.
    package var client: Client?
    /// The Waku cluster that the peer must belong to.
    package var cluster: UInt32?

    /// A client of one release, which matches protocol ids exactly.
    package struct Client: Equatable, Sendable {
        /// Its name for people, such as `js-waku 0.8`.
        package var name: String
        /// The ids that it needs; empty for a preset, which is known by its name.
        package var protocols: [String]
        /// The muxers that it offers; empty for those that are usual.
        package var muxers: [String]

        /// A client of these parts.
        package init(name: String, protocols: [String] = [], muxers: [String] = []) {
            self.name = name
            self.protocols = protocols
            self.muxers = muxers
        }

        /// The clients that need no more than their name.
        ///
        /// js-waku up to 0.8.1 speaks only the beta id, from 0.9.0 on both (its tags v0.8.1 and
        /// v0.9.0 of July 2021); both offered mplex alone, as nim-waku v0.4 does.
        package static let presets = [
            Client(
                name: "js-waku 0.8",
                protocols: ["/vac/waku/relay/2.0.0-beta2"],
                muxers: ["/mplex/6.7.0"]
            )
        ]

        /// The client with what its preset adds, if its name is that of one.
        package var complete: Client {
            guard protocols.isEmpty else { return self }
            return Self.presets.first { $0.name == name } ?? self
        }
    }

    /// A target of these parts.
    package init(
        address: String,
        protocols: [String] = [],
        client: Client? = nil,
        cluster: UInt32? = nil
    ) {
        self.address = address
        self.protocols = protocols
        self.client = client
        self.cluster = cluster
    }

    /// The span between two polls unless the fleet file says otherwise: each is a connection that
    /// the node's operators see, and fleet nodes are single-threaded.
    package static let usualInterval = Duration.seconds(60)
    /// The deadline of a poll unless the fleet file says otherwise: up to two connections with
    /// their handshakes, and some moments of waiting for what the peer does by itself.
    package static let usualTimeout = Duration.seconds(15)

    /// A peer tells of itself.
    package static let row = ProbeRow("libp2p", reachesNode: true, tellsOfProgram: true)

    /// The host of the peer.
    package var reach: ProbeReach { .peer(address) }

    /// The protocols that parties need, and the time that a handshake takes.
    package func complete(_ spec: inout ProbeSpec, of fleet: Fleet) {
        var target = self
        if target.protocols.isEmpty { target.protocols = fleet.neededProtocols }
        spec.target = .libp2p(target)
        spec.interval = spec.interval ?? max(fleet.polling.interval, Self.usualInterval)
        spec.timeout = spec.timeout ?? max(fleet.polling.timeout, Self.usualTimeout)
    }

    /// What a peer tells of itself; which protocols it has shows when it is asked.
    package var names: ProbeNames {
        var names = ProbeNames(of: .libp2p)
        names.add(facts: [.peerID, .protocols, .relay, .version, .agent, .observedAddress])
        names.add(facts: [.cluster, .listenAddresses, .shards, .client])
        names.prefixes = ["libp2p.", "pubsub."]
        return names
    }
}

extension Fleet {
    /// The protocol ids that parties need on every node, each once, in the order of the file.
    package var neededProtocols: [String] {
        var ids: [String] = []
        for need in parties.flatMap(\.needs) {
            for id in need.clause.containedProtocols where !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    /// A probe of this fleet with what the file leaves to the rest of it.
    package func completed(_ spec: ProbeSpec) -> ProbeSpec {
        var completed = spec
        spec.target.descriptor.complete(&completed, of: self)
        return completed
    }
}

extension Condition.Clause {
    fileprivate var containedProtocols: [String] {
        switch self {
        case .all(let clauses), .any(let clauses): clauses.flatMap(\.containedProtocols)
        case .comparison(let comparison):
            if case .value("protocols") = comparison.subject, comparison.comparator == .contains,
                case .text(let id) = comparison.operand
            {
                [id]
            } else {
                []
            }
        }
    }
}

extension Identifier where Subject == Fact {
    /// The program of a libp2p peer, in its own words.
    package static let agent = Self("agent")
    /// The address that a libp2p peer sees us at.
    package static let observedAddress = Self("observed.address")
    /// The addresses that a libp2p peer says it listens on.
    package static let listenAddresses = Self("listen.addresses")
    /// Of the ids in question, those that the peer lists.
    package static let libp2pListed = Self("libp2p.listed")
    /// Of the ids in question, those that the peer accepts.
    package static let libp2pAccepted = Self("libp2p.accepted")
    /// The ids that the peer asks of others.
    package static let libp2pAsked = Self("libp2p.asked")
    /// The topics that the peer subscribes to.
    package static let pubsubTopics = Self("pubsub.topics")
    /// The Waku cluster of the node.
    package static let cluster = Self("cluster")
    /// The shards of its cluster that the node takes part in.
    package static let shards = Self("shards")
    /// Whether the configured client could work with the node, in words.
    package static let client = Self("client")
}
