import NIOCore
import NIOHTTP1
import NIOPosix

/// A server that takes whatever a scraping program sends on, and keeps nothing.
final class RemoteWriteSink: Sendable {
    private let listener: any Channel

    /// The port of 127.0.0.1 that it listens on.
    var port: Int { listener.localAddress?.port ?? 0 }

    /// Starts it on a free port.
    static func start() async throws -> RemoteWriteSink {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(Taker())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return RemoteWriteSink(listener)
    }

    private init(_ listener: any Channel) {
        self.listener = listener
    }

    /// Closes the port.
    func stop() async {
        try? await listener.close().get()
    }

    /// Answers each request, once it is complete, with "no content".
    private final class Taker: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .end = unwrapInboundIn(data) else { return }
            let head = HTTPResponseHead(version: .http1_1, status: .noContent)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
