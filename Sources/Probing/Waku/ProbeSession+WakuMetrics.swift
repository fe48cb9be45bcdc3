package import Primitives
import WireFormats

extension ProbeSession {
    /// Reads the metrics page of a Waku node of any era.
    func readWakuMetrics(_ url: String) async -> PollResult {
        await part("metrics") { reading throws(ProbeFailure) in
            let page = try await metricsPage(url, selecting: WakuSeries.selection)
            reading.isAnswered = true
            for (series, metric) in WakuSeries.sums {
                reading.record(metric, page.value(series.rawValue))
            }
            reading.record(
                .storeMessages,
                page.value(WakuSeries.storeMessages.rawValue, labels: ["type": "stored"])
            )
            // Zero is said, so that a fault is known to be over after a node was started anew.
            let errors = WakuSeries.storeErrorFamilies.compactMap { page.errorCount($0.rawValue) }
            reading.record(.storeErrors, errors.isEmpty ? nil : errors.reduce(0, +))
            reading.record(.version, Self.wakuVersion(of: page))
            reading.note(oddLinesOf: page, part: "metrics")
        }
    }

    /// The version on the page, or what the page gives away about it.
    ///
    /// There is no version metric before October 2022 (nwaku 1234). The `waku_keepalive_*`
    /// families belong to v0.3 and v0.4 alone; libp2p ping replaced them on 2021-06-15.
    private static func wakuVersion(of page: MetricsPage) -> String? {
        let version = WakuSeries.version.rawValue
        if let text = page.label("version", of: version) ?? page.label("git_version", of: version) {
            return text
        }
        func knows(_ series: WakuSeries...) -> Bool {
            series.contains { page.knows($0.rawValue) }
        }
        if knows(.keepaliveErrors, .keepaliveCount) { return "v0.4 or older" }
        let isThatEra = knows(.connections, .mesh) && knows(.storeMessages, .storeErrors)
        return isThatEra ? "newer than v0.4" : nil
    }
}

/// The series of a Waku node that are read, under the oldest of their names.
private enum WakuSeries: Int, CaseIterable {
    case connections, mesh, storeMessages, storeErrors, archiveErrors, peerErrors, memory, cpu
    case startTime, openFiles, graft, prune, penalty, keepaliveErrors, version, gossipPeers
    case keepaliveCount

    var name: String {
        switch self {
        case .connections: "libp2p_peers"
        case .mesh: "libp2p_gossipsub_peers_per_topic_mesh"
        case .storeMessages: "waku_store_messages"
        case .storeErrors: "waku_store_errors"
        case .archiveErrors: "waku_archive_errors"
        case .peerErrors: "waku_peers_errors"
        case .memory: "process_resident_memory_bytes"
        case .cpu: "process_cpu_seconds_total"
        case .startTime: "process_start_time_seconds"
        case .openFiles: "process_open_fds"
        case .graft: "libp2p_pubsub_received_graft"
        case .prune: "libp2p_pubsub_broadcast_prune"
        case .penalty: "libp2p_gossipsub_peers_score_behaviourPenalty"
        case .keepaliveErrors: "waku_keepalive_errors"
        case .version: "waku_version"
        case .gossipPeers: "libp2p_pubsub_peers"
        case .keepaliveCount: "waku_keepalive_count"
        }
    }

    static let selection = MetricSelection(allCases.map { .waku($0.name) })
    static let storeErrorFamilies = [storeErrors, archiveErrors, peerErrors]
    /// Series whose label sets are added up, and what they are to us.
    static let sums: [(Self, MetricName)] = [
        (.connections, .peers), (.mesh, .mesh), (.memory, .memory), (.cpu, .cpuSeconds),
        (.startTime, .startTime), (.openFiles, .openFiles), (.graft, .graftReceived),
        (.prune, .pruneSent), (.penalty, .backoffPenalty), (.keepaliveErrors, .keepaliveErrors),
        (.gossipPeers, .gossipPeers),
    ]
}

extension Identifier where Subject == Sample {
    /// GRAFT messages received since the start of the process.
    package static let graftReceived = Self("graft.received")
    /// PRUNE messages sent since the start of the process.
    package static let pruneSent = Self("prune.sent")
    /// Penalty for breaking the backoff, accumulated over peers and heartbeats: its slope counts.
    package static let backoffPenalty = Self("backoff.penalty")
    /// Peers that the gossip layer believes to be connected.
    package static let gossipPeers = Self("pubsub.peers")
    /// Failed keep-alive dials of Waku v0.3 and v0.4.
    package static let keepaliveErrors = Self("keepalive.errors")
}
