/// One peer in the book of a Waku node, all its rows put together.
package struct WakuPeer: Sendable, Equatable {
    /// The identity in base58.
    package let peerID: String
    /// Every address the node keeps for it.
    package internal(set) var multiaddrs: [String] = []
    /// The protocol identifiers; from old nodes only those the node itself asked for.
    package internal(set) var protocols: [String] = []
    /// Whether the node believes it is connected; nil when it did not say.
    package internal(set) var connected: Bool?
    /// The shards it takes part in, sorted.
    package internal(set) var shards: [Int] = []
    /// The agent text of identify; since v0.36.
    package internal(set) var agent: String?
    /// How the node heard of it, for example `Discv5`; since v0.31.
    package internal(set) var origin: String?
    /// The gossip score.
    package internal(set) var score: Double?

    /// A peer of which only the identity is known.
    package init(peerID: String) {
        self.peerID = peerID
    }

    /// Reads one element of any version; nil without an identity.
    init?(row: JSONValue) {
        let single = row["multiaddr"]?.string.map { [$0] } ?? []
        let addresses = single + (row["multiaddrs"]?.array ?? []).compactMap(\.string)
        let identity = row["id"]?.string ?? row["peerId"]?.string
        guard let peerID = identity ?? addresses.firstPeerID, !peerID.isEmpty else { return nil }
        self.peerID = peerID
        multiaddrs = addresses
        let entries = (row["protocol"].map { [$0] } ?? []) + (row["protocols"]?.array ?? [])
        protocols = entries.compactMap { $0.string ?? $0["protocol"]?.string }
        let states = entries.compactMap { $0["connected"].flatMap(Self.isConnected) }
        connected =
            row["connected"].flatMap(Self.isConnected)
            ?? (states.isEmpty ? nil : states.contains(true))
        shards = (row["shards"]?.array ?? []).compactMap(\.integer)
        shards += (row["pubsubTopics"]?.array ?? []).compactMap(Self.shard(ofTopic:))
        agent = row["agent"]?.string
        origin = row["origin"]?.string
        score = row["score"]?.double
    }

    /// Adds what another row of the same peer says.
    mutating func merge(_ other: WakuPeer) {
        multiaddrs += other.multiaddrs
        protocols += other.protocols
        shards += other.shards
        if let theirs = other.connected { connected = (connected ?? false) || theirs }
        agent = agent ?? other.agent
        origin = origin ?? other.origin
        score = score ?? other.score
    }

    /// Drops what several rows repeat; the order of first appearance stays.
    mutating func removeRepetitions() {
        multiaddrs = multiaddrs.withoutRepetitions
        protocols = protocols.withoutRepetitions
        shards = Set(shards).sorted()
    }

    /// A truth value before v0.36, then one of four words of which one means yes.
    private static func isConnected(_ value: JSONValue) -> Bool? {
        if let flag = value.bool { return flag }
        switch value.string.map(WakuWord.normalized) {
        case "connected": return true
        case "notconnected", "cannotconnect", "canconnect": return false
        default: return nil
        }
    }

    /// The shard in `/waku/2/rs/<cluster>/<shard>`.
    private static func shard(ofTopic topic: JSONValue) -> Int? {
        let parts = (topic.string ?? "").split(separator: "/", maxSplits: 6)
        guard parts.count == 5, parts[2] == "rs" else { return nil }
        return Int(parts[4])
    }
}

extension [String] {
    /// The identity in the first address that holds one.
    fileprivate var firstPeerID: String? {
        for address in self {
            if let peerID = Multiaddress.peerID(in: address) { return peerID }
        }
        return nil
    }

    fileprivate var withoutRepetitions: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
