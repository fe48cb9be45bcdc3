import FleetModel
import Primitives
import NIOCore
import NIOPosix
import Probing
import Testing

/// The libp2p probe over real sockets: what can go wrong before and below the conversation.
@Suite(.timeLimit(.minutes(15)))
struct Libp2pProbeTests {
    /// What a listener does with a connection.
    enum Manner: Sendable {
        case silence
        case close
        case say(String)
        /// The same, one byte at a time.
        case trickle(String)
    }

    private func observe(
        _ manner: Manner,
        transport: String = "",
        deadline: Duration = .seconds(90)
    ) async throws -> Observation {
        try await observe({ Listener(manner) }, transport: transport, deadline: deadline)
    }

    private func observe(
        _ handler: @escaping @Sendable () -> some ChannelHandler,
        transport: String,
        deadline: Duration
    ) async throws -> Observation {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let server = try await ServerBootstrap(group: loop, childGroup: loop)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(handler())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = server.localAddress?.port ?? 0
        let observation = try await ask("/ip4/127.0.0.1/tcp/\(port)" + transport, deadline)
        try await server.close()
        return observation
    }

    private func ask(_ address: String, _ deadline: Duration) async throws -> Observation {
        try await withClient { client in
            await client.observe(
                ProbeSpec(target: .libp2p(Libp2pTarget(address: address))),
                index: 0,
                of: "a",
                deadline: deadline,
                now: { noon }
            )
        }
    }

    /// How a conversation is said to have ended; a machine that is too busy to come so far within
    /// the deadline gets more time.
    private func expect(
        _ peer: @escaping @Sendable () -> some ChannelHandler,
        transport: String = "",
        ends end: (_ seconds: Int) -> String
    ) async throws {
        for seconds in [10, 30, 90] {
            let observation = try await observe(
                peer,
                transport: transport,
                deadline: .seconds(seconds)
            )
            let words = ["libp2p: " + end(seconds)]
            guard reasons(observation) == words || seconds == 90 else { continue }
            #expect(reasons(observation) == words)
            #expect(observation.latency == nil)
            return
        }
    }

    private func reasons(_ observation: Observation) -> [String] {
        observation.problems.map { "\($0.part): \($0.reason.sentence)" }
    }

    @Test func `silence ends with the deadline, and says where`() async throws {
        try await expect({ Listener(.silence) }) {
            "timed out after \($0) s agreeing on encryption"
        }
    }

    @Test func `silence behind the first lines is silence in the handshake`() async throws {
        let lines = "\u{13}/multistream/1.0.0\n\u{7}/noise\n"
        for manner in [Manner.say(lines), .trickle(lines)] {
            try await expect({ Listener(manner) }) {
                "timed out after \($0) s in the Noise handshake"
            }
        }
    }

    @Test func `a port that closes at once is told`() async throws {
        let observation = try await observe(.close)
        #expect(
            reasons(observation)
                == ["libp2p: the node closed the connection while agreeing on encryption"]
        )
    }

    @Test func `a port that speaks something else is told`() async throws {
        let observation = try await observe(.say("HTTP/1.1 400 Bad Request\r\n\r\n"))
        #expect(
            reasons(observation) == ["libp2p: the port answers, but does not speak libp2p"]
        )
    }

    @Test func `a port without WebSocket is told`() async throws {
        let observation = try await observe(
            .say("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"),
            transport: "/ws"
        )
        #expect(reasons(observation) == ["libp2p: the port answers, but not as a WebSocket"])
    }

    /// The node's lines come in one breath with its consent, one after another, or in pieces.
    @Test(arguments: WebSocketPeer.Manner.allCases)
    func `a conversation goes over a WebSocket`(_ manner: WebSocketPeer.Manner) async throws {
        try await expect({ WebSocketPeer(manner) }, transport: "/ws") { seconds in
            manner == .closing
                ? "the node closed the connection while in the Noise handshake"
                : "timed out after \(seconds) s in the Noise handshake"
        }
    }

    @Test func `a port without TLS is told`() async throws {
        let observation = try await observe(.say("HTTP/1.1 400 No\r\n\r\n"), transport: "/wss")
        #expect(reasons(observation) == ["libp2p: TLS: the port does not speak TLS"])
    }

    @Test func `a refused connection is told`() async throws {
        let observation = try await ask("/dns4/localhost/tcp/1", .seconds(20))
        #expect(reasons(observation) == ["libp2p: refused"])
    }

    @Test func `an address that is none is told`() async throws {
        let observation = try await ask("/ip4/127.0.0.1/udp/1/quic-v1", .seconds(20))
        #expect(
            reasons(observation) == [
                "libp2p: the address has the transport 'udp', as QUIC and WebRTC do; "
                    + "only tcp can be dialled"
            ]
        )
        let wrong = String(repeating: "z", count: 46)
        let other = try await ask("/ip4/127.0.0.1/tcp/1/p2p/\(wrong)", .seconds(20))
        #expect(other.problems.first?.reason.sentence.contains("peer id that is none") == true)
    }

    @Test func `detection says why a multiaddress is not to be watched`() async throws {
        let found = try await withClient { client in
            await EndpointDetector.detect(
                "/ip4/127.0.0.1/udp/1",
                client: client,
                deadline: .seconds(5)
            )
        }
        #expect(found.target == nil)
        #expect(
            found.kind
                == .nothing(
                    .other(
                        "the address has the transport 'udp', as QUIC and WebRTC do; "
                            + "only tcp can be dialled"
                    )
                )
        )
    }
}

/// One connection of a listener that does as it is told.
private final class Listener: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let manner: Libp2pProbeTests.Manner
    private var hasSpoken = false

    init(_ manner: Libp2pProbeTests.Manner) {
        self.manner = manner
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasSpoken else { return }
        hasSpoken = true
        switch manner {
        case .silence: break
        case .close: context.close(promise: nil)
        case .say(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        case .trickle(let text): Self.trickle(Array(text.utf8)[...], on: context.channel)
        }
    }

    private static func trickle(_ bytes: ArraySlice<UInt8>, on channel: any Channel) {
        guard let byte = bytes.first else { return }
        channel.writeAndFlush(ByteBuffer(bytes: [byte])).whenSuccess {
            trickle(bytes.dropFirst(), on: channel)
        }
    }
}
