package import EventStore
package import FleetModel
import Monitoring
import Primitives
import Probing

/// A drill that another program plays, seen from a second terminal: the same time, the same
/// simulated nodes, the same log.
package actor DrillFollower {
    /// The log and what follows from it.
    package nonisolated let session: Session
    /// The virtual time.
    package nonisolated let clock: DrillClock
    private let store: String
    private let client = ProbeClient()
    private let runner: ProbeRunner
    private let probes: [ScheduledProbe]
    private let interval: Duration
    private var time: DrillTime
    private var isOver = false
    private var lookedAt: Timestamp?

    /// Follows the drill that has this log.
    ///
    /// - Parameters:
    ///   - time: Its time, as it was last told.
    ///   - fleet: Its fleet, with the addresses of the simulated nodes.
    ///   - store: The path of its log.
    package init(
        _ time: DrillTime,
        _ fleet: Fleet,
        log: any EventLog,
        store: String,
        device: String
    ) {
        let clock = DrillClock(following: time)
        (self.time, self.clock, self.store) = (time, clock, store)
        session = Session(
            fleet: fleet,
            log: log,
            clock: clock,
            device: device,
            evidence: EvidenceFolder(ofStore: store)
        )
        interval = fleet.polling.interval
        runner = ProbeRunner(client: client, fleet: fleet) { clock.now }
        probes = fleet.scheduledProbes
    }

    /// Takes the time over from who plays; once nobody does, it stands.
    func follow() -> DrillStatus {
        if let time = DrillTime.read(besideLog: store) {
            (self.time, isOver) = (time, false)
            clock.follow(time)
        } else {
            isOver = true
            clock.run(speed: 0)
        }
        return DrillStatus(
            name: time.name,
            speed: max(1, time.speed),
            isPaused: time.speed == 0,
            nextInject: nil,
            isOver: isOver
        )
    }

    /// Asks the nodes once they are due, and returns the picture after it; nil before.
    func look() async throws(CommandFailure) -> FleetSnapshot? {
        let now = clock.now
        guard !isOver, lookedAt.map({ now < $0 || now - $0 >= interval }) ?? true else {
            return nil
        }
        lookedAt = now
        await session.take(await runner.sweep(probes))
        return try await session.evaluate()
    }

    /// Ends every use of the network.
    package func stop() async { await client.shutdown() }
}
