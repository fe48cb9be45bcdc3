import Monitoring
import FleetModel
import Primitives

/// The metrics and facts that the probes of a node can give.
struct ProbeVocabulary: Sendable {
    private(set) var metrics: Set<String> = [MetricName.latency.rawValue]
    private(set) var facts: Set<String> = []
    /// What stands before names that are known only once a probe has answered; empty for any name.
    private var openPrefixes: Set<String> = []

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
    func has(_ name: String) -> Bool {
        metrics.contains(name) || facts.contains(name)
            || openPrefixes.contains { name.hasPrefix($0) }
    }

    /// Whether the node is known to give a metric or fact of this name as long as it is well.
    func names(_ name: String) -> Bool { metrics.contains(name) || facts.contains(name) }

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
        case .http(let target): add(target.picks)
        case .tcp: break
        case .dns:
            tells("dns.answers")
            says("dns.values")
        case .tls:
            tells("certificate.days", "certificate.chain.days")
            says("certificate.names", "certificate.issuer", "certificate.expires", "tls.version")
        case .jsonrpc(let target):
            if let family = target.family { add(family) }
            for call in target.calls { add(call.picks) }
        case .promql(let target): add(target.picks)
        case .log(let target): add(target)
        case .exec(let target): openPrefixes.insert(target.name.map { $0 + "." } ?? "")
        case .config: openPrefixes.insert("config")
        case .sqlite(let target):
            let front = target.name.map { $0 + "." } ?? ""
            openPrefixes.formUnion(["database", "table ", front + "wal."])
        case .heartbeat(let target):
            metrics.insert(target.ageMetric.rawValue)
            facts.insert(target.lastFact.rawValue)
        case .libp2p:
            tells("ping", "handshake", "client.ok")
            says(.peerID, .protocols, .relay, .version, "agent", "observed.address", "cluster")
            says("listen.addresses", "shards", "client")
            openPrefixes.formUnion(["libp2p.", "pubsub."])
        }
    }

    private mutating func add(_ picks: JSONPicks) {
        metrics.formUnion(picks.samples.map(\.name.rawValue))
        facts.formUnion(picks.facts.map(\.name.rawValue))
    }

    private mutating func add(_ picks: QueryPicks) {
        metrics.formUnion(picks.samples.map(\.name.rawValue))
        facts.formUnion(picks.facts.map(\.name.rawValue))
    }

    private mutating func add(_ family: JSONRPCTarget.Family) {
        tells(.heightBest, .heightTarget, .syncing, .peers)
        says(.version, .chain, .genesis)
        if family == .bitcoin { says(.warnings) }
    }

    private mutating func add(_ target: LogTarget) {
        for signature in target.allSignatures {
            tells(signature.rate, signature.total)
            says(signature.lastLine)
        }
        let others = ["lines.", "alarms.", "age", "skipped.", "restarts.", "best", "finalized"]
        let tallies = ["peers", "informant.", "relay.", "version", "release"]
        openPrefixes.formUnion((others + tallies).map { "log." + $0 })
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
        tells("head.age")
        says("runtime.authorised", "runtime.migrated", "referendum", "council.motions")
        says("opengov.referenda")
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
    /// Whether anything is known of what it usually is.
    let isKnown: Bool
    /// Between what it can lie at all.
    let range: ClosedRange<Double>

    private static let endless = 0...Double.greatestFiniteMagnitude

    private static let ours: Set<String> = [
        "backlog", "gossip.backlog", "graft.received", "prune.sent", "store.errors",
    ]
    private static let usuallyNone: Set<String> = [
        "lag", "relay.lag", "syncing", "relay.syncing", "beefy", "sibling.links",
    ]

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
        let isOurs = Self.ours.contains(name)
        self.range = isOurs ? Self.endless : range
        isKnown = isOurs || level != 0 || slope != 0 || Self.usuallyNone.contains(name)
    }
}
