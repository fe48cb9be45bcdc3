package import Primitives
internal import NIOCore
internal import NIOPosix
package import Scenarios
import Synchronization

/// The nodes of a scenario as real HTTP servers on 127.0.0.1, one for each port of each node.
///
/// All of them share one event loop. Nothing moves by itself: the simulation and the moment that
/// the answers are about are those of the last update.
package final class SimulatedFleetServer: Sendable {
    private let stage: Stage
    private let servers: [PortServer]

    /// Servers for the nodes of this scenario, in the state of its start.
    package init(scenario: Scenario) {
        let simulation = ScenarioPlayer(scenario).simulation
        let stage = Stage(simulation: simulation, now: scenario.start)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        self.stage = stage
        servers = simulation.nodes.flatMap { node in
            simulation.ports.map { PortServer(node: node, port: $0, stage: stage, loop: loop) }
        }
    }

    /// Opens every port at an address that the system chooses.
    ///
    /// - Returns: the base address of each port, such as `http://127.0.0.1:40123`; it stays the
    ///   same while a node is down.
    /// - Throws: the system's error when no port could be opened.
    package func start() async throws -> @Sendable (NodeID, SimulatedPort) -> String {
        var addresses: [Endpoint: String] = [:]
        do {
            for server in servers {
                addresses[Endpoint(node: server.node, port: server.port)] = try await server.open()
            }
        } catch {
            await stop()
            throw error
        }
        let (simulation, now) = stage.current
        await update(simulation, at: now)
        // A port that no node of this simulation has: nothing ever listens on port 1.
        return { [addresses] node, port in
            addresses[Endpoint(node: node, port: port)] ?? "http://127.0.0.1:1"
        }
    }

    /// Shows another state of the simulation: from now on answers are about this moment, ports of
    /// nodes that do not listen refuse connections, and those of a replaced process are closed.
    package func update(_ simulation: FleetSimulation, at now: Timestamp) async {
        stage.show(simulation, at: now)
        for server in servers {
            await server.follow(
                isListening: simulation.isListening(server.node, server.port, at: now),
                startedAt: simulation.startTime(of: server.node)
            )
        }
    }

    /// Closes every port and every connection.
    package func stop() async {
        for server in servers { await server.close() }
    }

    private struct Endpoint: Hashable {
        let node: NodeID
        let port: SimulatedPort
    }
}

/// The simulation that is on show, shared by all servers.
final class Stage: Sendable {
    private let scene: Mutex<(simulation: FleetSimulation, now: Timestamp)>

    init(simulation: FleetSimulation, now: Timestamp) {
        scene = Mutex((simulation, now))
    }

    var current: (simulation: FleetSimulation, now: Timestamp) {
        scene.withLock { $0 }
    }

    func show(_ simulation: FleetSimulation, at now: Timestamp) {
        scene.withLock { $0 = (simulation, now) }
    }
}
