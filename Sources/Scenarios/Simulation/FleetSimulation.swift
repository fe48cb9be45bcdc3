package import Primitives

/// The simulated nodes of a scenario at some point of its timeline.
///
/// What a node answers is a function of the changes so far and of the moment asked about.
package struct FleetSimulation: Equatable, Sendable {
    private var kind: Kind

    private enum Kind: Equatable, Sendable {
        case waku(WakuSimulation)
        case substrate(SubstrateSimulation)
        /// Nodes of which only the names are known: none of them answers.
        case nothing
    }

    init(_ file: SimulationFile?, at start: Timestamp) {
        kind =
            switch file {
            case .waku(let waku): .waku(WakuSimulation(waku))
            case .substrate(let substrate): .substrate(SubstrateSimulation(substrate, at: start))
            case nil: .nothing
            }
    }

    /// The nodes in the order of the scenario.
    package var nodes: [NodeID] {
        switch kind {
        case .waku(let simulation): simulation.nodes.map(\.id)
        case .substrate(let simulation): simulation.nodes.map(\.id)
        case .nothing: []
        }
    }

    /// The ports that every node of this simulation has when it runs.
    package var ports: [SimulatedPort] {
        switch kind {
        case .waku: [.rpc, .metrics]
        case .substrate: [.rpc, .relayRPC, .metrics, .relayMetrics, .files]
        case .nothing: []
        }
    }

    /// Whether the port of a node accepts connections at this moment.
    package func isListening(_ node: NodeID, _ port: SimulatedPort, at now: Timestamp) -> Bool {
        guard ports.contains(port) else { return false }
        switch kind {
        case .waku(let simulation):
            return simulation.index(of: node).map { simulation.nodes[$0].isListening(at: now) }
                ?? false
        case .substrate(let simulation):
            return simulation.index(of: node).map {
                simulation.nodes[$0].isListening(port, at: now)
            } ?? false
        case .nothing: return false
        }
    }

    /// When the process of a node started; its connections do not outlive it.
    package func startTime(of node: NodeID) -> Timestamp? {
        switch kind {
        case .waku(let simulation):
            simulation.index(of: node).map { simulation.nodes[$0].startedAt }
        case .substrate(let simulation):
            simulation.index(of: node).map { simulation.nodes[$0].startedAt }
        case .nothing: nil
        }
    }

    /// What the port of a node answers to a request at this moment; status 503 when it does not
    /// listen, which nobody sees because the connection is refused.
    package func answer(
        node: NodeID,
        port: SimulatedPort,
        method: String,
        path: String,
        body: [UInt8],
        at now: Timestamp
    ) -> SimulatedAnswer {
        let nobody = SimulatedAnswer.text(503, "Service Unavailable")
        guard isListening(node, port, at: now) else { return nobody }
        switch kind {
        case .waku(let simulation):
            guard let index = simulation.index(of: node) else { return nobody }
            return port == .metrics
                ? simulation.metricsAnswer(of: index, path: path, at: now)
                : simulation.rpcAnswer(of: index, method: method, body: body, at: now)
        case .substrate(let simulation):
            guard let index = simulation.index(of: node) else { return nobody }
            if port == .files { return simulation.fileAnswer(of: index, path: path) }
            let isRelay = port == .relayRPC || port == .relayMetrics
            return port == .metrics || port == .relayMetrics
                ? simulation.metricsAnswer(of: index, isRelay: isRelay, path: path, at: now)
                : simulation.rpcAnswer(
                    of: index,
                    isRelay: isRelay,
                    method: method,
                    path: path,
                    body: body,
                    at: now
                )
        case .nothing: return nobody
        }
    }

    mutating func apply(_ change: Inject, at now: Timestamp) {
        switch kind {
        case .waku(var simulation):
            simulation.apply(change, at: now)
            kind = .waku(simulation)
        case .substrate(var simulation):
            simulation.apply(change, at: now)
            kind = .substrate(simulation)
        case .nothing: break
        }
    }
}

extension WakuSimulation {
    fileprivate mutating func apply(_ change: Inject, at now: Timestamp) {
        switch change {
        case .restart(let restart): self.restart(restart, at: now)
        case .join(let nodes): join(nodes, at: now)
        case .clients(let change): setClients(of: change.node, to: change.clients)
        case .silenceRelay, .strain, .missingAuthors, .files: break
        }
    }
}

extension SubstrateSimulation {
    fileprivate mutating func apply(_ change: Inject, at now: Timestamp) {
        switch change {
        case .restart(let restart): self.restart(restart, at: now)
        case .silenceRelay(let nodes): silenceRelay(of: nodes, at: now)
        case .strain(let strain): self.strain(strain, at: now)
        case .missingAuthors(let count): setMissingAuthors(count, at: now)
        case .files(let change): setFiles(change)
        case .join, .clients: break
        }
    }
}
