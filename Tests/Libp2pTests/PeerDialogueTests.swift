import Testing

@testable import Libp2p

/// Whole conversations with a peer in memory.
struct PeerDialogueTests {
    private static let stable = "/vac/waku/relay/2.0.0"
    private static let beta = "/vac/waku/relay/2.0.0-beta2"

    @Test(arguments: [MuxerID.yamux, MuxerID.mplex])
    func `a peer is identified and pinged over either muxer`(_ muxer: String) throws {
        var peer = ScriptedPeer()
        peer.muxerID = muxer
        var conversation = try Conversation(with: peer)
        try conversation.run()
        let report = conversation.dialogue.report
        #expect(report.failure == nil)
        #expect(report.notes.isEmpty)
        #expect(report.peerID == PeerID(peer.key.publicKey))
        #expect(report.muxer == muxer)
        #expect(report.agent == "scripted/1")
        #expect(report.protocols == ["/ipfs/id/1.0.0", "/ipfs/ping/1.0.0"])
        #expect(report.listenAddresses == ["/ip4/127.0.0.1/tcp/30303"])
        #expect(report.observedAddress == "/ip4/192.0.2.1/tcp/80")
        #expect(report.handshake == .milliseconds(2))
        #expect(report.ping == .milliseconds(1))
        #expect(conversation.peer.resets == 0)
        #expect(conversation.peer.hasGoneAway == (muxer == MuxerID.yamux))
    }

    @Test(arguments: 0..<4)
    func `identities of all four kinds are verified`(_ kind: Int) throws {
        let key =
            switch kind {
            case 0: try PeerKey.rsa()
            case 1: try PeerKey.secp256k1()
            case 2: try PeerKey.ecdsa()
            default: PeerKey.ed25519()
            }
        var peer = ScriptedPeer()
        peer.key = key
        let report = try Conversation.report(
            PeerQuestion(expectedPeer: PeerID(key.publicKey)),
            with: peer
        )
        #expect(report.failure == nil)
        let start = ["Qm", "16Uiu2HA", "Qm", "12D3KooW"][kind]
        #expect(report.peerID?.text.hasPrefix(start) == true)
    }

    @Test(arguments: 0..<4)
    func `a signature that does not fit the connection is refused`(_ kind: Int) throws {
        var peer = ScriptedPeer()
        switch kind {
        case 0: peer.key = try PeerKey.rsa()
        case 1: peer.key = try PeerKey.secp256k1()
        case 2: peer.key = try PeerKey.ecdsa()
        default: break
        }
        peer.payload = { payload in
            var payload = payload
            payload.signature[payload.signature.count - 1] ^= 1
            return payload
        }
        let report = try Conversation.report(with: peer)
        let word = ["RSA", "secp256k1", "ECDSA", "Ed25519"][kind]
        #expect(report.failure == .badSignature(keyType: word))
        #expect(report.peerID == nil)
    }

    @Test func `an RSA key of 1024 bits proves nothing`() throws {
        var peer = ScriptedPeer()
        peer.key = try PeerKey.shortRSA()
        let report = try Conversation.report(with: peer)
        #expect(report.failure == .badSignature(keyType: "RSA"))
    }

    @Test func `another identity than the expected one is told with both ids`() throws {
        let expected = PeerID(try PeerKey.secp256k1().publicKey)
        let peer = ScriptedPeer()
        let report = try Conversation.report(PeerQuestion(expectedPeer: expected), with: peer)
        let actual = PeerID(peer.key.publicKey)
        #expect(report.failure == .wrongPeer(expected: expected.text, actual: actual.text))
        #expect(report.peerID == actual)
        #expect(report.identify == nil)
    }

