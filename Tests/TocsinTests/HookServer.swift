import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on 127.0.0.1 that keeps what it is sent and gives every request one answer.
final class HookServer: Sendable {
    struct Request: Sendable {
        let target: String
        let headers: HTTPHeaders
        let body: String
    }

    let port: Int
    private let listener: any Channel
    private let kept: Kept

    fileprivate final class Kept: Sendable {
        let requests = Mutex<[Request]>([])
    }

    /// Another answer for some targets of requests; nil for the usual one.
    typealias Exception = @Sendable (_ target: String) -> String?

    private init(
        status: Int,
        body: String,
        delay: TimeAmount,
        but exception: @escaping Exception
    ) async throws {
        let kept = Kept()
        self.kept = kept
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(
                        HookHandler(
                            kept,
                            status: status,
                            answer: body,
                            delay: delay,
                            but: exception
                        )
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = listener.localAddress?.port ?? 0
    }

    /// Runs `body` with a server that is closed afterwards.
    static func run(
        status: Int = 200,
        answer: String = "",
        delay: TimeAmount = .zero,
        but exception: @escaping Exception = { _ in nil },
        _ body: (HookServer) async throws -> Void
    ) async throws {
        let server = try await HookServer(
            status: status,
            body: answer,
            delay: delay,
            but: exception
        )
        do {
            try await body(server)
        } catch {
            try? await server.listener.close()
            throw error
        }
        try? await server.listener.close()
    }

    var requests: [Request] { kept.requests.withLock { $0 } }

    func url(_ path: String = "/hook") -> String { "http://127.0.0.1:\(port)\(path)" }
}

private final class HookHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let kept: HookServer.Kept
    private let status: Int
    private let answer: String
    private let exception: HookServer.Exception
    private let delay: TimeAmount
    private var target = ""
    private var headers = HTTPHeaders()
    private var body = ByteBuffer()

    init(
        _ kept: HookServer.Kept,
        status: Int,
        answer: String,
        delay: TimeAmount,
        but exception: @escaping HookServer.Exception
    ) {
        self.delay = delay
        self.exception = exception
        self.kept = kept
        self.status = status
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            (target, headers) = (head.uri, head.headers)
            body = ByteBuffer()
        case .body(var bytes): body.writeBuffer(&bytes)
        case .end:
            let body = String(buffer: body)
            kept.requests.withLock {
                $0.append(.init(target: target, headers: headers, body: body))
            }
            let answer = exception(target) ?? answer
            guard delay > .zero else { return reply(answer, context) }
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: delay) {
                let (handler, context) = bound.value
                handler.reply(answer, context)
            }
        }
    }

    private func reply(_ answer: String, _ context: ChannelHandlerContext) {
        let head = HTTPResponseHead(
            version: .http1_1,
            status: .init(statusCode: status),
            headers: ["Content-Length": String(answer.utf8.count)]
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        let bytes = ByteBuffer(string: answer)
        context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
