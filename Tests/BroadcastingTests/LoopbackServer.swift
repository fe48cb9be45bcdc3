import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on 127.0.0.1 that keeps what it is asked and answers from a script.
final class LoopbackServer: Sendable {
    struct Request: Sendable {
        var method: String
        var uri: String
        var headers: HTTPHeaders
        var body: String

        func values(of header: String) -> [String] { headers[header] }
    }

    struct Reply: Sendable {
        var status = 200
        var headers: [String: String] = [:]
        var body = ""
        /// The reply is sent when this is fulfilled.
        var gate: EventLoopFuture<Void>?
        /// Whether only the head is sent, and the body never comes.
        var stallsAfterHead = false
    }

    let port: Int
    private let listener: any NIOCore.Channel
    private let script: Script

    /// What was asked, the oldest first.
    var requests: [Request] { script.requests }

    init(_ replies: [Reply]) async throws {
        let script = Script(replies)
        self.script = script
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(ScriptHandler(script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = listener.localAddress?.port ?? 0
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    func close() async { try? await listener.close() }
}

/// The replies still to be given; the last one is given again and again.
private final class Script: Sendable {
    private let state: Mutex<(replies: [LoopbackServer.Reply], requests: [LoopbackServer.Request])>

    init(_ replies: [LoopbackServer.Reply]) {
        state = Mutex((replies, []))
    }

    var requests: [LoopbackServer.Request] { state.withLock { $0.requests } }

    func reply(to request: LoopbackServer.Request) -> LoopbackServer.Reply {
        state.withLock { state in
            state.requests.append(request)
            if state.replies.count > 1 { return state.replies.removeFirst() }
            return state.replies.first ?? LoopbackServer.Reply()
        }
    }
}

private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let script: Script
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(_ script: Script) {
        self.script = script
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ByteBuffer()
        case .body(var bytes):
            body.writeBuffer(&bytes)
        case .end:
            guard let head else { return }
            let request = LoopbackServer.Request(
                method: head.method.rawValue,
                uri: head.uri,
                headers: head.headers,
                body: String(buffer: body)
            )
            let reply = script.reply(to: request)
            guard let gate = reply.gate else { return send(reply, in: context) }
            let loop = context.eventLoop
            let bound = NIOLoopBound((self, context), eventLoop: loop)
            gate.hop(to: loop).whenSuccess {
                let (handler, context) = bound.value
                handler.send(reply, in: context)
            }
        }
    }

    private func send(_ reply: LoopbackServer.Reply, in context: ChannelHandlerContext) {
        var headers = HTTPHeaders(reply.headers.map { ($0.key, $0.value) })
        let length = reply.stallsAfterHead ? 10 : reply.body.utf8.count
        if reply.status != 204 { headers.add(name: "Content-Length", value: String(length)) }
        let head = HTTPResponseHead(
            version: .http1_1,
            status: .init(statusCode: reply.status),
            headers: headers
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        guard !reply.stallsAfterHead else { return context.flush() }
        let body = ByteBuffer(string: reply.body)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
