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
