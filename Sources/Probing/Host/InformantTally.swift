import FleetModel
import HostAccess
import Primitives

/// What Substrate's informant told: each half of a node writes a line every 5 seconds
/// (substrate client/informant at polkadot-v0.9.22, src/lib.rs and src/display.rs).
struct InformantTally: Sendable {
    /// The newest line of one half.
    private struct Half: Sendable {
        var best: Double?
        var finalized: Double?
        var peers: Double?
        var lastAt: Timestamp?
        /// Whether the poll under way brought a line.
        var isNew = false
    }

    private var node = Half()
    private var relay = Half()
    /// Whether the newest line had its height in a form that is not known.
    private var isUnreadable = false

    /// So long a half may be silent while the other one goes on: six lines.
    private static let silenceLimit: Duration = .seconds(30)

    private static let best = Array("best: #".utf8)
    private static let finalized = Array("finalized #".utf8)
    private static let finalizedOnce = Array("finalized: #".utf8)
    private static let peers = Array(" peers)".utf8)
    private static let relayMark = Array("[Relaychain]".utf8)

    mutating func beginPoll() {
        node.isNew = false
        relay.isNew = false
    }

    mutating func endPoll(at now: Timestamp) {
        if node.isNew { node.lastAt = now }
        if relay.isNew { relay.lastAt = now }
    }

    mutating func examine(_ line: Span<UInt8>) {
        guard let best = line.offset(after: Self.best), line.contains(Self.peers.span) else {
            return
        }
        var half = Half()
        half.best = line.number(at: best)
        isUnreadable = half.best == nil
        half.finalized =
            (line.offset(after: Self.finalized) ?? line.offset(after: Self.finalizedOnce))
            .flatMap { line.number(at: $0) }
        half.peers = line.offset(after: Self.peers)
            .flatMap { line.number(endingAt: $0 - Self.peers.count) }
        half.isNew = true
        if line.contains(Self.relayMark.span) {
            half.lastAt = relay.lastAt
            relay = half
        } else {
            half.lastAt = node.lastAt
            node = half
        }
    }

    func record(into reading: inout PollResult, at now: Timestamp) {
        if let lastAt = node.lastAt {
            reading.record(.logBest, node.best)
            reading.record(.logFinalized, node.finalized)
            reading.record(.logPeers, node.peers)
            reading.record(.logInformantAge, (now - lastAt).inSeconds)
        }
        if let lastAt = relay.lastAt {
            reading.record(.logRelayBest, relay.best)
            reading.record(.logRelayFinalized, relay.finalized)
            reading.record(.logRelayPeers, relay.peers)
            reading.record(.logRelayInformantAge, (now - lastAt).inSeconds)
        }
        if isUnreadable {
            reading.note(
                "log",
                .other("the block height in the node's status lines cannot be read")
            )
        }
        report("parachain", node, besides: relay, at: now, into: &reading)
        report("relay", relay, besides: node, at: now, into: &reading)
    }

    private func report(
        _ name: String,
        _ half: Half,
        besides other: Half,
        at now: Timestamp,
        into reading: inout PollResult
    ) {
        guard other.isNew, let lastAt = half.lastAt, now - lastAt > Self.silenceLimit else {
            return
        }
        let span = (now - lastAt).brief
        reading.fail(
            "log",
            .answered(.other("the \(name) half has written nothing for \(span)"))
        )
    }
}
