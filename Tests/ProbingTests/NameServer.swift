import NIOCore
import NIOPosix

/// A name server on a loopback port, over datagrams and over TCP, whose script decides what it
/// answers.
final class NameServer: Sendable {
    /// What is sent back for a question, a message each; `isStream` tells TCP.
    typealias Script = @Sendable (_ question: [UInt8], _ isStream: Bool) -> [[UInt8]]

    private let datagrams: any Channel
    private let stream: any Channel

    /// Runs `body` with a server and closes it afterwards.
    static func run<Value>(
        _ script: @escaping Script,
        _ body: (String) async throws -> Value
    ) async throws -> Value {
        let server = try await NameServer(script)
        do {
            let value = try await body(server.address)
            try await server.close()
            return value
        } catch {
            try await server.close()
            throw error
        }
    }

    private var address: String { "127.0.0.1:\(stream.localAddress?.port ?? 0)" }

    private init(_ script: @escaping Script) async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        // Both need one number; what is free for the one may not be for the other.
        for attempt in 1... {
            let stream = try await ServerBootstrap(group: loop, childGroup: loop)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(StreamHandler(script))
                    }
                }
                .bind(host: "127.0.0.1", port: 0).get()
            do {
                datagrams = try await DatagramBootstrap(group: loop)
                    .channelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandler(DatagramHandler(script))
                        }
                    }
                    .bind(host: "127.0.0.1", port: stream.localAddress?.port ?? 0).get()
                self.stream = stream
                return
            } catch {
                try await stream.close()
                guard attempt < 20 else { throw error }
            }
        }
        fatalError("the loop ends by itself")
    }

    private func close() async throws {
        try await datagrams.close()
        try await stream.close()
    }
}

private final class DatagramHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let script: NameServer.Script

    init(_ script: @escaping NameServer.Script) {
        self.script = script
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        for answer in script(Array(envelope.data.readableBytesView), false) {
            let reply = AddressedEnvelope(
                remoteAddress: envelope.remoteAddress,
                data: ByteBuffer(bytes: answer)
            )
            context.channel.writeAndFlush(reply, promise: nil)
        }
    }
}

private final class StreamHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let script: NameServer.Script
    private var heard: [UInt8] = []

    init(_ script: @escaping NameServer.Script) {
        self.script = script
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heard += unwrapInboundIn(data).readableBytesView
        guard heard.count > 2, heard.count == 2 + Int(heard[0]) << 8 + Int(heard[1]) else { return }
        for answer in script(Array(heard[2...]), true) {
            let length = [UInt8(answer.count >> 8), UInt8(answer.count & 0xFF)]
            // In two parts, as the network may bring them.
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: length)), promise: nil)
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: answer)), promise: nil)
        }
        if script(Array(heard[2...]), true).isEmpty { context.close(promise: nil) }
    }
}