    @Test func `what a node lists, accepts and asks for are three things`() throws {
        // Master of July 2021: it accepts the beta id by its prefix, but lists and dials another.
        var peer = ScriptedPeer()
        peer.muxerID = MuxerID.mplex
        peer.listed.append(Self.stable)
        peer.alsoAccepts = [Self.beta]
        peer.asks = [IdentifyMessage.protocolID, Self.stable]
        peer.topics = ["/waku/2/default-waku/proto"]
        var conversation = try Conversation(
            PeerQuestion(protocols: [Self.beta, "/nobody/1"]),
            with: peer
        )
        try conversation.run()
        let report = conversation.dialogue.report
        #expect(report.failure == nil)
        #expect(report.protocols.contains(Self.stable))
        #expect(report.accepted == [Self.beta: true, "/nobody/1": false])
        #expect(report.asked == [IdentifyMessage.protocolID, Self.stable])
        #expect(report.topics == ["/waku/2/default-waku/proto"])
        #expect(conversation.peer.refusals.isEmpty)
        #expect(conversation.peer.visitor?.agentVersion == "tocsin")
        #expect(conversation.peer.visitor?.protocols.contains(Self.stable) == true)
        // The trials came after the node's own stream: the order shows in what it was asked.
        #expect(
            ProtocolVerdict(on: Self.beta, in: report)
                == .listsOtherVersion([Self.stable], accepts: true)
        )
        #expect(ProtocolVerdict(on: "/nobody/1", in: report) == .absent)
    }

    @Test func `a node that lists an id and asks for another version of it is told`() throws {
        var peer = ScriptedPeer()
        peer.listed += [Self.stable, Self.beta]
        peer.asks = [Self.stable]
        let report = try Conversation.report(PeerQuestion(protocols: [Self.beta]), with: peer)
        let verdict = ProtocolVerdict(on: Self.beta, in: report)
        #expect(verdict == .asksForOtherVersion([Self.stable]))
        #expect(verdict.sentence?.contains("asks for \(Self.stable)") == true)
        #expect(ProtocolVerdict(on: Self.stable, in: report) == .usable)
    }

    @Test func `the trials wait a moment for the relay stream of a relay node, no longer`() throws {
        var peer = ScriptedPeer()
        peer.listed.append(Self.stable)
        var conversation = try Conversation(PeerQuestion(protocols: [Self.stable]), with: peer)
        try conversation.run()
        #expect(conversation.dialogue.report.accepted == [Self.stable: true])
        #expect(conversation.now > PeerPlan.timeout)
        #expect(conversation.now < PeerPlan.timeout * 2)
    }

    @Test func `a node without ping is a note, not a failure`() throws {
        var peer = ScriptedPeer()
        peer.listed = ["/ipfs/id/1.0.0"]
        let report = try Conversation.report(with: peer)
        #expect(report.isPingRefused)
        #expect(report.failure == nil)
        #expect(report.identify != nil)
    }

    @Test func `a node that does not identify itself is still asked the rest`() throws {
        var peer = ScriptedPeer()
        peer.refuses = ["/ipfs/id/1.0.0"]
        peer.alsoAccepts = ["/a/1"]
        let report = try Conversation.report(PeerQuestion(protocols: ["/a/1"]), with: peer)
        #expect(report.notes.map(\.part) == ["identify"])
        #expect(report.accepted == ["/a/1": true])
        #expect(report.failure == nil)
    }

    @Test func `the cluster is asked for, and our own is told`() throws {
        var peer = ScriptedPeer()
        peer.listed.append(WakuMetadata.protocolID)
        peer.cluster = 3
        peer.asks = [WakuMetadata.protocolID]
        var conversation = try Conversation(PeerQuestion(cluster: 2), with: peer)
        try conversation.run()
        #expect(conversation.dialogue.report.metadata?.cluster == 3)
        #expect(conversation.dialogue.report.metadata?.shards == [0, 7])
        #expect(conversation.peer.metadata?.cluster == 2)
    }

    @Test func `without a cluster of our own the node hears its own`() throws {
        var peer = ScriptedPeer()
        peer.listed.append(WakuMetadata.protocolID)
        peer.cluster = 16
        peer.asks = [WakuMetadata.protocolID]
        var conversation = try Conversation(with: peer)
        try conversation.run()
        #expect(conversation.peer.metadata?.cluster == 16)
        #expect(conversation.dialogue.report.metadata?.cluster == 16)
    }

    @Test func `a node that asks for the cluster at the very end is still answered`() throws {
        var peer = ScriptedPeer()
        peer.listed.append(WakuMetadata.protocolID)
        peer.cluster = 16
        peer.asksInReturn = true
        var conversation = try Conversation(PeerQuestion(cluster: 7), with: peer)
        try conversation.run()
        #expect(conversation.peer.metadata?.cluster == 7)
        #expect(conversation.dialogue.report.asked == [WakuMetadata.protocolID])
        #expect(conversation.now < PeerPlan.timeout)
        #expect(conversation.peer.hasGoneAway)
        // One that never asks does not hold up the end for long.
        peer.asksInReturn = false
        var other = try Conversation(PeerQuestion(cluster: 7), with: peer)
        try other.run()
        #expect(other.dialogue.report.failure == nil)
        #expect(other.peer.hasGoneAway)
        #expect(other.now < PeerPlan.timeout * 2)
    }

    @Test func `what nobody knows is refused, not reset`() throws {
        var peer = ScriptedPeer()
        peer.asks = ["/ipfs/kad/1.0.0", "/meshsub/1.1.0"]
        var conversation = try Conversation(with: peer)
        try conversation.run()
        #expect(conversation.peer.refusals == ["/ipfs/kad/1.0.0"])
        #expect(conversation.peer.resets == 0)
        #expect(conversation.dialogue.report.asked == peer.asks)
    }

    @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\0\0"])
    func `a port that speaks something else is told`(_ greeting: String) throws {
        var dialogue = try PeerDialogue.probe()
        dialogue.receive(Array(greeting.utf8), at: .zero)
        #expect(dialogue.report.failure == .notLibp2p)
    }

    @Test func `a node without noise, and one without a known muxer, are told`() throws {
        var dialogue = try PeerDialogue.probe()
        dialogue.receive(
            Multistream.message(Multistream.header) + Multistream.message("na"),
            at: .zero
        )
        #expect(dialogue.report.failure == .noneAccepted(["/noise"]))
        var peer = ScriptedPeer()
        peer.muxerID = "/other/1"
        let report = try Conversation.report(with: peer)
        #expect(report.failure == .noneAccepted([MuxerID.yamux, MuxerID.mplex]))
    }
}
