import Primitives
import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends requests over plain HTTP/1.1, on connections that are kept open between polls.
///
/// Our own for polls alone, nearly all of which are of this kind: a page costs half the CPU of what
/// it costs through the HTTP client, which carries whatever is encrypted and all messages. The body
/// of an answer is always read. Everything here lives on one event loop.
final class PlainRequester: Sendable {
    private let loop: any EventLoop
    private let pool: NIOLoopBoundBox<Pool>

    private struct Pool {
        /// The connections nobody uses, by host and port, the one used last at the end.
        var idle: [String: [PlainConnection]] = [:]
        /// Every open connection.
        var open: [ObjectIdentifier: PlainConnection] = [:]
        var isSwept = false
        var isShutDown = false
    }

    /// For how long a connection is kept that nobody uses.
    private static let idleLimit: TimeAmount = .seconds(60)

    init(loop: any EventLoop) {
        self.loop = loop
        pool = .makeBoxSendingValue(Pool(), eventLoop: loop)
    }

    /// Sends a request to an address that is not encrypted.
    ///
    /// The promise gets the answer or the error. When it ends in another way, the request is given
    /// up.
    func send(
        _ request: WebRequest,
        to address: WebAddress,
        bodyLimitBytes: Int,
        connectLimit: TimeAmount,
        _ promise: EventLoopPromise<WebAnswer>
    ) {
        let exchange = PlainExchange(
            request: request,
            address: address,
            bodyLimitBytes: bodyLimitBytes,
            promise: promise
        )
        if loop.inEventLoop {
            start(exchange, connectLimit)
        } else {
            loop.execute { self.start(exchange, connectLimit) }
        }
    }

    /// Closes all connections; requests under way fail, and so do later ones.
    func shutdown() {
        loop.execute { [self] in
            pool.value.isShutDown = true
            for connection in pool.value.open.values { connection.close() }
            pool.value.idle.removeAll()
        }
    }

    private func start(_ exchange: PlainExchange, _ connectLimit: TimeAmount) {
        guard !pool.value.isShutDown else {
            exchange.promise.fail(FailureReason.other("the attempt was stopped"))
            return
        }
        let place = exchange.address.hostAndPort
        if let connection = pool.value.idle[place]?.popLast() {
            connection.run(exchange)
        } else {
            connect(for: exchange, connectLimit)
        }
    }

    private func connect(for exchange: PlainExchange, _ limit: TimeAmount) {
        let (host, port) = (exchange.address.host, exchange.address.port)
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(limit)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.recvAllocator, value: SingleUseBuffers())
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = PlainConnection(for: exchange, in: self)
                    let decoder = HTTPResponseDecoder(leftOverBytesStrategy: .dropBytes)
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(HTTPRequestEncoder())
                    try pipeline.addHandler(ResponseHeadReader())
                    try pipeline.addHandler(ByteToMessageHandler(decoder))
                    try pipeline.addHandler(connection)
                }
            }
        let literal = try? SocketAddress(ipAddress: host, port: port)
        let channel =
            literal.map { bootstrap.connect(to: $0) } ?? bootstrap.connect(host: host, port: port)
        channel.cascadeFailure(to: exchange.promise)
    }

    // MARK: What connections tell

    func opened(_ connection: PlainConnection) {
        if pool.value.isShutDown { connection.close() }
        pool.value.open[ObjectIdentifier(connection)] = connection
    }

    func closed(_ connection: PlainConnection) {
        pool.value.open[ObjectIdentifier(connection)] = nil
        let place = connection.place
        pool.value.idle[place]?.removeAll { $0 === connection }
        if pool.value.idle[place]?.isEmpty == true { pool.value.idle[place] = nil }
    }

    /// Takes a connection back whose answer is complete and that may be used again.
    func keep(_ connection: PlainConnection) {
        guard !pool.value.isShutDown else { return connection.close() }
        pool.value.idle[connection.place, default: []].append(connection)
        if !pool.value.isSwept { sweepLater() }
    }

    /// One timer for all connections: one each would be set and taken back with every poll.
    private func sweepLater() {
        pool.value.isSwept = true
        loop.scheduleTask(in: Self.idleLimit) { [weak self] in self?.sweep() }
    }

    private func sweep() {
        let limit = NIODeadline.now() - Self.idleLimit
        pool.value.isSwept = false
        for connection in pool.value.idle.values.flatMap({ $0 }) where connection.idleSince <= limit
        {
            connection.close()
        }
        if !pool.value.idle.isEmpty { sweepLater() }
    }
}

/// One request, and the promise of its answer.
final class PlainExchange: Sendable {
    let request: WebRequest
    let address: WebAddress
    let bodyLimitBytes: Int
    let promise: EventLoopPromise<WebAnswer>

    init(
        request: WebRequest,
        address: WebAddress,
        bodyLimitBytes: Int,
        promise: EventLoopPromise<WebAnswer>
    ) {
        self.request = request
        self.address = address
        self.bodyLimitBytes = bodyLimitBytes
        self.promise = promise
    }

    /// The head of the request, complete.
    var head: HTTPRequestHead {
        var headers = HTTPHeaders()
        headers.reserveCapacity(4 + request.headers.count)
        headers.add(name: "host", value: address.hostHeader)
        headers.add(name: "user-agent", value: "tocsin")
        headers.add(name: "accept-encoding", value: "identity")
        for (name, value) in request.headers { headers.replaceOrAdd(name: name, value: value) }
        if request.body != nil || request.method != .get {
            headers.replaceOrAdd(name: "content-length", value: "\(request.body?.count ?? 0)")
        }
        return HTTPRequestHead(
            version: .http1_1,
            method: HTTPMethod(rawValue: request.method.rawValue),
            uri: address.target,
            headers: headers
        )
    }
}

/// Reads into buffers that are gone with what was read.
///
/// A channel keeps the first buffer that it gets and reads into it again and again; with thousands
/// of quiet connections those are most of the memory. So the first is tiny, and all others, large
/// enough for a whole page, are made for one read each.
private struct SingleUseBuffers: RecvByteBufferAllocator {
    private static let firstBytes = 512
    private static let bytes = 64 << 10
    private var hasRead = false

    /// No size to expect: no buffer is pooled.
    func nextBufferSize() -> Int? { nil }

    /// Says that the next read may be larger, so that it gets a buffer of its own.
    mutating func record(actualReadBytes: Int) -> Bool {
        hasRead = true
        return true
    }

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer {
        allocator.buffer(capacity: hasRead ? Self.bytes : Self.firstBytes)
    }
}

extension WebAddress {
    /// What a request asks for: path and question (RFC 9112, 3.2.1).
    fileprivate var target: String {
        (path.isEmpty ? "/" : path) + (query.map { "?" + $0 } ?? "")
    }

    /// Whom a request is for; a port that goes without saying is left out.
    fileprivate var hostHeader: String {
        let usual = isSecure ? 443 : 80
        guard port == usual else { return hostAndPort }
        return host.contains(":") ? "[\(host)]" : host
    }
}
