import IncidentCore
import Testing

@testable import Libp2p

/// Whatever a peer sends, the conversation ends in words.
struct HostileBytesTests {
    private func recording(_ muxer: String) throws -> [UInt8] {
        var peer = ScriptedPeer()
        peer.muxerID = muxer
        peer.listed += ["/vac/waku/relay/2.0.0", WakuMetadata.protocolID]
        peer.asks = [IdentifyMessage.protocolID, "/vac/waku/relay/2.0.0"]
        peer.topics = ["a"]
        var conversation = try Conversation(PeerQuestion(protocols: ["/a/1"]), with: peer)
        try conversation.run()
        #expect(conversation.dialogue.report.failure == nil)
        return conversation.heard
    }

    /// The same bytes again, without a peer.
    private func replay(_ bytes: some Collection<UInt8>, inPieces: Bool) throws -> PeerDialogue {
        var dialogue = try PeerDialogue.probe(PeerQuestion(protocols: ["/a/1"]))
        if inPieces {
            for byte in bytes { dialogue.receive([byte], at: .zero) }
        } else {
            dialogue.receive(Array(bytes), at: .zero)
        }
        return dialogue
    }

    @Test(arguments: [MuxerID.yamux, MuxerID.mplex])
    func `a session cut at any byte is a clear failure`(_ muxer: String) throws {
        let bytes = try recording(muxer)
        #expect(bytes.count > 500)
        for count in 0..<bytes.count {
            var dialogue = try replay(bytes.prefix(count), inPieces: false)
            #expect(!dialogue.isFinished, "after \(count) bytes")
            dialogue.receiveEnd(at: .zero)
            #expect(dialogue.isFinished)
            guard case .closed(let stage) = dialogue.report.failure else {
                Issue.record("after \(count) bytes: \(String(describing: dialogue.report.failure))")
                return
            }
            #expect(!stage.isEmpty)
        }
    }

    @Test func `a session byte by byte is the same session`() throws {
        let dialogue = try replay(try recording(MuxerID.yamux), inPieces: true)
        #expect(dialogue.report.failure == nil)
        #expect(dialogue.report.identify != nil)
        #expect(dialogue.report.accepted == ["/a/1": false])
    }

    @Test func `a session with any byte changed is refused or goes on, and never traps`() throws {
        let bytes = try recording(MuxerID.yamux)
        var failures = 0
        for place in stride(from: 0, to: bytes.count, by: 3) {
            var changed = bytes
            changed[place] ^= 0x41
            var dialogue = try replay(changed, inPieces: false)
            dialogue.receiveEnd(at: .zero)
            if dialogue.report.failure != nil { failures += 1 }
        }
        // Everything behind the first lines is authenticated.
        #expect(failures > bytes.count / 3 - 10)
    }

    @Test(arguments: [MuxerID.yamux, MuxerID.mplex])
    func `a peer that speaks well and then raves is stopped in words`(_ muxer: String) throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<150 {
            var peer = ScriptedPeer()
            peer.muxerID = muxer
            peer.listed += ["/vac/waku/relay/2.0.0", WakuMetadata.protocolID]
            peer.asks = ["/vac/waku/relay/2.0.0", WakuMetadata.protocolID]
            let plan = (0..<64).map { _ in UInt64.random(in: .min ... .max, using: &random) }
            let box = Box()
            peer.mangle = { bytes in
                var bytes = bytes
                let dice = plan[box.next() % plan.count]
                guard !bytes.isEmpty, dice % 3 != 0 else { return bytes }
                let place = Int(dice >> 8 & 0xFFFF) % bytes.count
                switch dice >> 4 & 3 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: dice >> 32)
                case 1: bytes.removeSubrange(place...)
                case 2: bytes.insert(contentsOf: bytes[place...], at: place)
                default: bytes = (0..<40).map { UInt8(truncatingIfNeeded: dice >> ($0 % 56)) }
                }
                return bytes
            }
            var conversation = try Conversation(PeerQuestion(protocols: ["/a/1"]), with: peer)
            // The peer may be at a loss too.
            try? conversation.run()
            conversation.dialogue.receiveEnd(at: conversation.now)
            #expect(conversation.dialogue.isFinished)
            if let failure = conversation.dialogue.report.failure {
                #expect(!failure.sentence.isEmpty)
            }
        }
    }

    @Test func `random bytes never trap a reader`() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<3000 {
            let count = Int.random(in: 0...60, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            _ = try? IdentifyMessage(bytes)
            _ = try? WakuMetadata(bytes)
            _ = try? NoisePayload(bytes)
            _ = try? PublicKey(encoded: bytes)
            _ = Multiaddress.text(ofBytes: bytes)
            var topics = PubsubTopics()
            _ = try? topics.receive(bytes)
            var queue = ByteQueue()
            queue.append(bytes)
            var yamux = Yamux()
            _ = try? yamux.receive(&queue)
            queue.append(bytes)
            var mplex = Mplex()
            _ = try? mplex.receive(&queue)
        }
    }

    @Test func `what a node sends unasked is bounded`() throws {
        var peer = ScriptedPeer()
        peer.asks = ["/vac/waku/relay/2.0.0"]
        // A pubsub message of 1 GiB is announced, and comes and comes.
        let flood = YamuxListener.frame(0, 0, 2, 60_000, [UInt8](repeating: 0, count: 60_000))
        peer.refuses = ["/ipfs/id/1.0.0", "/ipfs/ping/1.0.0"]
        peer.mangle = { $0 + (0..<150).flatMap { _ in flood } }
        let report = try Conversation.report(with: peer)
        #expect(
            report.failure
                == .tooLarge(what: "what the node sent unasked", limitBytes: 8 << 20)
        )
    }
}

/// A counter that a closure can keep.
private final class Box {
    private var count = 0

    func next() -> Int {
        defer { count += 1 }
        return count
    }
}
