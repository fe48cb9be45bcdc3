import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Asks web servers, in bounded time and space.
///
/// It keeps connections open between requests, follows no redirect, speaks HTTP/1.1 only and
/// verifies certificates. It must be shut down when no longer needed.
package final class WebRequester: Sendable {
    private let client: HTTPClient
    private let plain: PlainRequester?
    private let bodyLimitBytes: Int
    private let resolve: HostAddresses.Resolve

    /// One thread for all connections, and one set of threads for name lookups, however many
    /// requesters there are; they live as long as the process, so that a request made after a
    /// shutdown fails in order.
    private static let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private static let loop = threads.next()
    private static let lookup = HostLookup()
    private static let addresses = AddressBook()

    /// The thread of all connections: what makes many requests is best run there itself.
    package static let executor: any TaskExecutor = EventLoopExecutor(loop)

    /// A connection keeps its last buffer while it waits for the next poll: with thousands of nodes
    /// the usual 64 KiB would be most of the memory used.
    private static let smallReads = AdaptiveRecvByteBufferAllocator(
        minimum: 1024,
        initial: 4096,
        maximum: 8192
    )

    /// How long a connection may take; a shorter deadline ends it sooner.
    static let connectLimit: Duration = .seconds(10)

    /// What a requester is for.
    package enum Purpose: Sendable {
        /// Polls, thousands of them: a `PlainRequester` carries those that are not encrypted.
        case polls
        /// Messages: the HTTP client carries them all.
        case messages
    }

    /// A requester that reads bodies up to this size where a request says nothing of it.
    package convenience init(for purpose: Purpose, bodyLimitBytes: Int) {
        self.init(for: purpose, bodyLimitBytes: bodyLimitBytes, resolve: HostAddresses.ask)
    }

    /// The same, with another way to find the addresses of ports.
    init(for purpose: Purpose, bodyLimitBytes: Int, resolve: @escaping HostAddresses.Resolve) {
        self.bodyLimitBytes = bodyLimitBytes
        self.resolve = resolve
        plain =
            switch purpose {
            case .polls: PlainRequester(loop: Self.loop)
            case .messages: nil
            }
        var settings = HTTPClient.Configuration()
        settings.redirectConfiguration = .disallow
        settings.httpVersion = .http1Only
        settings.tlsConfiguration = .makeOfUsualSafety()
        settings.timeout.connect = TimeAmount(Self.connectLimit)
        // Else a refused connection is tried again until the connect timeout.
        settings.connectionPool.retryConnectionEstablishment = false
        // So many requests may hang at one host without delaying the next.
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        settings.http1_1ConnectionDebugInitializer = { channel in
            channel.setOption(.recvAllocator, value: Self.smallReads).flatMapThrowing {
                try channel.pipeline.syncOperations.readHeadsLeniently()
            }
        }
        client = HTTPClient(eventLoopGroup: Self.threads, configuration: settings)
    }

    /// Runs requests that are cancelled when `deadline` is over: an absolute one, which covers
    /// name lookups, connections, heads and bodies of all of them together.
    package func withDeadline<Outcome: Sendable>(
        _ deadline: Duration,
        _ ask: @escaping @Sendable (WebSession) async -> Outcome
    ) async -> Outcome {
        let session = WebSession(
            client: client,
            plain: plain,
            lookup: Self.lookup,
            addresses: Self.addresses,
            resolve: resolve,
            bodyLimitBytes: bodyLimitBytes,
            deadline: deadline,
            expiry: .now + deadline
        )
        let asking = Task(executorPreference: Self.executor) { await ask(session) }
        // The client's own deadline ends with the head of an answer: a body might stall for ever.
        let alarm = Self.loop.scheduleTask(in: TimeAmount(deadline)) { asking.cancel() }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await asking.value
        } onCancel: {
            asking.cancel()
        }
    }

    /// Waits without waking another thread than that of the connections.
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    package static func sleep(for span: Duration) async throws {
        let over = loop.makePromise(of: Void.self)
        let timer = loop.scheduleTask(in: TimeAmount(span)) { over.succeed() }
        try await withTaskCancellationHandler {
            try await over.futureResult.get()
        } onCancel: {
            timer.cancel()
            over.fail(CancellationError())
        }
    }

    /// Begins to close all connections; requests under way fail.
    ///
    /// The end is not waited for: a connection that is being made to a server that accepts and
    /// says nothing ends with the connect limit only.
    package func shutdown() {
        plain?.shutdown()
        // The only error is that it was shut down before.
        client.shutdown { _ in }
    }
}

extension ChannelPipeline.SynchronousOperations {
    /// Reads what connections of the HTTP client bring as others read it, too.
    fileprivate func readHeadsLeniently() throws {
        let decoder = try handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        try addHandler(ResponseHeadReader(), position: .before(decoder))
    }
}
