import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on 127.0.0.1 that keeps what it is asked and answers as it is told.
final class WebReceiver: Sendable {
    struct Request: Sendable {
        let method: String
        let path: String
        let headers: HTTPHeaders
        let body: String

        /// What tells two attempts at the same message apart from two messages.
        var key: String? { headers.first(name: "webhook-id") }
    }

    enum Reply: Sendable {
        case answer(Int, String)
        /// No answer until `release` is called.
        case held
        /// The connection is closed without an answer.
        case cut

        static let ok = Reply.answer(200, "")

        static func status(_ status: Int) -> Reply { .answer(status, "") }
    }

    let port: Int
    private let listener: any Channel
    private let desk: Desk

    /// Requests as they come in; to be followed by one reader.
    let arrivals: AsyncStream<Request>

    /// A server that asks `answer` what to say to the request and its number, from 1.
    init(_ answer: @escaping @Sendable (Request, Int) -> Reply) async throws {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Request.self)
        let desk = Desk(answer: answer) { arrived.yield($0) }
        self.arrivals = arrivals
        self.desk = desk
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    desk.open(channel)
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(DeskHandler(desk))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = listener.localAddress?.port ?? 0
    }

    /// Runs `body` with a server that is closed afterwards.
    static func run<Value>(
        _ answer: @escaping @Sendable (Request, Int) -> Reply = { _, _ in .ok },
        _ body: (WebReceiver) async throws -> Value
    ) async throws -> Value {
        let receiver = try await WebReceiver(answer)
        do {
            let value = try await body(receiver)
            await receiver.close()
            return value
        } catch {
            await receiver.close()
            throw error
        }
    }

    /// What was asked, the oldest first.
    var requests: [Request] { desk.requests }

    func url(_ path: String = "/hook") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Answers everything that was held.
    func release() { desk.release() }

    /// Closes the port and every connection.
    func close() async {
        try? await listener.close()
        desk.closeConnections()
    }
}

/// What the connections of one server share.
private final class Desk: Sendable {
    private struct State {
        var requests: [WebReceiver.Request] = []
        var held: [@Sendable () -> Void] = []
        var connections: [any Channel] = []
    }

    private let answer: @Sendable (WebReceiver.Request, Int) -> WebReceiver.Reply
    private let tell: @Sendable (WebReceiver.Request) -> Void
    private let state = Mutex(State())

    init(
        answer: @escaping @Sendable (WebReceiver.Request, Int) -> WebReceiver.Reply,
        tell: @escaping @Sendable (WebReceiver.Request) -> Void
    ) {
        self.answer = answer
        self.tell = tell
    }

    var requests: [WebReceiver.Request] { state.withLock { $0.requests } }

    func open(_ channel: any Channel) { state.withLock { $0.connections.append(channel) } }

    func closeConnections() {
        for channel in state.withLock({ $0.connections }) { channel.close(promise: nil) }
    }

    func take(_ request: WebReceiver.Request, on channel: any Channel) {
        let number = state.withLock { state in
            state.requests.append(request)
            return state.requests.count
        }
        switch answer(request, number) {
        case .answer(let status, let body): Self.send(status, body, on: channel)
        case .cut: channel.close(promise: nil)
        case .held: state.withLock { $0.held.append { Self.send(200, "", on: channel) } }
        }
        tell(request)
    }

    func release() {
        let held = state.withLock { state in
            defer { state.held = [] }
            return state.held
        }
        for answer in held { answer() }
    }

    private static func send(_ status: Int, _ body: String, on channel: any Channel) {
        let head = HTTPResponseHead(
            version: .http1_1,
            status: .init(statusCode: status),
            headers: ["Content-Length": String(body.utf8.count)]
        )
        channel.write(HTTPServerResponsePart.head(head), promise: nil)
        let bytes = ByteBuffer(string: body)
        channel.write(HTTPServerResponsePart.body(.byteBuffer(bytes)), promise: nil)
        channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
    }
}

private final class DeskHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let desk: Desk
    private var head: HTTPRequestHead?
    private var body = ""

    init(_ desk: Desk) {
        self.desk = desk
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ""
        case .body(let bytes): body += String(buffer: bytes)
        case .end:
            guard let head else { return }
            let request = WebReceiver.Request(
                method: head.method.rawValue,
                path: head.uri,
                headers: head.headers,
                body: body
            )
            desk.take(request, on: context.channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
