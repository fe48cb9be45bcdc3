import IncidentCore

/// The metrics and facts that the probes of a node can give.
struct ProbeVocabulary: Sendable {
    private(set) var metrics: Set<String> = [MetricName.latency.rawValue]
    private(set) var facts: Set<String> = []
    /// Whether a probe may give names that are known only once it has answered.
    private(set) var isOpen = false

    /// What the probes of one node of a fleet can give, with what follows from several nodes.
    init(_ node: Node, in fleet: Fleet) {
        for probe in node.probes { add(probe.target) }
        let wakus = fleet.nodes.count(where: \.isWaku)
        if node.isWaku, wakus > 1 { tells(.siblingLinks) }
        if fleet.nodes.count > 1 {
            if metrics.contains(MetricName.heightBest.rawValue) { tells(.lag) }
            if metrics.contains(MetricName.relayHeightBest.rawValue) { tells(.relayLag) }
        }
    }

    /// Whether the node can give a metric or fact of this name.
    func has(_ name: String) -> Bool { metrics.contains(name) || facts.contains(name) || isOpen }

    private mutating func tells(_ names: MetricName...) {
        metrics.formUnion(names.map(\.rawValue))
    }

    private mutating func says(_ names: FactName...) { facts.formUnion(names.map(\.rawValue)) }

    private mutating func add(_ target: ProbeTarget) {
        switch target {
        case .waku(let rest, let rpc, let metrics): addWaku(rest, rpc, metrics)
        case .substrate(_, let relayRPC, let metrics, let relayMetrics):
            addSubstrate(
                hasRelay: relayRPC != nil || relayMetrics != nil,
                hasMetrics: metrics != nil || relayMetrics != nil,
                hasRelayMetrics: relayMetrics != nil
            )
        case .prometheus(_, let picks):
            says(.version)
            tells("series")
            if picks.isEmpty {
                tells("memory", "cpu.seconds", "start.time", "fds", "memory.available", "load")
            } else {
                for pick in picks { metrics.insert(pick.name.rawValue) }
            }
        case .http, .tcp: break
        case .tls: tells("certificate.days")
        case .jsonrpc, .libp2p, .exec, .log, .config, .sqlite, .promql: isOpen = true
        }
    }

    private mutating func addWaku(_ rest: String?, _ rpc: String?, _ page: String?) {
        tells(.peers)
        if rest != nil || rpc != nil {
            says(.peerID, .connectedPeers, .protocols, .peerProtocols, .relay, .version, .api)
        }
        if rest != nil { says(.health, .connection) }
        if page != nil {
            tells(.mesh, .memory, .cpuSeconds, .startTime, .storeMessages, .storeErrors)
            tells("fds", "graft.received", "prune.sent", "backoff.penalty", "keepalive.errors")
            tells("pubsub.peers")
            says(.version)
        }
    }

    private mutating func addSubstrate(hasRelay: Bool, hasMetrics: Bool, hasRelayMetrics: Bool) {
        tells(
            .peers,
            .heightBest,
            .heightFinalized,
            .heightTarget,
            .syncing,
            .shouldHavePeers
        )
        says(.version, .runtime, .genesis, .chain, .roles, .peerID)
        if hasRelay {
            tells(.relayPeers, .relayHeightBest, .relayHeightFinalized, .relaySyncing)
            says(.relayGenesis, "relay.chain")
        }
        if hasMetrics { tells(.startTime, .memory, .cpuSeconds) }
        if hasRelayMetrics { tells(.backlog, "gossip.backlog", "beefy") }
    }
}

/// What a metric usually is, and what it can be.
struct MetricShape: Sendable {
    /// The value on a healthy node at the start, and its growth per second.
    let level: Double
    let slope: Double
    /// Between what it can lie at all.
    let range: ClosedRange<Double>

    private static let endless = 0...Double.greatestFiniteMagnitude

    /// The shape of a metric in a fleet.
    init(_ name: String, in fleet: Fleet) {
        let siblings = Double(max(0, fleet.nodes.count(where: \.isWaku) - 1))
        let (level, slope, range): (Double, Double, ClosedRange<Double>) =
            switch name {
            case "peers", "relay.peers", "pubsub.peers": (40, 0, 0...100_000)
            case "mesh": (6, 0, 0...10_000)
            case "sibling.links": (siblings, 0, 0...siblings)
            case "height.best", "height.target": (5_000_000, 0.16, Self.endless)
            case "height.finalized": (4_999_997, 0.16, Self.endless)
            case "relay.height.best": (20_000_000, 0.16, Self.endless)
            case "relay.height.finalized": (19_999_997, 0.16, Self.endless)
            case "lag", "relay.lag": (0, 0, Self.endless)
            case "syncing", "relay.syncing": (0, 0, 0...1)
            case "should.have.peers", "database.ok", "client.ok": (1, 0, 0...1)
            case "beefy": (0, 0, 0...1)
            case "memory": (4e9, 0, Self.endless)
            case "memory.available": (8e9, 0, Self.endless)
            case "cpu.seconds": (5000, 0.3, Self.endless)
            case "start.time": (1.6e9, 0, 0...1e11)
            case "store.messages": (20_000, 0.02, Self.endless)
            case "latency": (0.02, 0, 0...fleet.polling.timeout.inSeconds)
            case "certificate.days": (60, 0, -36_500...36_500)
            case "load": (0.5, 0, 0...10_000)
            case "fds": (120, 0, Self.endless)
            case "series": (500, 0, Self.endless)
            default:
                MetricName(name).isCounter
                    ? (0, 0, Self.endless)
                    : (0, 0, -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
            }
        self.level = level
        self.slope = slope
        // The names of our own counters and queues cannot be negative.
        let isOurs = ["backlog", "gossip.backlog", "graft.received", "prune.sent", "store.errors"]
        self.range = isOurs.contains(name) ? Self.endless : range
    }
}
