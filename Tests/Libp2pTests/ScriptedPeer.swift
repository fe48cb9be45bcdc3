import Cryptography
import FoundationEssentials
import Testing

@testable import Libp2p

/// A peer in memory, the side that is dialled, which behaves as its script says.
struct ScriptedPeer {
    var key = PeerKey.ed25519()
    var muxerID = MuxerID.yamux
    var listed = ["/ipfs/id/1.0.0", "/ipfs/ping/1.0.0"]
    /// The ids that it accepts besides those that it lists.
    var alsoAccepts: Set<String> = []
    /// The ids that it lists but refuses.
    var refuses: Set<String> = []
    /// The streams that it opens by itself.
    var asks: [String] = []
    /// Whether it asks for our cluster once we have asked for its own.
    var asksInReturn = false
    /// Whether it closes the connection when one of these is refused, as nim-libp2p did.
    var dropsOnRefusal = false
    var topics: [String] = []
    var cluster: UInt32?
    var agent = "scripted/1"
    /// Changes the bytes of the muxer before they are encrypted.
    var mangle: (([UInt8]) -> [UInt8])?
    /// Changes the payload of the handshake.
    var payload: ((NoisePayload) -> NoisePayload)?

    private(set) var isClosed = false
    /// What the other side asked for, and said of itself.
    private(set) var asked: [String] = []
    private(set) var refusals: [String] = []
    private(set) var visitor: IdentifyMessage?
    private(set) var resets = 0
    private(set) var metadata: WakuMetadata?

    private enum Phase {
        case security
        case first
        case third
        case muxer
        case talking
    }

    private struct Stream {
        var id: String?
        var input = ByteQueue()
        var listener: MultistreamListener?
        var dialler: MultistreamDialler?
    }

    private var phase = Phase.security
    private var raw = ByteQueue()
    private var plain = ByteQueue()
    private var output: [UInt8] = []
    private var listener = MultistreamListener()
    private var noise: NoiseResponder?
    private var channel: SecureChannel?
    private var muxer: (any StreamMuxer)?
    private var streams: [StreamKey: Stream] = [:]

    static let staticSecret: [UInt8] = (0..<32).map { 0x40 + $0 }
    static let ephemeralSecret: [UInt8] = (0..<32).map { 0x60 + $0 }

    mutating func receive(_ bytes: [UInt8]) throws -> [UInt8] {
        raw.append(bytes)
        try proceed()
        defer { output = [] }
        return output
    }

    private mutating func proceed() throws {
        if phase == .security {
            let turn = try listener.receive(&raw) { $0 == "/noise" }
            output += turn.reply
            guard turn.selected != nil else { return }
            noise = NoiseResponder(
                ownStatic: try NoiseKey(Self.staticSecret),
                ownEphemeral: try NoiseKey(Self.ephemeralSecret)
            )
            phase = .first
        }
        if phase == .first {
            guard let message = SecureChannel.takeFrame(from: &raw) else { return }
            _ = try noise?.readFirst(message)
            let own = try key.payload(for: NoiseKey(Self.staticSecret))
            let second = try noise?.second((payload?(own) ?? own).bytes) ?? []
            output += SecureChannel.frame(second)
            phase = .third
        }
        if phase == .third {
            guard let message = SecureChannel.takeFrame(from: &raw), let keys = noise else {
                return
            }
            noise = keys
            _ = try noise?.readThird(message)
            guard let split = noise?.state.split() else { return }
            channel = SecureChannel(
                sendingKey: split.toInitiator,
                receivingKey: split.fromInitiator
            )
            listener = MultistreamListener()
            phase = .muxer
        }
        while let bytes = try channel?.open(from: &raw) { plain.append(bytes) }
        if phase == .muxer {
            let wanted = muxerID
            let turn = try listener.receive(&plain) { $0 == wanted }
            output += try channel?.seal(turn.reply) ?? []
            guard turn.selected != nil else { return }
            muxer = muxerID == MuxerID.mplex ? Mplex() : YamuxListener()
            phase = .talking
            try beginAsking()
        }
        for event in try muxer?.receive(&plain) ?? [] { try take(event) }
        let bytes = muxer?.takeOutput() ?? []
        output += try channel?.seal(mangle?(bytes) ?? bytes) ?? []
    }

