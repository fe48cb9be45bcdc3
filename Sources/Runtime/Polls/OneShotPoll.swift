import Detection
package import FleetModel
package import IncidentLog
package import Monitoring
import Primitives
import Probing

/// One look at a fleet: every probe asked once, the silent ones twice.
package struct OneShotPoll: Sendable {
    /// What every node says, and what is found.
    package let snapshot: FleetSnapshot
    /// What the log would tell if this look were written down: the signals that stand.
    package let log: LogState

    /// Asks every node and judges what came back, as a program that watches does; nothing is
    /// written anywhere, but since when a heartbeat is awaited.
    ///
    /// - Parameters:
    ///   - path: The path of the log that calls of heartbeats are kept beside; nil for none.
    ///   - log: What is written down of the fleet.
    ///   - progress: Is told how many of how many probes have answered.
    package static func look(
        at fleet: Fleet,
        clock: any SessionClock,
        besideLog path: String? = nil,
        log: LogState = LogState(),
        progress: @escaping @Sendable (Int, Int) -> Void
    ) async -> OneShotPoll {
        let client = ProbeClient(heartbeats: fleet.heartbeats(besideLog: path))
        let runner = ProbeRunner(client: client, fleet: fleet) { clock.now }
        let probes = fleet.scheduledProbes
        let start = clock.now
        var monitor = FleetMonitor(fleet: fleet)
        for index in fleet.sources.indices {
            for _ in 0..<2 {
                let reading = await runner.poll(source: index)
                monitor.take([], [reading])
                if reading.nodes?.allSatisfy(\.isUp) == true { break }
            }
        }
        // Told as often as there is a window of answers: a terminal need not show each.
        let step = fleet.polling.concurrency
        let observations = await runner.sweep(probes) { done in
            if done % step == 0 || done == probes.count { progress(done, probes.count) }
        }
        monitor.take(observations)
        let silent = zip(probes, observations).filter { $1.latency == nil }.map(\.0)
        // One silent answer is not an outage; a second one is.
        monitor.take(await runner.sweep(silent))
        await client.shutdown()
        let now = clock.now
        monitor.take(roundSpan: now - start)
        let (snapshot, commands) = monitor.evaluate(log, at: now)
        var scratch = ScratchLog(log, fleet: fleet.name)
        scratch.follow(commands, at: now)
        return OneShotPoll(snapshot: snapshot, log: scratch.state)
    }
}
