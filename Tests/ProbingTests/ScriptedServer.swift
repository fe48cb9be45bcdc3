import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A request as a script sees it.
struct ServedRequest: Sendable {
    var method: String
    var path: String
    var headers: HTTPHeaders
    var body: String

    func header(_ name: String) -> String? { headers.first(name: name) }
}

/// What the server does with a request.
enum ServedReply: Sendable {
    /// A complete answer.
    case answer(Int, headers: [String: String] = [:], String)
    /// Bytes as they are, then the connection is closed.
    case raw(String)
    /// Bytes as they are; the connection stays open.
    case said(String)
    /// Bytes as they are, one by one, then the connection is closed.
    case pieces(String)
    /// A head, then one byte every 20 ms for ever.
    case trickle
    /// A body without end.
    case endless
    /// No answer; the connection stays open.
    case silence
    /// The connection is closed at once.
    case close
    /// The answer comes when this many requests are under way.
    case together(Int, String)

    /// A complete answer of success.
    static func ok(_ body: String) -> Self { .answer(200, body) }
}

/// An HTTP server on a loopback port whose script decides what it answers.
final class ScriptedServer: Sendable {
    typealias Script = @Sendable (ServedRequest) -> ServedReply

    struct Counts: Sendable {
        var accepts = 0
        var open = 0
        var underWay = 0
        var peak = 0
        var requests: [ServedRequest] = []
    }

    private let channel: any Channel
    private let state: ServerState

    /// Runs `body` with a server and closes it afterwards.
    static func run<Value>(
        _ script: @escaping Script,
        _ body: (ScriptedServer) async throws -> Value
    ) async throws -> Value {
        let server = try await ScriptedServer(script)
        do {
            let value = try await body(server)
            try await server.close()
            return value
        } catch {
            try await server.close()
            throw error
        }
    }

    private init(_ script: @escaping Script) async throws {
        let state = ServerState(script: script)
        self.state = state
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        channel = try await ServerBootstrap(group: loop, childGroup: loop)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    try pipeline.addHandler(ServerConnection(state))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    private func close() async throws {
        try await channel.close()
        let children = state.counts.withLock { _ in state.takeChannels() }
        for child in children { child.close(promise: nil) }
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    var url: String { "http://127.0.0.1:\(port)" }
    var counts: Counts { state.counts.withLock { $0 } }
}

/// What the connections of one server share.
final class ServerState: Sendable {
    let script: ScriptedServer.Script
    let counts = Mutex(ScriptedServer.Counts())
    private let channels = Mutex<[any Channel]>([])
    private let held = Mutex<[@Sendable () -> Void]>([])

    init(script: @escaping ScriptedServer.Script) {
        self.script = script
    }

    func add(_ channel: any Channel) {
        channels.withLock { $0.append(channel) }
        counts.withLock {
            $0.accepts += 1
            $0.open += 1
        }
    }

    func takeChannels() -> [any Channel] {
        channels.withLock { channels in
            defer { channels = [] }
            return channels
        }
    }

    /// Holds an answer; hands out all held ones once there are `count` of them.
    func hold(_ answer: @escaping @Sendable () -> Void, until count: Int) -> [@Sendable () -> Void]
    {
        held.withLock { held in
            held.append(answer)
            guard held.count >= count else { return [] }
            defer { held = [] }
            return held
        }
    }
}

/// One connection: it collects a request and does what the script says.
private final class ServerConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let state: ServerState
    private var request: ServedRequest?

    init(_ state: ServerState) {
        self.state = state
    }

    func channelActive(context: ChannelHandlerContext) {
        state.add(context.channel)
    }

    func channelInactive(context: ChannelHandlerContext) {
        state.counts.withLock { $0.open -= 1 }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request = ServedRequest(
                method: head.method.rawValue,
                path: head.uri,
                headers: head.headers,
                body: ""
            )
        case .body(let buffer):
            request?.body += String(buffer: buffer)
        case .end:
            guard let request else { return }
            state.counts.withLock {
                $0.requests.append(request)
                $0.underWay += 1
                $0.peak = max($0.peak, $0.underWay)
            }
            serve(state.script(request), on: context.channel)
        }
    }

    private func serve(_ reply: ServedReply, on channel: any Channel) {
        let state = state
        switch reply {
        case .answer(let status, let headers, let body):
            Self.finish(state, channel, Self.bytes(status, headers, body))
        case .raw(let text):
            channel.writeAndFlush(ByteBuffer(string: text)).whenComplete { _ in
                channel.close(promise: nil)
            }
        case .said(let text): Self.finish(state, channel, ByteBuffer(string: text))
        case .pieces(let text): Self.send(Array(text.utf8)[...], on: channel)
        case .trickle:
            channel.writeAndFlush(ByteBuffer(string: Self.openHead), promise: nil)
            channel.eventLoop.scheduleRepeatedTask(
                initialDelay: .milliseconds(20),
                delay: .milliseconds(20)
            ) { task in
                guard channel.isActive else { return task.cancel() }
                channel.writeAndFlush(ByteBuffer(string: "#"), promise: nil)
            }
        case .endless:
            channel.writeAndFlush(ByteBuffer(string: Self.openHead), promise: nil)
            Self.pour(into: channel)
        case .silence: break
        case .close: channel.close(promise: nil)
        case .together(let count, let body):
            let answer: @Sendable () -> Void = {
                Self.finish(state, channel, Self.bytes(200, [:], body))
            }
            let released = state.hold(answer, until: count)
            // A moment later, so that requests too many would be seen under way.
            channel.eventLoop.scheduleTask(in: .milliseconds(30)) {
                for answer in released { answer() }
            }
        }
    }

    private static func send(_ bytes: ArraySlice<UInt8>, on channel: any Channel) {
        guard let first = bytes.first else { return channel.close(promise: nil) }
        channel.writeAndFlush(ByteBuffer(bytes: [first])).whenSuccess {
            channel.eventLoop.scheduleTask(in: .milliseconds(1)) {
                send(bytes.dropFirst(), on: channel)
            }
        }
    }

    private static let openHead = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n"

    private static func pour(into channel: any Channel) {
        let chunk = ByteBuffer(repeating: UInt8(ascii: "#"), count: 65536)
        channel.writeAndFlush(chunk).whenSuccess { pour(into: channel) }
    }

    private static func finish(_ state: ServerState, _ channel: any Channel, _ bytes: ByteBuffer) {
        state.counts.withLock { $0.underWay -= 1 }
        channel.writeAndFlush(bytes, promise: nil)
    }

    private static func bytes(
        _ status: Int,
        _ headers: [String: String],
        _ body: String
    ) -> ByteBuffer {
        var text = "HTTP/1.1 \(status) Word\r\ncontent-length: \(body.utf8.count)\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        return ByteBuffer(string: text + "\r\n" + body)
    }
}