    private mutating func beginAsking() throws {
        for id in asks { try ask(id) }
    }

    private mutating func ask(_ id: String) throws {
        guard let key = muxer?.open() else { return }
        let dialler = MultistreamDialler(id)
        try muxer?.send(dialler.opening, on: key)
        streams[key] = Stream(id: id, dialler: dialler)
    }

    private mutating func take(_ event: MuxerEvent) throws {
        switch event {
        case .opened(let key): streams[key] = Stream(listener: MultistreamListener())
        case .finished, .goneAway: break
        case .reset: resets += 1
        case .data(let key, let bytes):
            streams[key]?.input.append(bytes)
            guard var stream = streams[key] else { return }
            try read(&stream, key)
            streams[key] = stream
        }
    }

    private mutating func read(_ stream: inout Stream, _ key: StreamKey) throws {
        if var listener = stream.listener {
            let turn = try listener.receive(&stream.input) {
                alsoAccepts.contains($0) || listed.contains($0) && !refuses.contains($0)
            }
            asked += turn.asked
            try muxer?.send(turn.reply, on: key)
            stream.listener = turn.selected == nil ? listener : nil
            stream.id = turn.selected
            if turn.selected == IdentifyMessage.protocolID {
                let bytes = identify.bytes.delimited
                try muxer?.send(bytes, on: key)
                muxer?.finish(key)
            }
        }
        if var dialler = stream.dialler, let id = stream.id {
            let (_, outcome) = try dialler.receive(&stream.input)
            stream.dialler = dialler
            switch outcome {
            case .waiting: return
            case .refused:
                refusals.append(id)
                if dropsOnRefusal { isClosed = true }
                return
            case .selected:
                stream.dialler = nil
                try begin(id, key)
            }
        }
        try answer(&stream, key)
    }

    /// What it says first on a stream of its own.
    private mutating func begin(_ id: String, _ key: StreamKey) throws {
        if id == WakuMetadata.protocolID {
            let bytes = WakuMetadata(cluster: cluster).bytes.delimited
            try muxer?.send(bytes, on: key)
        } else if id.isPubsub {
            var rpc = ProtobufWriter()
            for topic in topics {
                var subscription = ProtobufWriter()
                subscription.add(1, 1)
                subscription.add(2, topic)
                rpc.add(1, subscription.bytes)
            }
            let bytes = rpc.bytes.delimited
            try muxer?.send(bytes, on: key)
        }
    }

    private mutating func answer(_ stream: inout Stream, _ key: StreamKey) throws {
        guard stream.listener == nil, stream.dialler == nil else { return }
        switch stream.id {
        case "/ipfs/ping/1.0.0": try muxer?.send(stream.input.takeAll(), on: key)
        case IdentifyMessage.protocolID where asks.contains(IdentifyMessage.protocolID):
            if let bytes = try stream.input.takeDelimited("it", limitBytes: 1 << 16) {
                visitor = try IdentifyMessage(bytes)
                muxer?.finish(key)
            }
        case WakuMetadata.protocolID:
            if let bytes = try stream.input.takeDelimited("it", limitBytes: 1024) {
                metadata = try WakuMetadata(bytes)
                guard !key.isOurs else {
                    muxer?.finish(key)
                    return
                }
                let own = WakuMetadata(cluster: cluster, shards: [0, 7])
                try muxer?.send(own.bytes.delimited, on: key)
                if asksInReturn { try ask(WakuMetadata.protocolID) }
            }
        default: break
        }
    }

    private var identify: IdentifyMessage {
        var message = IdentifyMessage()
        message.publicKey = key.publicKey.encoded
        message.protocols = listed
        message.agentVersion = agent
        message.listenAddresses = [[4, 127, 0, 0, 1, 6, 0x76, 0x5F]]
        message.observedAddress = [4, 192, 0, 2, 1, 6, 0, 80]
        return message
    }

    var hasGoneAway: Bool { (muxer as? YamuxListener)?.hasGoneAway ?? false }
}
