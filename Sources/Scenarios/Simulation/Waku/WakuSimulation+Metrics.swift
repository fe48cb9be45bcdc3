import Primitives

/// The metrics server of nim-metrics: HELP and TYPE carry the bare name, counters print `_total`
/// and `_created`, and a family with labels and nothing counted prints HELP and TYPE only.
extension WakuSimulation {
    func metricsAnswer(of index: Int, path: String, at now: Timestamp) -> SimulatedAnswer {
        guard path == "/metrics" else { return .text(404, "Try /metrics") }
        var page = NimPage(node: nodes[index], now: now)
        gossip(index, &page)
        waku(index, &page)
        process(index, &page)
        return .page(page.text)
    }

    private func gossip(_ index: Int, _ page: inout NimPage) {
        let node = nodes[index]
        let now = page.now
        let links = linkCount(of: index)
        let dropped = node.clients.dropped(by: node.release)
        // Dropped clients come back and are dropped again: a sawtooth of one or none.
        let passing = dropped > 0 ? Jitter.value(in: 0...1, of: index, at: now) : 0
        let connected = node.clients.connected(to: node.release)
        let meshed = min(connected, Jitter.value(in: 0...2, of: index + 40, at: now))
        let mesh = links + meshed
        page.gauge("libp2p_peers", "total connected peers", links + connected + passing)
        page.gauge("libp2p_pubsub_peers", "pubsub peer instances", links + connected)
        page.gauge(
            "libp2p_gossipsub_peers_per_topic_mesh",
            "gossipsub peers per topic in mesh",
            [("topic=\"other\"", Double(mesh))]
        )
        page.gauge(
            "libp2p_gossipsub_no_peers_topics",
            "number of topics in mesh with no peers",
            mesh == 0 ? 1 : 0
        )
        page.gauge(
            "libp2p_gossipsub_low_peers_topics",
            "number of topics in mesh with at least one but below dlow peers",
            (1..<4).contains(mesh) ? 1 : 0
        )
        page.gauge(
            "libp2p_gossipsub_healthy_peers_topics",
            "number of topics in mesh with at least dlow peers (but below dhigh)",
            mesh >= 4 ? 1 : 0
        )
        let rounds = node.exiles.count(at: now)
        page.counter(
            "libp2p_pubsub_received_graft",
            "pubsub broadcast graft",
            rounds + links > 0 ? [("topic=\"generic\"", rounds + links)] : []
        )
        page.counter(
            "libp2p_pubsub_broadcast_prune",
            "pubsub broadcast prune",
            rounds > 0 ? [("topic=\"generic\"", rounds)] : []
        )
        page.gauge(
            "libp2p_gossipsub_peers_score_behaviourPenalty",
            "Detailed gossipsub scoring metric",
            [("agent=\"unknown\"", node.penalty.value(at: now))]
        )
    }

    private func waku(_ index: Int, _ page: inout NimPage) {
        let node = nodes[index]
        let now = page.now
        let received = node.messagesInMemory.count(at: now)
        page.counter(
            "waku_node_messages",
            "number of messages received",
            [("type=\"relay\"", received)]
        )
        page.gauge("waku_node_errors", "number of wakunode errors", [])
        page.gauge(
            "waku_peers_errors",
            "Number of peer manager errors",
            node.hasUsableTable ? [] : [("type=\"storage_failure\"", 12)]
        )
        page.counter(
            "waku_peers_dials",
            "Number of peer dials",
            linkCount(of: index) > 0 ? [("outcome=\"successful\"", linkCount(of: index))] : []
        )
        page.gauge(
            "waku_store_messages",
            "number of historical messages",
            [("type=\"stored\"", Double(received))]
        )
        page.gauge("waku_store_peers", "number of store peers", 0)
        let failures = node.storeErrors.count(at: now)
        page.gauge(
            "waku_store_errors",
            "number of store protocol errors",
            node.hasUsableTable
                ? []
                : [
                    ("type=\"store_load_failure\"", 1),
                    ("type=\"store_failure\"", Double(failures)),
                ]
        )
        if node.release.hasKeepAlive {
            let errors = node.keepAliveErrors.count(at: now)
            page.gauge("waku_keepalive_count", "number of keepalives received", 0)
            page.gauge(
                "waku_keepalive_errors",
                "number of keepalive protocol errors",
                errors > 0 ? [("type=\"dial_failure\"", Double(errors))] : []
            )
        }
        page.gauge("waku_filter_peers", "number of filter peers", 0)
        page.gauge("waku_lightpush_peers", "number of lightpush peers", 0)
    }

    private func process(_ index: Int, _ page: inout NimPage) {
        let node = nodes[index]
        page.plain(
            "process_cpu_seconds_total",
            "Total user and system CPU time spent in seconds.",
            "counter",
            node.cpuSeconds.value(at: page.now)
        )
        page.plain(
            "process_resident_memory_bytes",
            "Resident memory size in bytes.",
            "gauge",
            node.memoryBytes.value(at: page.now).rounded()
        )
        page.plain(
            "process_start_time_seconds",
            "Start time of the process since unix epoch in seconds.",
            "gauge",
            Double(node.startedAt.milliseconds) / 1000
        )
    }
}

/// Writes families in the way of nim-metrics; values are floating-point numbers as Nim prints them.
private struct NimPage {
    let now: Timestamp
    private let created: String
    private var page = ExpositionPage()

    init(node: WakuNode, now: Timestamp) {
        self.now = now
        created = "\(Double(node.startedAt.milliseconds / 1000) + 1)"
    }

    var text: String { page.text }

    mutating func gauge(_ name: String, _ help: String, _ value: Int) {
        gauge(name, help, [("", Double(value))])
    }

    mutating func gauge(_ name: String, _ help: String, _ samples: [(String, Double)]) {
        page.family(name, "gauge", help)
        for (labels, value) in samples {
            page.sample(name, labels, "\(value)")
            page.sample(name + "_created", labels, created)
        }
    }

    mutating func counter(_ name: String, _ help: String, _ samples: [(String, Int)]) {
        page.family(name, "counter", help)
        for (labels, value) in samples {
            page.sample(name + "_total", labels, "\(value).0")
            page.sample(name + "_created", labels, created)
        }
    }

    /// The metrics of the process are written without a time of creation.
    mutating func plain(_ name: String, _ help: String, _ type: String, _ value: Double) {
        page.family(name, type, help)
        page.sample(name, "", "\(value)")
    }
}
