import HostAccess
package import FleetModel
package import Primitives
import WebClient

/// Asks nodes over HTTP and turns their answers into observations.
///
/// One client serves a whole fleet. It must be shut down when no longer needed.
package final class ProbeClient: Sendable {
    private let requester: WebRequester
    private let memory = APIMemory()
    private let logs = LogMemory()
    private let turns = KeyedMutex()

    private let heartbeats: HeartbeatFolder?

    /// A client that reads bodies up to this size where a probe says nothing of it, and finds the
    /// calls of heartbeats there.
    package init(
        maximumBodyBytes: Int = Polling.usualBodyLimitBytes,
        heartbeats: HeartbeatFolder? = nil
    ) {
        self.heartbeats = heartbeats
        requester = WebRequester(for: .polls, bodyLimitBytes: maximumBodyBytes)
    }

    /// Asks one probe of a node everything there is to ask.
    ///
    /// Never throws: what went wrong is in the observation's problems. `deadline` is absolute; it
    /// covers connections, heads and bodies of all parts together, and parts that are done by
    /// then count. `bodyLimitBytes` is for probes that name no limit of their own. `now` gives
    /// the time of the observation.
    package func observe(
        _ spec: ProbeSpec,
        index: Int,
        of node: NodeID,
        deadline: Duration,
        bodyLimitBytes: Int? = nil,
        now: @Sendable () -> Timestamp
    ) async -> Observation {
        let start = ContinuousClock.now
        let call = ProbeCall(
            key: ProbeCall.Key(node: node, index: index),
            at: now(),
            deadline: HostDeadline(deadline, from: start)
        )
        let credentials = Self.credentials(spec.access)
        let reading = await withDeadline(
            deadline,
            headers: spec.headers,
            access: spec.access,
            credentials: credentials,
            bodyLimitBytes: spec.bodyLimitBytes ?? bodyLimitBytes,
            call: call
        ) { session in
            if case .failure(let reason) = credentials { return PollResult(lacking: reason) }
            return await session.read(spec.target)
        }
        let span = ContinuousClock.now - start
        let mask = HeaderMask(spec.secrets + credentials.secrets)
        return Observation(
            node: node,
            probeIndex: index,
            at: now(),
            latency: reading.isAnswered ? reading.latency ?? span : nil,
            samples: reading.samples,
            facts: reading.facts.map(mask.masked),
            problems: reading.problems.map(mask.masked),
            isBlind: reading.isBlind,
            isProven: reading.isProven,
            interval: spec.interval
        )
    }

    /// Asks a source of everything it knows of its nodes; never throws.
    package func observe(
        _ source: FleetSource,
        index: Int,
        deadline: Duration,
        bodyLimitBytes: Int? = nil,
        now: @Sendable () -> Timestamp
    ) async -> SourceReading {
        let start = ContinuousClock.now
        let credentials = Self.credentials(source.access)
        let found = await withDeadline(
            deadline,
            headers: source.headers,
            access: source.access,
            credentials: credentials,
            bodyLimitBytes: source.bodyLimitBytes ?? bodyLimitBytes
        ) { session -> (nodes: [SourceReading.NodeReading]?, problems: [Problem]) in
            if case .failure(let reason) = credentials {
                return (nil, [Problem(part: "login", reason: reason)])
            }
            return await session.readSource(source)
        }
        let mask = HeaderMask(source.headers.values + credentials.secrets)
        return SourceReading(
            index: index,
            at: now(),
            nodes: found.nodes.map { nodes in
                nodes.map { node in
                    var node = node
                    node.facts = node.facts.map(mask.masked)
                    return node
                }
            },
            problems: found.problems.map(mask.masked),
            latency: .now - start,
            interval: source.interval
        )
    }

    private static func credentials(_ access: WebAccess) -> Result<Credentials?, FailureReason> {
        guard let login = access.login else { return .success(nil) }
        return Result { () throws(FailureReason) in try Credentials(login) }
    }

    /// Where polls run best; see `WebRequester.executor`.
    static var executor: any TaskExecutor { WebRequester.executor }

    /// Closes all connections and ends all commands; requests under way fail.
    package func shutdown() async {
        await logs.shutdown()
        requester.shutdown()
    }

    /// Runs requests that are cancelled when the deadline is over.
    func withDeadline<Outcome: Sendable>(
        _ deadline: Duration,
        headers: [String: Secret] = [:],
        access: WebAccess = WebAccess(),
        credentials: Result<Credentials?, FailureReason> = .success(nil),
        bodyLimitBytes: Int? = nil,
        call: ProbeCall? = nil,
        _ ask: @escaping @Sendable (ProbeSession) async -> Outcome
    ) async -> Outcome {
        await requester.withDeadline(deadline) { [memory, logs, turns, heartbeats] web in
            await ask(
                ProbeSession(
                    web: web,
                    memory: memory,
                    logs: logs,
                    turns: turns,
                    headers: headers,
                    credentials: try? credentials.get(),
                    trust: WebTrust(authorities: access.authorities, identity: access.identity),
                    heartbeats: heartbeats,
                    bodyLimitBytes: bodyLimitBytes,
                    call: call
                )
            )
        }
    }
}

extension Result<Credentials?, FailureReason> {
    fileprivate var secrets: [Secret] { (try? get())?.secrets ?? [] }
}

extension PollResult {
    /// A poll that could not begin, because what it should say of itself is not to be had.
    fileprivate init(lacking reason: FailureReason) {
        fail("login", .silent(reason))
    }
}
