import Cryptography
import FleetModel
import Primitives
import Libp2p
import WebClient

extension ProbeSession {
    /// Asks a libp2p peer who it is and what it speaks; then, on a second connection, whether the
    /// configured client could work with it.
    func readLibp2p(_ target: Libp2pTarget) async -> PollResult {
        await part("libp2p") { reading throws(ProbeFailure) in
            let dialler = PeerDialler(web: web, address: try Self.address(target))
            let question = PeerQuestion(
                expectedPeer: try Self.expectedPeer(dialler.address),
                protocols: target.protocols,
                cluster: target.cluster
            )
            let report = try await ask(dialler, question, as: .probe)
            reading.record(report, question)
            reading.judge(report, of: target, in: web)
            guard report.failure == nil, let client = target.client?.complete else { return }
            try await emulate(client, dialler, question, &reading)
        }
    }

    private static func address(_ target: Libp2pTarget) throws(ProbeFailure) -> PeerAddress {
        do throws(PeerAddress.Mistake) {
            return try PeerAddress(target.address)
        } catch {
            throw .silent(.other("the address \(error.sentence)"))
        }
    }

    private static func expectedPeer(_ address: PeerAddress) throws(ProbeFailure) -> PeerID? {
        guard let text = address.peerID else { return nil }
        guard let peer = PeerID(text) else {
            throw .silent(.other("the address \(PeerAddress.Mistake.badPeerID.sentence)"))
        }
        return peer
    }

    func ask(
        _ dialler: PeerDialler,
        _ question: PeerQuestion,
        as identity: PeerIdentity
    ) async throws(ProbeFailure) -> PeerReport {
        do throws(FailureReason) {
            return try await dialler.ask(question, as: identity)
        } catch {
            throw .silent(error)
        }
    }

    private func emulate(
        _ client: Libp2pTarget.Client,
        _ dialler: PeerDialler,
        _ question: PeerQuestion,
        _ reading: inout PollResult
    ) async throws(ProbeFailure) {
        let pinned = PinnedClient(client)
        var question = question
        question.client = pinned
        let report = try await ask(dialler, question, as: .client)
        // Time that ran out on our side says nothing of the client.
        guard !Task.isCancelled else { throw .silent(web.stopped) }
        let obstacle = pinned.obstacle(in: report)
        reading.record(.clientOK, obstacle == nil ? 1 : 0)
        reading.record(.clientDrop, report.timeToDrop?.inSeconds)
        reading.record(
            .client,
            obstacle.map { "\(pinned.name) cannot connect: \($0)" } ?? "\(pinned.name) can connect"
        )
        if let obstacle {
            let problem = FailureReason.other("cannot connect: \(obstacle.asToldByNode)")
            reading.fail("client \(pinned.name)", .answered(problem))
        }
    }
}

extension PeerIdentity {
    /// The identities of this process: nodes remember peers, so there is one for all probes, and
    /// one for emulated clients, as a node may refuse a second connection of the same peer.
    static let probe = PeerIdentity.random()
    static let client = PeerIdentity.random()

    private static func random() -> PeerIdentity {
        guard let secret = SigningKey(seed: PeerDialler.randomBytes()) else {
            preconditionFailure("32 bytes are a key")
        }
        return PeerIdentity(secret, staticSecret: PeerDialler.randomBytes())
    }
}

extension PinnedClient {
    fileprivate init(_ client: Libp2pTarget.Client) {
        let usual = [MuxerID.yamux, MuxerID.mplex]
        self.init(
            name: client.name,
            protocols: client.protocols,
            muxers: client.muxers.isEmpty ? usual : client.muxers
        )
    }
}

extension PollResult {
    /// Says what was wrong with a conversation.
    fileprivate mutating func judge(
        _ report: PeerReport,
        of target: Libp2pTarget,
        in web: WebSession
    ) {
        for problem in report.notes {
            note("libp2p " + problem.part.asToldByNode, .other(problem.error.sentence.asToldByNode))
        }
        if report.isPingRefused { note("libp2p", .other("the node does not answer pings")) }
        if let expected = target.cluster, let actual = report.metadata?.cluster, actual != expected
        {
            fail("libp2p", .answered(.other("belongs to cluster \(actual), not \(expected)")))
        }
        guard let failure = report.failure else { return }
        // We closed the connection ourselves when the time was over.
        let reason: FailureReason =
            if Task.isCancelled {
                .other("\(web.stopped.sentence) \(report.stage)")
            } else {
                .other(failure.sentence.asToldByNode)
            }
        fail("libp2p", report.peerID == nil ? .silent(reason) : .answered(reason))
    }

    /// Keeps what a conversation brought, whether or not it came to its end.
    fileprivate mutating func record(_ report: PeerReport, _ question: PeerQuestion) {
        // A proven identity is an answer, whatever went wrong afterwards.
        isAnswered = isAnswered || report.peerID != nil
        isProven = report.peerID != nil
        latency = report.identified ?? report.handshake
        record(.peerID, report.peerID?.text)
        record(.handshake, report.handshake?.inSeconds)
        record(.ping, report.ping?.inSeconds)
        record(.agent, report.agent)
        record(.observedAddress, report.observedAddress)
        if let cluster = report.metadata?.cluster { record(.cluster, String(cluster)) }
        let shards = report.metadata?.shards.map(String.init) ?? []
        if !shards.isEmpty { record(.shards, shards) }
        if !report.topics.isEmpty { record(.pubsubTopics, report.topics) }
        if report.peerID != nil { record(.libp2pAsked, report.asked) }
        guard report.identify != nil else { return }
        record(.protocols, report.protocols)
        record(.listenAddresses, report.listenAddresses)
        let relay = report.protocols.filter { $0.hasPrefix("/vac/waku/relay/") }
        if !relay.isEmpty { record(.relay, relay) }
        guard !question.protocols.isEmpty else { return }
        record(.libp2pListed, question.protocols.filter(report.protocols.contains))
        record(.libp2pAccepted, question.protocols.filter { report.accepted[$0] == true })
        for id in question.protocols where report.accepted[id] != nil {
            if let sentence = ProtocolVerdict(on: id, in: report).sentence {
                note(id, .other(sentence.asToldByNode))
            }
        }
    }
}
