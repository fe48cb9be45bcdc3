import NIOCore
import NIOPosix
import NIOSSL

/// A server on a loopback port that says something, with or without TLS.
final class PortServer: Sendable {
    /// What the server does with a connection.
    enum Manner: Sendable {
        /// Says this at once.
        case greets(String)
        /// Says this and closes.
        case farewells(String)
        /// Says this when it hears something.
        case answers(String)
        /// Says this when it hears something, and closes.
        case lastWords(String)
        /// Accepts and says nothing.
        case silence
        /// Closes at once.
        case closes
        /// Sends one kind of byte without end.
        case endless
    }

    let port: Int
    private let channel: any Channel

    /// Runs `body` with a server and closes it afterwards.
    static func run<Value>(
        _ manner: Manner,
        tls: TLSConfiguration? = nil,
        _ body: (PortServer) async throws -> Value
    ) async throws -> Value {
        let server = try await PortServer(manner, tls)
        do {
            let value = try await body(server)
            try await server.channel.close()
            return value
        } catch {
            try await server.channel.close()
            throw error
        }
    }

    private init(_ manner: Manner, _ tls: TLSConfiguration?) async throws {
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        channel = try await ServerBootstrap(group: loop, childGroup: loop)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context {
                        try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try pipeline.addHandler(PortTalker(manner))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }
}

private final class PortTalker: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let manner: PortServer.Manner

    init(_ manner: PortServer.Manner) {
        self.manner = manner
    }

    func channelActive(context: ChannelHandlerContext) {
        switch manner {
        case .greets(let text): say(text, context)
        case .farewells(let text): sayLast(text, context.channel)
        case .closes: context.close(promise: nil)
        case .endless: Self.pour(into: context.channel)
        case .answers, .lastWords, .silence: break
        }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch manner {
        case .answers(let text): say(text, context)
        case .lastWords(let text): sayLast(text, context.channel)
        case .greets, .farewells, .closes, .endless, .silence: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func sayLast(_ text: String, _ channel: any Channel) {
        channel.writeAndFlush(ByteBuffer(string: text)).whenComplete { _ in
            channel.close(promise: nil)
        }
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
    }

    private static func pour(into channel: any Channel) {
        let chunk = ByteBuffer(repeating: UInt8(ascii: "#"), count: 4096)
        channel.writeAndFlush(chunk).whenSuccess { pour(into: channel) }
    }
}
