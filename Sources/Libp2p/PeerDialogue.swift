/// A conversation with a libp2p peer, as the side that dialled: bytes in, bytes and findings out.
///
/// It knows no clock and no socket. Whoever owns the connection feeds what comes in, sends what
/// `takeOutput` gives, calls `wake` at `wakeAt`, and closes when `isFinished`. Moments are spans
/// since the connection was there.
package struct PeerDialogue: Sendable {
    enum Phase {
        case agreeingOnSecurity
        case handshake
        case agreeingOnMuxer
        case talking
        case finished
    }

    let question: PeerQuestion
    let identity: PeerIdentity
    let secrets: Secrets
    var phase = Phase.agreeingOnSecurity
    /// What is known so far.
    package internal(set) var report = PeerReport()
    /// When `wake` is to be called if nothing happens before; nil for never.
    package internal(set) var wakeAt: Duration?

    var streams: [StreamKey: PeerStream] = [:]
    var plan = PeerPlan()
    var muxer: (any StreamMuxer)?

    private var raw = ByteQueue()
    private var plain = ByteQueue()
    private var output: [UInt8] = []
    private var dialler = MultistreamDialler("/noise")
    private var noise: NoiseHandshake?
    private var channel: SecureChannel?
    private var byteCount = 0

    /// All that a peer may send in one conversation; real ones send a few kilobytes.
    static let byteLimit = 8 << 20

    /// Bytes that nobody may foresee.
    package struct Secrets: Sendable {
        let ephemeral: [UInt8]
        let ping: [UInt8]

        /// Secrets of this conversation alone, 32 bytes each.
        package init(ephemeral: [UInt8], ping: [UInt8]) {
            self.ephemeral = ephemeral
            self.ping = ping
        }
    }

    /// A conversation that begins now; its first bytes wait to be sent.
    package init(_ question: PeerQuestion, as identity: PeerIdentity, secrets: Secrets) {
        self.question = question
        self.identity = identity
        self.secrets = secrets
        output = dialler.opening
        report.stage = "agreeing on encryption"
    }

    /// Whether all is said; then the connection is to be closed once the output is sent.
    package var isFinished: Bool { phase == .finished }

    /// The bytes to send since the last call.
    package mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }

    /// Takes bytes that came in.
    package mutating func receive(_ bytes: [UInt8], at now: Duration) {
        guard !isFinished else { return }
        do throws(Libp2pError) {
            byteCount += bytes.count
            guard byteCount <= Self.byteLimit else {
                throw .tooLarge(what: "what the node sent unasked", limitBytes: Self.byteLimit)
            }
            raw.append(bytes)
            try proceed(at: now)
        } catch {
            fail(error)
        }
    }

    /// Takes note that the peer closed the connection.
    package mutating func receiveEnd(at now: Duration) {
        guard !isFinished else { return }
        report.droppedAt = now
        // A drop after all answers is the client's affair, not a failure of the conversation.
        if plan.isComplete {
            phase = .finished
        } else {
            fail(.closed(while: report.stage))
        }
    }

    /// Takes note that it is `wakeAt` or later.
    package mutating func wake(at now: Duration) {
        guard !isFinished, let due = wakeAt, now >= due else { return }
        do throws(Libp2pError) {
            try advance(at: now)
            try flush()
        } catch {
            fail(error)
        }
    }

    mutating func fail(_ error: Libp2pError) {
        report.failure = error
        phase = .finished
        wakeAt = nil
    }

    // MARK: From bytes to streams

    private mutating func proceed(at now: Duration) throws(Libp2pError) {
        while true {
            switch phase {
            case .agreeingOnSecurity: guard try agreeOnSecurity() else { return }
            case .handshake: guard try shakeHands(at: now) else { return }
            case .agreeingOnMuxer:
                try decrypt()
                guard try agreeOnMuxer(at: now) else { return }
            case .talking:
                try decrypt()
                for event in try muxer?.receive(&plain) ?? [] {
                    guard !isFinished else { break }
                    try take(event, at: now)
                }
                if !isFinished { try advance(at: now) }
                return try flush()
            case .finished: return
            }
        }
    }

    private mutating func agreeOnSecurity() throws(Libp2pError) -> Bool {
        // Whatever else listens here does not begin with this line and its length.
        let opening = Multistream.message(Multistream.header)
        if noise == nil, byteCount == raw.count,
            !opening.starts(with: raw.peek(opening.count))
        {
            throw .notLibp2p
        }
        let (reply, outcome) = try dialler.receive(&raw)
        output += reply
        switch outcome {
        case .waiting: return false
        case .refused: throw .noneAccepted(["/noise"])
        case .selected: break
        }
        var handshake = NoiseHandshake(
            ownStatic: try identity.noiseKey(),
            ownEphemeral: try NoiseKey(secrets.ephemeral)
        )
        output += SecureChannel.frame(try handshake.first())
        noise = handshake
        phase = .handshake
        report.stage = "in the Noise handshake"
        return true
    }

    private mutating func shakeHands(at now: Duration) throws(Libp2pError) -> Bool {
        guard let message = SecureChannel.takeFrame(from: &raw), var handshake = noise else {
            return false
        }
        let payload = try NoisePayload(try handshake.readSecond(message))
        let key = try payload.proven(for: handshake.theirStatic)
        let peer = PeerID(key)
        report.peerID = peer
        if let expected = question.expectedPeer, expected != peer {
            throw .wrongPeer(expected: expected.text, actual: peer.text)
        }
        let own = try identity.payload(for: try identity.noiseKey())
        output += SecureChannel.frame(try handshake.third(own.bytes))
        let keys = handshake.state.split()
        channel = SecureChannel(sendingKey: keys.fromInitiator, receivingKey: keys.toInitiator)
        noise = handshake
        report.handshake = now
        let muxers = question.muxers
        guard let first = muxers.first else { throw .noneAccepted([]) }
        dialler = MultistreamDialler(first, Array(muxers.dropFirst()))
        phase = .agreeingOnMuxer
        report.stage = "agreeing on a muxer"
        try sendEncrypted(dialler.opening)
        return true
    }

    private mutating func agreeOnMuxer(at now: Duration) throws(Libp2pError) -> Bool {
        let (reply, outcome) = try dialler.receive(&plain)
        try sendEncrypted(reply)
        switch outcome {
        case .waiting: return false
        case .refused: throw .noneAccepted(question.muxers)
        case .selected(let id):
            report.muxer = id
            muxer = id == MuxerID.mplex ? Mplex() : Yamux()
        }
        phase = .talking
        try advance(at: now)
        return true
    }

    private mutating func decrypt() throws(Libp2pError) {
        while let bytes = try channel?.open(from: &raw) { plain.append(bytes) }
    }

    private mutating func sendEncrypted(_ bytes: [UInt8]) throws(Libp2pError) {
        if let sealed = try channel?.seal(bytes) { output += sealed }
    }

    /// Hands what the muxer wants to send to the connection.
    mutating func flush() throws(Libp2pError) {
        guard let bytes = muxer?.takeOutput(), !bytes.isEmpty else { return }
        try sendEncrypted(bytes)
    }
}
