import HostAccess
package import IncidentCore
import WebClient

/// Asks nodes over HTTP and turns their answers into observations.
///
/// One client serves a whole fleet. It must be shut down when no longer needed.
package final class ProbeClient: Sendable {
    private let requester: WebRequester
    private let memory = APIMemory()
    private let logs = LogMemory()

    /// A client that reads bodies up to this size.
    ///
    /// `authorities` are PEM files with certificate authorities trusted besides the system's.
    package init(maximumBodyBytes: Int = 8 << 20, authorities: [String] = []) {
        requester = WebRequester(bodyLimitBytes: maximumBodyBytes, authorities: authorities)
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
        let call = ProbeCall(
            key: ProbeCall.Key(node: node, index: index),
            at: now(),
            deadline: HostDeadline(deadline, from: start)
        )
        let reading = await withDeadline(deadline, headers: spec.headers, call: call) { session in
            await session.read(spec.target)
        }
        let span = ContinuousClock.now - start
        let mask = HeaderMask(spec.secrets)
        return Observation(
            node: node,
            probeIndex: index,
            at: now(),
            latency: reading.isAnswered ? reading.answerTime ?? span : nil,
            samples: reading.samples,
            facts: reading.facts.map(mask.masked),
            problems: reading.problems.map(mask.masked),
            isBlind: reading.isBlind,
            isProven: reading.isProven,
            interval: spec.interval
        )
    }

    /// Where polls run best; see `WebRequester.executor`.
    static var executor: any TaskExecutor { WebRequester.executor }

    /// Closes all connections and ends all commands; requests under way fail.
    package func shutdown() async {
        await logs.shutdown()
        await requester.shutdown()
    }

    /// Runs requests that are cancelled when the deadline is over.
    func withDeadline<Outcome: Sendable>(
        _ deadline: Duration,
        headers: [String: Secret] = [:],
        call: ProbeCall? = nil,
        _ ask: @escaping @Sendable (ProbeSession) async -> Outcome
    ) async -> Outcome {
        await requester.withDeadline(deadline) { [memory, logs] web in
            await ask(
                ProbeSession(web: web, memory: memory, logs: logs, headers: headers, call: call)
            )
        }
    }
}
