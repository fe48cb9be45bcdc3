package import NIOCore
package import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on 127.0.0.1 and a free port that keeps what it is asked and answers as it is
/// told.
package final class WebServer: Sendable {
    /// What was asked.
    package struct Request: Sendable {
        /// The method in capital letters.
        package let method: String
        /// Path and question.
        package let path: String
        /// All headers.
        package let headers: HTTPHeaders
        /// The whole body, as UTF-8.
        package let body: String

        /// What tells two attempts at the same message apart from two messages.
        package var key: String? { headers.first(name: "webhook-id") }

        /// The values of a header, in their order.
        package func values(of header: String) -> [String] { headers[header] }
    }

    /// The port on 127.0.0.1.
    package let port: Int
    private let listener: any Channel
    private let desk: ServerDesk

    /// Requests as they come in; to be followed by one reader.
    package let arrivals: AsyncStream<Request>

    /// A server that asks `answer` what to say to the request and its number, from 1.
    package init(_ answer: @escaping @Sendable (Request, Int) -> Reply) async throws {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Request.self)
        let desk = ServerDesk(answer: answer) { arrived.yield($0) }
        self.arrivals = arrivals
        self.desk = desk
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    desk.open(channel)
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(RequestReader(desk))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = listener.localAddress?.port ?? 0
    }

    /// A server that gives these replies in turn, the last one again and again.
    package convenience init(_ replies: [Reply]) async throws {
        try await self.init { _, number in
            replies.isEmpty ? .ok : replies[min(number, replies.count) - 1]
        }
    }

    /// Runs `body` with a server that is closed afterwards.
    package static func run<Value>(
        _ answer: @escaping @Sendable (Request, Int) -> Reply = { _, _ in .ok },
        _ body: (WebServer) async throws -> Value
    ) async throws -> Value {
        let server = try await WebServer(answer)
        do {
            let value = try await body(server)
            await server.close()
            return value
        } catch {
            await server.close()
            throw error
        }
    }

    /// What was asked, the oldest first.
    package var requests: [Request] { desk.requests }

    /// The address of a path.
    package func url(_ path: String = "/hook") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Answers everything that was held.
    package func release() { desk.release() }

    /// Closes the port and every connection.
    package func close() async {
        try? await listener.close()
        desk.closeConnections()
    }
}

extension WebServer {
    /// What a request is answered with, and when.
    package struct Reply: Sendable {
        /// The moment of an answer.
        package enum Moment: Sendable {
            /// At once.
            case now
            /// So much later.
            case after(TimeAmount)
            /// When this is fulfilled.
            case when(EventLoopFuture<Void>)
            /// When `release` is called.
            case released
            /// Never: the connection is closed.
            case never
        }

        /// The status.
        package var status: Int
        /// Headers besides the length.
        package var headers: [String: String]
        /// The body.
        package var body: String
        /// When it is sent.
        package var moment: Moment
        /// Whether only the head is sent, and the body never comes.
        package var stallsAfterHead: Bool

        /// An answer of these parts.
        package init(
            status: Int = 200,
            headers: [String: String] = [:],
            body: String = "",
            moment: Moment = .now,
            stallsAfterHead: Bool = false
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.moment = moment
            self.stallsAfterHead = stallsAfterHead
        }

        /// 200, without a body.
        package static let ok = Reply()
        /// 200, once `release` is called.
        package static let held = Reply(moment: .released)
        /// The connection is closed without an answer.
        package static let cut = Reply(moment: .never)

        /// A status without a body.
        package static func status(_ status: Int) -> Reply { Reply(status: status) }

        /// A status with a body.
        package static func answer(_ status: Int, _ body: String) -> Reply {
            Reply(status: status, body: body)
        }
    }
}

/// What the connections of one server share.
private final class ServerDesk: Sendable {
    private struct State {
        var requests: [WebServer.Request] = []
        var held: [@Sendable () -> Void] = []
        var connections: [any Channel] = []
    }

    private let answer: @Sendable (WebServer.Request, Int) -> WebServer.Reply
    private let tell: @Sendable (WebServer.Request) -> Void
    private let state = Mutex(State())

    init(
        answer: @escaping @Sendable (WebServer.Request, Int) -> WebServer.Reply,
        tell: @escaping @Sendable (WebServer.Request) -> Void
    ) {
        self.answer = answer
        self.tell = tell
    }

    var requests: [WebServer.Request] { state.withLock { $0.requests } }

    func open(_ channel: any Channel) { state.withLock { $0.connections.append(channel) } }

    func closeConnections() {
        for channel in state.withLock({ $0.connections }) { channel.close(promise: nil) }
    }

    func take(_ request: WebServer.Request, on channel: any Channel) {
        let number = state.withLock { state in
            state.requests.append(request)
            return state.requests.count
        }
        let reply = answer(request, number)
        switch reply.moment {
        case .now: reply.send(on: channel)
        case .after(let span): channel.eventLoop.scheduleTask(in: span) { reply.send(on: channel) }
        case .when(let gate): gate.whenSuccess { reply.send(on: channel) }
        case .released: state.withLock { $0.held.append { reply.send(on: channel) } }
        case .never: channel.close(promise: nil)
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
}

extension WebServer.Reply {
    fileprivate func send(on channel: any Channel) {
        var headers = HTTPHeaders(headers.map { ($0.key, $0.value) })
        let length = stallsAfterHead ? 10 : body.utf8.count
        if status != 204 { headers.add(name: "Content-Length", value: String(length)) }
        let head = HTTPResponseHead(
            version: .http1_1,
            status: .init(statusCode: status),
            headers: headers
        )
        channel.write(HTTPServerResponsePart.head(head), promise: nil)
        guard !stallsAfterHead else { return channel.flush() }
        let bytes = ByteBuffer(string: body)
        channel.write(HTTPServerResponsePart.body(.byteBuffer(bytes)), promise: nil)
        channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
    }
}

private final class RequestReader: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let desk: ServerDesk
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(_ desk: ServerDesk) {
        self.desk = desk
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ByteBuffer()
        case .body(var bytes): body.writeBuffer(&bytes)
        case .end:
            guard let head else { return }
            let request = WebServer.Request(
                method: head.method.rawValue,
                path: head.uri,
                headers: head.headers,
                body: String(buffer: body)
            )
            desk.take(request, on: context.channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
