import Monitoring
import FleetModel
import Primitives

/// The metrics and facts that the probes of a node can give.
struct ProbeVocabulary: Sendable {
    private(set) var metrics: Set<String> = [MetricName.latency.rawValue]
    private(set) var facts: Set<String> = []
    /// What stands before names that are known only once a probe has answered; empty for any name.
    private var openPrefixes: Set<String> = []

    /// What the probes of every node of a fleet can give, in the order of its nodes, with what
    /// follows from several nodes.
    static func all(in fleet: Fleet) -> [ProbeVocabulary] {
        let hasWakuSiblings = fleet.nodes.count(where: \.isWaku) > 1
        let hasOthers = fleet.nodes.count > 1
        return fleet.nodes.map {
            ProbeVocabulary($0, hasWakuSiblings: hasWakuSiblings, hasOthers: hasOthers)
        }
    }

    /// The same by the names of the nodes.
    static func byNode(in fleet: Fleet) -> [NodeID: ProbeVocabulary] {
        Dictionary(
            zip(fleet.nodes.map(\.id), all(in: fleet)),
            uniquingKeysWith: { first, _ in first }
        )
    }

    private init(_ node: Node, hasWakuSiblings: Bool, hasOthers: Bool) {
        for probe in node.probes { add(probe.target) }
        if node.isWaku, hasWakuSiblings { tells(.siblingLinks) }
        if hasOthers {
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
