import AsyncHTTPClient
package import Primitives
import NIOCore
import NIOPosix
import Synchronization

/// One attempt to reach a port, at the addresses of its host in turn until one accepts.
extension WebSession {
    /// How long an address has at most while others are left to try.
    private static let shareLimit = Duration.seconds(1)
    /// How much of an answer is searched for the expected text.
    private static let answerLimitBytes = 64 << 10

    /// Connects to a port, says something if wanted, and waits for a text if one is expected.
    ///
    /// - Returns: How long the connection alone took.
    /// - Throws: why there is no connection, or no such answer, with the raw beginning of another.
    package func talk(
        to port: PortAddress,
        saying words: [UInt8]?,
        expecting text: String?
    ) async throws(FailureReason) -> Duration {
        let start = ContinuousClock.now
        let loop = client.eventLoopGroup.next()
        let promise = loop.makePromise(of: Duration.self)
        let limit = Self.answerLimitBytes
        let answer = AnswerStart()
        try await connect(to: port, on: loop, failing: promise) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(
                    PortTalk(words, expecting: text, limit, since: start, answer, promise)
                )
            }
        }
        do throws(FailureReason) {
            return try await outcome(of: promise, host: port.host)
        } catch {
            // An answer came, though not the wanted one: that says more than that time is over.
            guard let text, let start = answer.text else { throw error }
            throw .missingText(text, instead: start)
        }
    }

    /// Begins a connection that ends with the promise, whatever becomes of it.
    ///
    /// Each address of the host has its share of the time that is left, so that one that is silent
    /// leaves some for the others, as browsers do it (RFC 8305).
    func connect<Value: Sendable>(
        to port: PortAddress,
        on loop: any EventLoop,
        failing promise: EventLoopPromise<Value>,
        _ prepare: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) async throws(FailureReason) {
        let addresses: [SocketAddress]
        do throws(FailureReason) {
            addresses = try await self.addresses(of: port, on: loop)
        } catch {
            promise.fail(error)
            throw error
        }
        connect(to: addresses[...], on: loop, failing: promise, prepare)
    }

    private func connect<Value: Sendable>(
        to addresses: ArraySlice<SocketAddress>,
        on loop: any EventLoop,
        failing promise: EventLoopPromise<Value>,
        _ prepare: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) {
        guard let address = addresses.first else {
            return promise.fail(SocketAddressError.unsupported)
        }
        let others = addresses.dropFirst()
        let left = expiry - .now
        let share = others.isEmpty ? left : min(left / addresses.count, Self.shareLimit)
        ClientBootstrap(group: loop)
            .connectTimeout(max(.milliseconds(1), TimeAmount(share)))
            .channelInitializer(prepare)
            .connect(to: address)
            .whenComplete { result in
                switch result {
                case .failure where !others.isEmpty:
                    connect(to: others, on: loop, failing: promise, prepare)
                case .failure(let error): promise.fail(error)
                case .success(let channel):
                    channel.closeFuture.whenComplete { _ in promise.fail(ChannelError.eof) }
                    promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
                }
            }
    }

    /// What a promise brings, or why the waiting for it ended.
    func outcome<Value: Sendable>(
        of promise: EventLoopPromise<Value>,
        host: String
    ) async throws(FailureReason) -> Value {
        do {
            return try await withTaskCancellationHandler {
                try await promise.futureResult.get()
            } onCancel: {
                promise.fail(CancellationError())
            }
        } catch let error as FailureReason {
            throw error
        } catch {
            throw Task.isCancelled
                ? stopped : FailureReason(error, host: host, deadline: deadline)
        }
    }

    /// The addresses of a host, at least one, in the order in which they are to be tried.
    func addresses(
        of port: PortAddress,
        on loop: any EventLoop
    ) async throws(FailureReason) -> [SocketAddress] {
        if let literal = try? SocketAddress(ipAddress: port.host, port: port.port) {
            return [literal]
        }
        try await find(port.host)
        let promise = loop.makePromise(of: [SocketAddress].self)
        // The lookup cannot be given up, but the waiting for it can.
        NIOThreadPool.singleton.runIfActive(eventLoop: loop) { resolve(port) }.cascade(to: promise)
        let addresses = try await outcome(of: promise, host: port.host)
        guard !addresses.isEmpty else { throw .unknownHost(port.host) }
        return addresses
    }
}

/// How an answer begins, seen from several threads.
private final class AnswerStart: Sendable {
    private static let limitBytes = 512
    private let bytes = Mutex<[UInt8]>([])

    /// The beginning; nil while nothing came.
    var text: String? {
        let bytes = bytes.withLock { $0 }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    func append(_ part: ByteBufferView) {
        bytes.withLock { $0.append(contentsOf: part.prefix(Self.limitBytes - $0.count)) }
    }
}

/// Says something on a connection and waits for a text.
private final class PortTalk: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let words: [UInt8]?
    private let expected: String?
    private let limit: Int
    private let start: ContinuousClock.Instant
    private let answer: AnswerStart
    private let promise: EventLoopPromise<Duration>
    private var span = Duration.zero
    private var heard: [UInt8] = []

    init(
        _ words: [UInt8]?,
        expecting expected: String?,
        _ limit: Int,
        since start: ContinuousClock.Instant,
        _ answer: AnswerStart,
        _ promise: EventLoopPromise<Duration>
    ) {
        self.words = words
        self.expected = expected
        self.limit = limit
        self.start = start
        self.answer = answer
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        span = .now - start
        let (promise, span, isDone) = (promise, span, expected == nil)
        guard let words else {
            if isDone { promise.succeed(span) }
            return
        }
        let buffer = NIOAny(ByteBuffer(bytes: words))
        context.writeAndFlush(buffer).whenComplete { result in
            switch result {
            case .failure(let error): promise.fail(error)
            case .success: if isDone { promise.succeed(span) }
            }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let expected else { return }
        let buffer = unwrapInboundIn(data)
        answer.append(buffer.readableBytesView)
        // The text may begin in what came before.
        let start = max(0, heard.count - expected.utf8.count)
        heard.append(contentsOf: buffer.readableBytesView.prefix(limit - heard.count))
        if heard[start...].firstRange(of: Array(expected.utf8)) != nil {
            promise.succeed(span)
        } else if heard.count >= limit {
            promise.fail(FailureReason.missingText(expected))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(FailureReason.connectionClosed)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
    }
}
