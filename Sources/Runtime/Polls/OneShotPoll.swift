package import FleetModel
import IncidentLog
package import Monitoring
import Primitives
import Probing

/// One look at a fleet: every probe asked once, the silent ones twice.
package enum OneShotPoll {
    /// Asks every node and judges what came back; nothing is written anywhere, but since when a
    /// heartbeat is awaited.
    ///
    /// - Parameters:
    ///   - log: The path of the log that calls of heartbeats are kept beside; nil for none.
    ///   - progress: Is told how many of how many probes have answered.
    package static func look(
        at fleet: Fleet,
        clock: any SessionClock,
        log: String? = nil,
        progress: @escaping @Sendable (Int, Int) -> Void
    ) async -> FleetSnapshot {
        let client = ProbeClient(heartbeats: fleet.heartbeats(besideLog: log))
        let runner = ProbeRunner(client: client, fleet: fleet) { clock.now }
        let probes = fleet.scheduledProbes
        var readings = FleetReadings()
        var fleet = fleet
        for index in fleet.sources.indices {
            for _ in 0..<2 {
                let reading = await runner.poll(source: index)
                let told = fleet.take(reading, readings: readings)
                readings.apply(reading)
                for observation in told { readings.apply(observation) }
                if reading.nodes?.allSatisfy(\.isUp) == true { break }
            }
        }
        var done = 0
        var silent: [ScheduledProbe] = []
        for start in stride(from: 0, to: probes.count, by: fleet.polling.concurrency) {
            let batch = Array(probes[start..<min(start + fleet.polling.concurrency, probes.count)])
            for (probe, observation) in zip(batch, await runner.sweep(batch)) {
                readings.apply(observation)
                if observation.latency == nil { silent.append(probe) }
            }
            done += batch.count
            progress(done, probes.count)
        }
        // One silent answer is not an outage; a second one is.
        for observation in await runner.sweep(silent) { readings.apply(observation) }
        await client.shutdown()
        let now = clock.now
        let assessments = fleet.assess(&readings, at: now)
        var watch = RuleEvaluator(fleet: fleet)
        _ = watch.evaluate(readings, assessments, log: LogState(), at: now)
        return FleetSnapshot(
            fleet: fleet,
            readings: readings,
            assessments: assessments,
            needs: watch.needs
        )
    }
}
