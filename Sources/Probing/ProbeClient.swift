import AsyncHTTPClient
package import IncidentCore
import NIOCore
import NIOPosix
import NIOSSL

/// Asks nodes over HTTP and turns their answers into observations.
///
/// One client serves a whole fleet: it keeps connections open between polls, follows no redirect,
/// speaks HTTP/1.1 only and verifies certificates. It must be shut down when no longer needed.
package final class ProbeClient: Sendable {
    private let client: HTTPClient
    private let threads: MultiThreadedEventLoopGroup
    private let lookup: HostLookup
    private let memory = APIMemory()
    private let bodyLimit: Int

    /// A client that reads bodies up to this size.
    ///
    /// `authorities` are PEM files with certificate authorities trusted besides the system's.
    package convenience init(maximumBodyBytes: Int = 8 << 20, authorities: [String] = []) {
        self.init(
            maximumBodyBytes: maximumBodyBytes,
            authorities: authorities,
            lookup: HostLookup()
        )
    }

    init(maximumBodyBytes: Int, authorities: [String], lookup: HostLookup) {
        bodyLimit = maximumBodyBytes
        self.lookup = lookup
        threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var settings = HTTPClient.Configuration()
        settings.redirectConfiguration = .disallow
        settings.httpVersion = .http1Only
        settings.timeout.connect = .seconds(10)
        // Else a refused connection is tried again until the connect timeout.
        settings.connectionPool.retryConnectionEstablishment = false
        if !authorities.isEmpty {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.additionalTrustRoots = authorities.map { .file($0) }
            settings.tlsConfiguration = tls
        }
        client = HTTPClient(eventLoopGroup: threads, configuration: settings)
    }

    /// Asks one probe of a node everything there is to ask.
    ///
    /// Never throws: what went wrong is in the observation's problems. `deadline` is absolute; it
    /// covers connections, heads and bodies of all parts together, and parts that are done by
    /// then count. `now` gives the time of the observation.
    package func observe(
        _ spec: ProbeSpec,
        index: Int,
        of node: NodeID,
        deadline: Duration,
        now: @Sendable () -> Timestamp
    ) async -> Observation {
        let start = ContinuousClock.now
        let reading = await withDeadline(deadline, headers: spec.headers) { session in
            await session.read(spec.target)
        }
        let span = ContinuousClock.now - start
        return Observation(
            node: node,
            probeIndex: index,
            at: now(),
            latency: reading.isAnswered ? span : nil,
            samples: reading.samples,
            facts: reading.facts,
            problems: reading.problems.map { $0.concealing(spec.headers) }
        )
    }

    /// Closes all connections; requests under way fail.
    package func shutdown() async {
        try? await client.shutdown()
        lookup.shutdown()
        try? await threads.shutdownGracefully()
    }

    /// Runs requests that are cancelled when the deadline is over.
    func withDeadline<Outcome: Sendable>(
        _ deadline: Duration,
        headers: [String: Secret] = [:],
        _ ask: @escaping @Sendable (ProbeSession) async -> Outcome
    ) async -> Outcome {
        let session = ProbeSession(
            client: client,
            lookup: lookup,
            memory: memory,
            headers: headers,
            bodyLimit: bodyLimit,
            deadline: deadline,
            expiry: .now() + .nanoseconds(deadline.milliseconds * 1_000_000)
        )
        let asking = Task { await ask(session) }
        let alarm = client.eventLoopGroup.any().scheduleTask(deadline: session.expiry) {
            asking.cancel()
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await asking.value
        } onCancel: {
            asking.cancel()
        }
    }
}

extension Problem {
    /// The problem without the probe's secrets, which a server may have sent back in its answer.
    func concealing(_ headers: [String: Secret]) -> Problem {
        guard !headers.isEmpty else { return self }
        func masked(_ text: String) -> String {
            var text = text
            for secret in headers.values where !secret.reveal().isEmpty {
                text = text.replacing(secret.reveal(), with: secret.description)
            }
            return text
        }
        var problem = self
        switch reason {
        case .badBody(let text): problem.reason = .badBody(masked(text))
        case .wrongAPI(let text): problem.reason = .wrongAPI(masked(text))
        case .other(let text): problem.reason = .other(masked(text))
        case .redirected(let target): problem.reason = .redirected(to: masked(target))
        case .tls(.other(let text)): problem.reason = .tls(.other(masked(text)))
        case .refused, .timedOut, .unknownHost, .unreachable, .connectionClosed, .tls, .status,
            .unauthorised, .rateLimited, .initialising, .adminDisabled, .unsafeRefused, .tooLarge,
            .missingText:
            break
        }
        return problem
    }
}
