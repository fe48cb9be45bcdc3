import Primitives
import NIOCore
import NIOHTTP1
import NIOPosix
import Scenarios
import Synchronization

/// One port of one simulated node: open while the node listens, really closed while it does not.
final class PortServer: Sendable {
    let node: NodeID
    let port: SimulatedPort
    private let stage: Stage
    private let loop: any EventLoop
    private let state = Mutex(State())

    private struct State {
        var listener: (any Channel)?
        /// Whether connections are welcome; true a moment before the port accepts them.
        var isOpen = false
        /// The number chosen at the first opening; kept for every later one.
        var number = 0
        var startedAt: Timestamp?
        var connections: [ObjectIdentifier: any Channel] = [:]
    }

    /// How often a port is tried again when somebody else holds it for a moment, and how long to
    /// wait between two tries: a client's outgoing connection may have borrowed the number.
    private static let bindTries = 50
    private static let bindPause: Duration = .milliseconds(20)
    /// Connections at once; a poller needs one or two.
    private static let connectionLimit = 64

    init(node: NodeID, port: SimulatedPort, stage: Stage, loop: any EventLoop) {
        self.node = node
        self.port = port
        self.stage = stage
        self.loop = loop
    }

    /// Opens the port and returns its base address.
    func open() async throws -> String {
        let number = state.withLock { state in
            state.isOpen = true
            return state.number
        }
        let listener = try await bootstrap.bind(host: "127.0.0.1", port: number).get()
        let bound = listener.localAddress?.port ?? number
        state.withLock {
            $0.listener = listener
            $0.number = bound
        }
        return "http://127.0.0.1:\(bound)"
    }

    /// Follows what the simulation says of this port.
    func follow(isListening: Bool, startedAt: Timestamp?) async {
        let (isOpen, isReplaced) = state.withLock { state in
            let isReplaced = state.startedAt != nil && state.startedAt != startedAt
            state.startedAt = startedAt
            return (state.listener != nil, isReplaced)
        }
        guard isListening else { return await close() }
        if isReplaced { await closeConnections() }
        if !isOpen { await reopen() }
    }

    /// Closes the port and its connections.
    func close() async {
        let listener = state.withLock { state in
            state.isOpen = false
            return state.listener.take()
        }
        try? await listener?.close().get()
        await closeConnections()
    }

    private func closeConnections() async {
        let open = state.withLock { state in
            defer { state.connections = [:] }
            return Array(state.connections.values)
        }
        for channel in open { try? await channel.close().get() }
    }

    private func reopen() async {
        for _ in 0..<Self.bindTries {
            if (try? await open()) != nil { return }
            try? await Task.sleep(for: Self.bindPause)
        }
    }

    private var bootstrap: ServerBootstrap {
        ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: 16)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard self.admit(channel) else { throw ChannelError.ioOnClosedChannel }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(RequestHandler(server: self))
                }
            }
    }

    private func admit(_ channel: any Channel) -> Bool {
        let isAdmitted = state.withLock { state in
            guard state.isOpen, state.connections.count < Self.connectionLimit else {
                return false
            }
            state.connections[ObjectIdentifier(channel)] = channel
            return true
        }
        let identifier = ObjectIdentifier(channel)
        channel.closeFuture.whenComplete { _ in
            self.state.withLock { _ = $0.connections.removeValue(forKey: identifier) }
        }
        return isAdmitted
    }

    func answer(method: String, path: String, body: [UInt8]) -> SimulatedAnswer {
        let (simulation, now) = stage.current
        return simulation.answer(
            node: node,
            port: port,
            method: method,
            path: path,
            body: body,
            at: now
        )
    }
}

/// Collects one request after another and writes the simulation's answers.
private final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let server: PortServer
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    /// More than any node of the era accepts; the rest of a longer body is not kept.
    private static let bodyLimitBytes = 16 << 20

    init(server: PortServer) {
        self.server = server
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.removeAll(keepingCapacity: true)
        case .body(let part):
            guard body.count + part.readableBytes <= Self.bodyLimitBytes else { return }
            body.append(contentsOf: part.readableBytesView)
        case .end:
            guard let head else { return }
            respond(to: head, context)
        }
    }

    private func respond(to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let answer = server.answer(method: head.method.rawValue, path: head.uri, body: body)
        let headers: HTTPHeaders = [
            "Content-Type": answer.contentType,
            "Content-Length": String(answer.body.count),
            "Connection": head.isKeepAlive ? "keep-alive" : "close",
        ]
        let status = HTTPResponseStatus(statusCode: answer.status)
        let response = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(response)), promise: nil)
        if head.method != .HEAD {
            let bytes = context.channel.allocator.buffer(bytes: answer.body)
            context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
        }
        let isKept = head.isKeepAlive
        let promise = context.eventLoop.makePromise(of: Void.self)
        let channel = context.channel
        promise.futureResult.whenComplete { _ in
            if !isKept { channel.close(promise: nil) }
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
