package import FleetModel
package import Primitives
import WebClient

/// Asks the nodes of a fleet: once for a drill's step, or for ever in real time.
package struct ProbeRunner: Sendable {
    let client: ProbeClient
    let fleet: Fleet
    let now: @Sendable () -> Timestamp

    /// A runner with the fleet's polling settings; `now` is the time of observations.
    package init(
        client: ProbeClient,
        fleet: Fleet,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.client = client
        self.fleet = fleet
        self.now = now
    }

    /// Waits as polls do: by a timer that runs for a span, and that no setting of the machine's
    /// clock delays, that of a test included.
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    package static func wait(for span: Duration) async throws {
        try await WebRequester.sleep(for: span)
    }

    private var limit: Int { max(1, fleet.polling.concurrency) }

    /// Runs these probes, at most `fleet.polling.concurrency` at once, and returns the
    /// observations in the order of the probes.
    ///
    /// The next begins as soon as any is done, so that a slow one holds up nobody else.
    ///
    /// - Parameter noteAnswer: Is told after each how many are done.
    package func sweep(
        _ due: [ScheduledProbe],
        noteAnswer: @Sendable (Int) -> Void = { _ in }
    ) async -> [Observation] {
        await withTaskExecutorPreference(ProbeClient.executor) {
            await sweepThere(due, noteAnswer)
        }
    }

    private func sweepThere(
        _ due: [ScheduledProbe],
        _ noteAnswer: @Sendable (Int) -> Void
    ) async -> [Observation] {
        await withTaskGroup(of: (Int, Observation).self) { group in
            var results = [Observation?](repeating: nil, count: due.count)
            var (started, done) = (0, 0)
            func startNext() {
                guard started < due.count else { return }
                let place = started
                group.addTask { (place, await observe(due[place])) }
                started += 1
            }
            for _ in 0..<limit { startNext() }
            while let (place, observation) = await group.next() {
                results[place] = observation
                done += 1
                noteAnswer(done)
                startNext()
            }
            return results.compactMap { $0 }
        }
    }

    /// Polls for ever, until the task is cancelled or `sleep` throws; a fleet without probes ends
    /// it at once.
    ///
    /// A slow probe delays nobody else, and a probe that is still under way when it is due again
    /// is not asked a second time. Every observation goes to `take` as soon as it is complete.
    ///
    /// - Parameter noteLateness: Is told how long after its moment each poll began.
    package func run(
        sleep: @escaping @Sendable (Duration) async throws -> Void = WebRequester.sleep,
        noteLateness: @Sendable (Duration) -> Void = { _ in },
        _ take: @Sendable (Observation) -> Void
    ) async {
        await withTaskExecutorPreference(ProbeClient.executor) {
            await runThere(sleep: sleep, noteLateness, take)
        }
    }

    private func runThere(
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        _ noteLateness: @Sendable (Duration) -> Void,
        _ take: @Sendable (Observation) -> Void
    ) async {
        var schedule = ProbeSchedule(
            fleet: fleet,
            seed: .random(in: 0 ... .max),
            start: now()
        )
        var queue = ProbeQueue(limit: limit)
        await withTaskGroup(of: Wakeup.self) { group in
            var isAsleep = false
            while !Task.isCancelled {
                queue.add(schedule.takeDueWithMoments(at: now()))
                while let (probe, due) = queue.next() {
                    noteLateness(now() - due)
                    group.addTask { .observed(await observe(probe)) }
                }
                if !isAsleep, let due = schedule.nextDue {
                    let span = max(due - now(), .zero)
                    group.addTask { await Self.waking(after: span, sleep) }
                    isAsleep = true
                }
                guard let wakeup = await group.next() else { break }
                switch wakeup {
                case .timer: isAsleep = false
                case .again: break
                case .ended: group.cancelAll()
                case .observed(let observation):
                    if queue.finish(observation) {
                        schedule.askAgain(
                            observation.node,
                            index: observation.probeIndex,
                            at: now()
                        )
                        // The timer that runs may be for a later moment.
                        group.addTask {
                            let wakeup = await Self.waking(after: ProbeSchedule.secondChance, sleep)
                            if case .timer = wakeup { return .again }
                            return wakeup
                        }
                    }
                    if !Task.isCancelled { take(observation) }
                }
                if case .ended = wakeup { break }
            }
            group.cancelAll()
        }
    }

    private enum Wakeup: Sendable {
        case timer
        /// A silent probe has its second chance.
        case again
        case ended
        case observed(Observation)
    }

    private static func waking(
        after span: Duration,
        _ sleep: @Sendable (Duration) async throws -> Void
    ) async -> Wakeup {
        do {
            try await sleep(span)
            return .timer
        } catch {
            return .ended
        }
    }

    private func observe(_ probe: ScheduledProbe) async -> Observation {
        await client.observe(
            probe.spec,
            index: probe.index,
            of: probe.node,
            deadline: probe.spec.timeout ?? fleet.polling.timeout,
            bodyLimitBytes: fleet.polling.bodyLimitBytes,
            now: now
        )
    }
}
