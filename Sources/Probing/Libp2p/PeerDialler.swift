import Glibc
import Primitives
import Libp2p
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import WebClient

/// Opens a connection to a libp2p peer, has one conversation and closes it.
struct PeerDialler: Sendable {
    let web: WebSession
    let address: PeerAddress

    /// One thread for all conversations; it lives as long as the process.
    private static let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// Has the conversation and returns what it brought, also when it was cut short.
    /// - Throws: why there is no connection.
    func ask(
        _ question: PeerQuestion,
        as identity: PeerIdentity
    ) async throws(FailureReason) -> PeerReport {
        let secrets = PeerDialogue.Secrets(
            ephemeral: Self.randomBytes(),
            ping: Self.randomBytes()
        )
        let dialogue = PeerDialogue(question, as: identity, secrets: secrets)
        var failure = FailureReason.unknownHost(address.host)
        for place in try await places() {
            let loop = Self.threads.next()
            let outcome = loop.makePromise(of: PeerReport.self)
            do throws(FailureReason) {
                let channel = try await connect(to: place, dialogue, outcome, loop)
                return try await report(of: outcome.futureResult, over: channel)
            } catch {
                outcome.fail(error)
                failure = error
                guard error == .refused || error == .unreachable else { break }
            }
        }
        throw failure
    }

    /// Thirty-two bytes that nobody can guess: a secret key.
    static func randomBytes() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    private func report(
        of outcome: EventLoopFuture<PeerReport>,
        over channel: any Channel
    ) async throws(FailureReason) -> PeerReport {
        do {
            // Closing makes the conversation end with what it has brought so far.
            return try await withTaskCancellationHandler {
                try await outcome.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch {
            throw await reason(for: error)
        }
    }

    private func reason(for error: any Error) async -> FailureReason {
        if let reason = error as? FailureReason { return reason }
        if Task.isCancelled { return web.stopped }
        return await web.reason(for: error, host: address.host, port: address.port)
    }

    // MARK: Connecting

    private func connect(
        to place: SocketAddress,
        _ dialogue: PeerDialogue,
        _ outcome: EventLoopPromise<PeerReport>,
        _ loop: any EventLoop
    ) async throws(FailureReason) -> any Channel {
        let left = web.expiry - .now
        let address = address
        let opened = loop.makePromise(of: (any Channel).self)
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(max(left, .milliseconds(1))))
            .channelInitializer { channel in
                opened.succeed(channel)
                return channel.eventLoop.makeCompletedFuture {
                    try Self.prepare(channel, address, dialogue, outcome)
                }
            }
        let connecting = bootstrap.connect(to: place)
        connecting.whenFailure { opened.fail($0) }
        do {
            return try await withTaskCancellationHandler {
                try await connecting.get()
            } onCancel: {
                opened.futureResult.whenSuccess { $0.close(promise: nil) }
            }
        } catch {
            throw await reason(for: error)
        }
    }

    private static func prepare(
        _ channel: any Channel,
        _ address: PeerAddress,
        _ dialogue: PeerDialogue,
        _ outcome: EventLoopPromise<PeerReport>
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        switch address.transport {
        case .tcp: try pipeline.addHandler(PeerConnection(dialogue, outcome: outcome))
        case .webSocket: try upgrade(channel, address, dialogue, outcome)
        case .secureWebSocket:
            let context = try WebTrust().verifyingContext()
            let name = address.serverName ?? address.host
            let isName = address.serverName != nil || ![.ip4, .ip6].contains(address.network)
            try pipeline.addHandler(
                NIOSSLClientHandler(context: context, serverHostname: isName ? name : nil)
            )
            try upgrade(channel, address, dialogue, outcome)
        }
    }

    private static func upgrade(
        _ channel: any Channel,
        _ address: PeerAddress,
        _ dialogue: PeerDialogue,
        _ outcome: EventLoopPromise<PeerReport>
    ) throws {
        let upgrader = NIOTypedWebSocketClientUpgrader<Bool>(
            maxFrameSize: 1 << 20,
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(WebSocketBytes())
                    return true
                }
            }
        )
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")
        head.headers.add(name: "Host", value: address.hostAndPort)
        head.headers.add(name: "Content-Length", value: "0")
        let settings = NIOTypedHTTPClientUpgradeConfiguration<Bool>(
            upgradeRequestHead: head,
            upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in
                outcome.fail(FailureReason.wrongAPI("the port answers, but not as a WebSocket"))
                return channel.close().map { false }
            }
        )
        var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: settings)
        // Nodes of the go family say their first line in one breath with their consent.
        pipeline.leftOverBytesStrategy = .forwardBytes
        let result = try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
            configuration: pipeline
        )
        // What is written while the pipeline still changes is lost, and the dialogue speaks first:
        // it joins when the change is over, and before anything that came meanwhile is read.
        result.whenComplete { result in
            do {
                guard try result.get() else { return }
                let connection = PeerConnection(dialogue, outcome: outcome)
                try channel.pipeline.syncOperations.addHandler(connection)
            } catch {
                outcome.fail(error)
            }
        }
        channel.closeFuture.whenComplete { _ in outcome.fail(ChannelError.eof) }
    }

    // MARK: Names

    /// The addresses of the host, those of the wanted kind only.
    private func places() async throws(FailureReason) -> [SocketAddress] {
        if address.network != .ip4, address.network != .ip6 { try await web.find(address.host) }
        let family: CInt =
            switch address.network {
            case .ip4, .dns4: AF_INET
            case .ip6, .dns6: AF_INET6
            case .dns: AF_UNSPEC
            }
        let port = PortAddress(host: address.host, port: address.port)
        do {
            let found = try await NIOThreadPool.singleton.runIfActive {
                HostAddresses.find(port, family: family)
            }
            guard !found.isEmpty else { throw FailureReason.unknownHost(port.host) }
            return found
        } catch {
            throw await reason(for: error)
        }
    }
}
