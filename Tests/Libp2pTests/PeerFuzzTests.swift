import Fuzzing
import Testing

@testable import Libp2p

/// Peers that rave, and bytes that nobody meant.
struct PeerFuzzTests {
    @Test(arguments: [MuxerID.yamux, MuxerID.mplex])
    func `a peer that speaks well and then raves is stopped in words`(_ muxer: String) throws {
        for var round in FuzzRounds(150, seed: 11) {
            var peer = ScriptedPeer()
            peer.muxerID = muxer
            peer.listed += ["/vac/waku/relay/2.0.0", WakuMetadata.protocolID]
            peer.asks = ["/vac/waku/relay/2.0.0", WakuMetadata.protocolID]
            let plan = (0..<64).map { _ in UInt64.random(in: .min ... .max, using: &round) }
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
            #expect(conversation.dialogue.isFinished, "\(round)")
            if let failure = conversation.dialogue.report.failure {
                #expect(!failure.sentence.isEmpty, "\(round)")
            }
        }
    }

    @Test func `random bytes never trap a reader`() throws {
        for var round in FuzzRounds(3000, seed: 5) {
            let bytes = round.bytes(upTo: 60)
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
}

/// A counter that a closure can keep.
private final class Box {
    private var count = 0

    func next() -> Int {
        defer { count += 1 }
        return count
    }
}
