import AsyncHTTPClient
package import Primitives
import NIOCore
import NIOPosix

/// Questions that fit into one message and have one answer.
extension WebSession {
    /// How long a datagram may be under way before it is sent once more: it may have been lost.
    private static let repetition: TimeAmount = .seconds(1)

    /// Sends a datagram, again and again, until one comes back that is wanted.
    ///
    /// Only the address asked is heard, and what others put there in its name is left aside by
    /// `isWanted`.
    ///
    /// - Parameter span: How long to wait, if that is less than is left of the poll.
    /// - Throws: why no such answer came.
    package func exchangeDatagrams(
        _ bytes: [UInt8],
        with port: PortAddress,
        for span: Duration,
        isWanted: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws(FailureReason) -> [UInt8] {
        let loop = client.eventLoopGroup.next()
        guard let address = try await addresses(of: port, on: loop).first else {
            throw .unknownHost(port.host)
        }
        let promise = loop.makePromise(of: [UInt8].self)
        let limit = min(span, expiry - .now)
        let repetition = Self.repetition
        let timer = loop.scheduleTask(in: max(.milliseconds(1), TimeAmount(limit))) {
            promise.fail(FailureReason.timedOut(after: limit.roundedToMilliseconds))
        }
        promise.futureResult.whenComplete { _ in timer.cancel() }
        DatagramBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        DatagramTalk(bytes, to: address, repetition, promise, isWanted)
                    )
                }
            }
            .connect(to: address)
            .whenComplete { result in
                switch result {
                case .failure(let error): promise.fail(error)
                case .success(let channel):
                    promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
                }
            }
        return try await outcome(of: promise, host: port.host)
    }

    /// Sends a message with its length before it over TCP and returns the one that comes back
    /// (RFC 1035, 4.2.2).
    /// - Throws: why none came.
    package func exchangeMessages(
        _ bytes: [UInt8],
        with port: PortAddress
    ) async throws(FailureReason) -> [UInt8] {
        let loop = client.eventLoopGroup.next()
        let promise = loop.makePromise(of: [UInt8].self)
        let framed = [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
        try await connect(to: port, on: loop, failing: promise) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(MessageTalk(framed, promise))
            }
        }
        return try await outcome(of: promise, host: port.host)
    }
}

/// Says something until a wanted answer comes.
private final class DatagramTalk: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let bytes: [UInt8]
    private let address: SocketAddress
    private let repetition: TimeAmount
    private let promise: EventLoopPromise<[UInt8]>
    private let isWanted: @Sendable ([UInt8]) -> Bool

    init(
        _ bytes: [UInt8],
        to address: SocketAddress,
        _ repetition: TimeAmount,
        _ promise: EventLoopPromise<[UInt8]>,
        _ isWanted: @escaping @Sendable ([UInt8]) -> Bool
    ) {
        self.bytes = bytes
        self.address = address
        self.repetition = repetition
        self.promise = promise
        self.isWanted = isWanted
    }

    func channelActive(context: ChannelHandlerContext) {
        let (channel, bytes, address) = (context.channel, bytes, address)
        let task = context.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: repetition) {
            _ in
            let buffer = ByteBuffer(bytes: bytes)
            let envelope = AddressedEnvelope(remoteAddress: address, data: buffer)
            channel.writeAndFlush(envelope, promise: nil)
        }
        promise.futureResult.whenComplete { _ in task.cancel() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let answer = Array(unwrapInboundIn(data).data.readableBytesView)
        if isWanted(answer) { promise.succeed(answer) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
    }
}

/// Says one message and collects the one that answers it.
private final class MessageTalk: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let words: [UInt8]
    private let promise: EventLoopPromise<[UInt8]>
    private var heard: [UInt8] = []

    init(_ words: [UInt8], _ promise: EventLoopPromise<[UInt8]>) {
        self.words = words
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: words)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heard.append(contentsOf: unwrapInboundIn(data).readableBytesView)
        guard heard.count >= 2 else { return }
        // A length of two bytes is its own limit.
        let length = Int(heard[0]) << 8 | Int(heard[1])
        guard heard.count >= 2 + length else { return }
        promise.succeed(Array(heard[2..<2 + length]))
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(FailureReason.connectionClosed)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
    }
}

extension Duration {
    /// Fit for a sentence.
    fileprivate var roundedToMilliseconds: Duration { .milliseconds(milliseconds) }
}
