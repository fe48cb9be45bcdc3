import Primitives
import WireFormats

/// The series of a Substrate node that are read; the namespace may be `polkadot_` too.
enum SubstrateSeries: Int, CaseIterable {
    case height, peers, startTime, buildInfo, residentMemory, relayMemory, channelMessages
    case channelSize, gossipEvents, taskSeconds

    private var name: String {
        switch self {
        case .height: "substrate_block_height"
        case .peers: "substrate_sub_libp2p_peers_count"
        case .startTime: "substrate_process_start_time_seconds"
        case .buildInfo: "substrate_build_info"
        case .residentMemory: "process_resident_memory_bytes"
        case .relayMemory: "polkadot_memory_resident"
        case .channelMessages: "substrate_unbounded_channel_len"
        case .channelSize: "substrate_unbounded_channel_size"
        case .gossipEvents: "substrate_sub_libp2p_out_events_events_total"
        case .taskSeconds: "substrate_tasks_polling_duration_sum"
        }
    }

    static let selection = MetricSelection(allCases.map { .substrate($0.name) })
}

extension PollResult {
    /// Keeps what the metrics page of a node, or of its parachain half, tells.
    mutating func recordNode(_ page: MetricsPage) {
        isAnswered = true
        record(.peers, page.value(.peers))
        record(.heightBest, page.height("best"))
        record(.heightFinalized, page.height("finalized"))
        record(.heightTarget, page.height("sync_target"))
        recordProcess(page)
    }

    /// Keeps what the metrics page of the embedded relay half tells.
    mutating func recordRelay(_ page: MetricsPage) {
        isAnswered = true
        record(.relayPeers, page.value(.peers))
        record(.relayHeightBest, page.height("best"))
        record(.relayHeightFinalized, page.height("finalized"))
        record(.backlog, page.channelBacklog)
        record(.gossipBacklog, page.gossipBacklog)
        // On a collator the gadget's mere presence is the fingerprint of the leak of 0.9.22.
        let hasBeefy =
            page.hasSeries("substrate_beefy_") || page.hasSeries("polkadot_beefy_")
        record(.beefy, hasBeefy ? 1 : 0)
        recordProcess(page)
    }

    private mutating func recordProcess(_ page: MetricsPage) {
        record(.startTime, page.value(.startTime))
        record(.memory, page.value(.residentMemory) ?? page.value(.relayMemory))
        record(.version, page.label("version", of: SubstrateSeries.buildInfo.rawValue))
        // Such a node exports no CPU time; what its tasks took comes close to it.
        record(.cpuSeconds, page.value(.taskSeconds))
    }
}

extension MetricsPage {
    fileprivate func value(_ series: SubstrateSeries) -> Double? { value(series.rawValue) }

    fileprivate func height(_ status: String) -> Double? {
        value(SubstrateSeries.height.rawValue, labels: ["status": status])
    }

    /// Messages in the fullest internal channel: the gauge of newer nodes, else what was sent and
    /// neither received nor dropped.
    fileprivate var channelBacklog: Double? {
        let sizes = samples.filter { $0.index == SubstrateSeries.channelSize.rawValue }
        if let largest = sizes.map(\.value).max() { return largest }
        var lengths: [String: Double] = [:]
        for sample in samples where sample.index == SubstrateSeries.channelMessages.rawValue {
            guard let entity = sample.labels["entity"] else { continue }
            let isSent = sample.labels["action"] == "send"
            lengths[entity, default: 0] += isSent ? sample.value : -sample.value
        }
        return lengths.values.max().map { max(0, $0) }
    }

    /// Events that the gossip engine was sent and has not taken yet.
    fileprivate var gossipBacklog: Double? {
        let series = SubstrateSeries.gossipEvents.rawValue
        guard let sent = value(series, labels: ["name": "network-gossip", "action": "sent"]) else {
            return nil
        }
        let received = value(series, labels: ["name": "network-gossip", "action": "received"]) ?? 0
        return max(0, sent - received)
    }
}
