import FleetModel
import Primitives
import WireFormats

extension ProbeSession {
    /// Asks a Waku node in all the ways that are known for it, at the same time.
    func readWaku(_ target: WakuTarget) async -> PollResult {
        async let restReading = target.rest.asyncMap {
            await readWakuREST($0, hasMetrics: target.metrics != nil)
        }
        async let rpcReading = target.rpc.asyncMap { await readWakuRPC($0) }
        async let metricsReading = target.metrics.asyncMap { await readWakuMetrics($0) }
        var reading = PollResult()
        // The node's own word for its version comes before the evidence of its metrics.
        for part in [await restReading, await rpcReading, await metricsReading] {
            guard let part else { continue }
            // The list of 2021 leaves out whoever dialled the node; the metric counts everybody.
            if let count = part[.peers] { reading.raise(.peers, to: count) }
            reading.merge(part)
        }
        return reading
    }
}

extension Optional {
    /// The outcome of an asynchronous transformation of the value, if there is one.
    func asyncMap<Outcome>(_ transform: (Wrapped) async -> Outcome) async -> Outcome? {
        guard let value = self else { return nil }
        return await transform(value)
    }
}

extension PollResult {
    /// Keeps what a list of peers says, whichever API it came from.
    ///
    /// The protocol ids of the rows are the node's own on nodes before v0.36, also of peers that
    /// it is not connected to; newer nodes list what their peers speak, which comes and goes.
    mutating func record(_ peers: WakuPeers, protocolsAreOwn: Bool) {
        let connected = peers.peers.filter { $0.connected == true }.map(\.peerID).sorted()
        record(.peers, Double(connected.count))
        record(.connectedPeers, connected)
        let protocols = Set(peers.peers.flatMap(\.protocols)).sorted()
        guard !protocols.isEmpty else { return }
        guard protocolsAreOwn else {
            record(.peerProtocols, protocols)
            return
        }
        record(.protocols, protocols)
        let relay = protocols.filter { $0.hasPrefix("/vac/waku/relay/") }
        if !relay.isEmpty { record(.relay, relay) }
    }

    /// Keeps the health that a node claims.
    mutating func record(_ health: WakuHealth) {
        record(.health, health.nodeHealth.word)
        record(.connection, health.connectionStatus?.word)
    }
}

extension WakuHealth.Status {
    /// The state in lower case without spaces, the same for all eras.
    fileprivate var word: String {
        switch self {
        case .ready: "ready"
        case .notReady: "notready"
        case .initializing: "initializing"
        case .synchronizing: "synchronizing"
        case .notMounted: "notmounted"
        case .shuttingDown: "shuttingdown"
        case .eventLoopLagging: "eventlooplagging"
        case .unknown(let text): text.filter { $0 != " " && $0 != "_" }.lowercased()
        }
    }
}

extension WakuHealth.Connection {
    /// The state in lower case without spaces, the same for all eras.
    fileprivate var word: String {
        switch self {
        case .disconnected: "disconnected"
        case .partiallyConnected: "partiallyconnected"
        case .connected: "connected"
        case .unknown(let text): text.filter { $0 != " " && $0 != "_" }.lowercased()
        }
    }
}
