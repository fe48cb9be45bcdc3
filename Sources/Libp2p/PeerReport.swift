/// What a conversation with a peer brought.
package struct PeerReport: Equatable, Sendable {
    /// The id proven by the handshake; nil before that.
    package internal(set) var peerID: PeerID?
    /// The muxer agreed on.
    package internal(set) var muxer: String?
    /// From the connection to the proven identity.
    package internal(set) var handshake: Duration?
    /// From the connection to the peer's identify message.
    package internal(set) var identified: Duration?
    /// What the peer says of itself.
    package internal(set) var identify: IdentifyMessage?
    /// The round trip of a ping.
    package internal(set) var ping: Duration?
    /// Whether the peer does not speak the ping protocol.
    package internal(set) var isPingRefused = false
    /// For each id that was tried, whether the peer accepts it on a stream of ours.
    package internal(set) var accepted: [String: Bool] = [:]
    /// The ids that the peer asked of us, each once, in their order.
    package internal(set) var asked: [String] = []
    /// The topics that the peer subscribes to.
    package internal(set) var topics: [String] = []
    /// The network that the peer says it belongs to.
    package internal(set) var metadata: WakuMetadata?
    /// Parts that gave nothing usable though the conversation went on.
    package internal(set) var notes: [Note] = []
    /// Why the conversation ended before it was complete.
    package internal(set) var failure: Libp2pError?
    /// What the peer was doing at the end, for a time-out: such as `waiting for identify`.
    package internal(set) var stage = ""
    /// When the peer closed the connection by itself, after all that was asked was answered.
    package internal(set) var droppedAt: Duration?
    /// When we first answered `na` to an id that the peer asked for.
    package internal(set) var refusedAt: Duration?
    /// The id that we first answered `na` to, out of those of the client's own protocols.
    package internal(set) var refusedID: String?

    /// A part of the conversation and what went wrong with it.
    package struct Note: Equatable, Sendable {
        /// The part, such as `identify`.
        package let part: String
        /// What went wrong.
        package let error: Libp2pError
    }

    /// From our first refusal to the moment when the peer closed the connection by itself.
    package var timeToDrop: Duration? {
        guard let refusedAt, let droppedAt else { return nil }
        return droppedAt - refusedAt
    }
    /// The agent, if the peer tells one.
    package var agent: String? { identify?.agentVersion }
    /// The exact ids of the protocols that the peer lists, in its order.
    package var protocols: [String] { identify?.protocols ?? [] }
    /// The addresses that the peer says it listens on, as text.
    package var listenAddresses: [String] {
        identify?.listenAddresses.map(Multiaddress.text(ofBytes:)) ?? []
    }
    /// The address that the peer sees us at, as text.
    package var observedAddress: String? {
        guard let bytes = identify?.observedAddress, !bytes.isEmpty else { return nil }
        return Multiaddress.text(ofBytes: bytes)
    }

    /// A report of nothing yet.
    init() {}
}
