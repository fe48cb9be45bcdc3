import Broadcasting
package import EventStore
package import FleetModel
import Probing
package import Scenarios
import SimulatedFleet

/// Everything that one drill needs, started and stopped together.
package struct Drill: Sendable {
    /// The scenario played.
    package let scenario: Scenario
    /// The fleet with the addresses of the simulated nodes.
    package let fleet: Fleet
    /// The log and what follows from it.
    package let session: Session
    /// The engine that plays the scenario.
    package let engine: DrillEngine
    /// The virtual time.
    package let clock: DrillClock
    private let server: SimulatedFleetServer
    private let client: ProbeClient
    private var teller: DrillTime.Teller?

    /// Starts the simulated nodes and makes the drill ready to play.
    ///
    /// - Parameters:
    ///   - evidence: Where files are kept that prove something; nil to keep none.
    ///   - decisions: Reads what the people of the timeline decide; nil leaves that to who plays.
    ///   - skipsQuiet: Whether the hours are left out in which nothing happens.
    package static func start(
        _ scenario: Scenario,
        log: any EventLog,
        evidence: EvidenceFolder? = nil,
        decisions: DrillReader?,
        skipsQuiet: Bool = false
    ) async throws -> Drill {
        let server = SimulatedFleetServer(scenario: scenario)
        let address = try await server.start()
        let fleet = try scenario.fleet(endpoints: address)
        let clock = DrillClock(start: scenario.start)
        let session = Session(
            fleet: fleet,
            log: log,
            clock: clock,
            device: "drill",
            ids: EntryIDSource(seed: scenario.name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) }),
            evidence: evidence
        )
        let deliveries = DeliveryService(session: session, sink: DrillSink(), owner: "drill")
        let client = ProbeClient()
        let engine = DrillEngine(
            scenario: scenario,
            session: session,
            fleet: fleet,
            deliveries: deliveries,
            server: server,
            client: client,
            clock: clock,
            decisions: decisions,
            skipsQuiet: skipsQuiet
        )
        return Drill(
            scenario: scenario,
            fleet: fleet,
            session: session,
            engine: engine,
            clock: clock,
            server: server,
            client: client
        )
    }

    /// Tells others who work on the drill's log from now on what time it is.
    package mutating func share(besideLog store: String) {
        teller = DrillTime.Teller(scenario.name, clock, besideLog: store)
    }

    /// Tells them how the time goes on.
    func tellTime() { teller?.tell() }

    /// Stops the simulated nodes.
    package func stop() async {
        teller?.end()
        await client.shutdown()
        await server.stop()
    }
}
