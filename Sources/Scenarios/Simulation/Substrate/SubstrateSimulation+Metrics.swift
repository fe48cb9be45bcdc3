import Primitives

/// The exposition pages of a parachain node: 9615 for its own half, 9616 for the relay half.
extension SubstrateSimulation {
    func metricsAnswer(
        of index: Int,
        isRelay: Bool,
        path: String,
        at now: Timestamp
    ) -> SimulatedAnswer {
        guard path == "/metrics" else { return .text(404, "Not found.") }
        var page = SubstratePage(chain: isRelay ? "ksmcc3" : "calamari")
        common(index, isRelay, now, &page)
        if isRelay { relayOnly(index, now, &page) } else { paraOnly(index, now, &page) }
        return .page(page.text)
    }

    private func common(
        _ index: Int,
        _ isRelay: Bool,
        _ now: Timestamp,
        _ page: inout SubstratePage
    ) {
        let node = nodes[index]
        let half = isRelay ? node.relay : node.para
        let clock = isRelay ? clocks.relay : clocks.para
        let subject = index * 2 + (isRelay ? 1 : 0)
        let best = half.best(clock, at: now)
        let peers = half.peers(at: now, subject: subject)
        var heights = [
            ("status=\"best\"", best),
            ("status=\"finalized\"", half.finalized(clock, at: now, behind: isRelay ? 3 : 2)),
        ]
        // Set when peers have told a block, and kept; a new process without peers has none.
        if peers > 0 { heights.append(("status=\"sync_target\"", clock.head(at: now))) }
        page.family(
            "substrate_block_height",
            "gauge",
            "Block height info of the chain",
            heights
        )
        page.family(
            "substrate_build_info",
            "gauge",
            "A metric with a constant '1' value labeled by name, version",
            [("name=\"\(node.label)\",version=\"\(node.release.version)\"", 1)]
        )
        page.family(
            "substrate_node_roles",
            "gauge",
            "The roles the node is running as",
            [("", node.role == .authority && !isRelay ? 4 : 1)]
        )
        page.family(
            "substrate_process_start_time_seconds",
            "gauge",
            "Number of seconds between the UNIX epoch and the moment the process started",
            [("", Int(node.startedAt.milliseconds / 1000))]
        )
        page.family(
            "substrate_sub_libp2p_is_major_syncing",
            "gauge",
            "Whether the node is performing a major sync or not.",
            [("", half.isSyncing(clock, at: now, subject: subject) ? 1 : 0)]
        )
        page.family(
            "substrate_sub_libp2p_peers_count",
            "gauge",
            "Number of connected peers",
            [("", peers)]
        )
        page.family(
            "substrate_sub_libp2p_peerset_num_discovered",
            "gauge",
            "Number of nodes stored in the peerset manager",
            [("", peers == 0 ? 0 : peers * 21)]
        )
    }

    private func paraOnly(_ index: Int, _ now: Timestamp, _ page: inout SubstratePage) {
        let node = nodes[index]
        page.family(
            "substrate_ready_transactions_number",
            "gauge",
            "Number of transactions in the ready queue",
            [("", 0)]
        )
        tasks(
            [("\"basic-authorship-proposer\"", 0.1), ("\"informant\"", 0.02)],
            seconds: node.cpuSeconds(at: now),
            &page
        )
        let sent = Int(max(0, (now - node.startedAt).inSeconds) / 2)
        page.family(
            "substrate_unbounded_channel_len",
            "counter",
            "Items in each mpsc::unbounded instance",
            [
                ("action=\"received\",entity=\"mpsc_import_notification_stream\"", sent),
                ("action=\"send\",entity=\"mpsc_import_notification_stream\"", sent),
            ]
        )
    }

    private func relayOnly(_ index: Int, _ now: Timestamp, _ page: inout SubstratePage) {
        let node = nodes[index]
        let elapsed = max(0, (now - node.startedAt).inSeconds)
        page.family(
            "polkadot_memory_allocated",
            "gauge",
            "Total bytes allocated by the node",
            [("", Int(node.memoryBytes.value(at: now) * 0.93))]
        )
        page.family(
            "polkadot_memory_resident",
            "gauge",
            "Bytes allocated by the node, and held in RAM",
            [("", Int(node.memoryBytes.value(at: now)))]
        )
        if node.release.leaks {
            page.family(
                "substrate_beefy_best_block",
                "gauge",
                "Best block finalized by BEEFY",
                [("", 0)]
            )
            page.family(
                "substrate_beefy_votes_sent",
                "counter",
                "Number of votes sent by this node",
                [("", 0)]
            )
        }
        // Three listeners, of which one is never read on a leaking node.
        let backlog = node.channelBacklog.count(at: now)
        let read = Int(elapsed / 6) * 2 + backlog * 2
        let finality = "entity=\"mpsc_finality_notification_stream\""
        let imports = "entity=\"mpsc_import_notification_stream\""
        let imported = Int(elapsed / 6)
        page.family(
            "substrate_unbounded_channel_len",
            "counter",
            "Items in each mpsc::unbounded instance",
            [
                ("action=\"received\",\(finality)", read),
                ("action=\"received\",\(imports)", imported),
                ("action=\"send\",\(finality)", read + backlog),
                ("action=\"send\",\(imports)", imported),
            ]
        )
        let gossiped = Int(elapsed * 40)
        let event = "event_name=\"notif-\\\"/paritytech/grandpa/1\\\"\",name=\"network-gossip\""
        page.family(
            "substrate_sub_libp2p_out_events_events_total",
            "counter",
            "Number of broadcast network events that have been sent or received across all "
                + "channels",
            [
                ("action=\"received\",\(event)", gossiped),
                ("action=\"sent\",\(event)", gossiped + node.gossipBacklog.count(at: now)),
            ]
        )
        tasks(
            [("\"network-worker\"", 0.55), ("\"grandpa-voter\"", 0.33)],
            seconds: node.cpuSeconds(at: now),
            &page
        )
    }

    /// CPU by task: the shares of a node's seconds that these tasks used.
    private func tasks(
        _ shares: [(String, Double)],
        seconds: Double,
        _ page: inout SubstratePage
    ) {
        page.introduce(
            "substrate_tasks_polling_duration",
            "histogram",
            "Duration in seconds of each invocation of Future::poll"
        )
        for (task, share) in shares {
            let labels = "task_group=\"default\",task_name=\(task)"
            let count = Int(seconds * share * 900)
            page.sample(
                "substrate_tasks_polling_duration_bucket",
                "\(labels),le=\"+Inf\"",
                "\(count)"
            )
            page.sample("substrate_tasks_polling_duration_sum", labels, "\(seconds * share)")
            page.sample("substrate_tasks_polling_duration_count", labels, "\(count)")
        }
    }
}

/// Writes families in the way of the Rust client: whole numbers, and the chain as the last label.
private struct SubstratePage {
    private let chain: String
    private var page = ExpositionPage()

    init(chain: String) {
        self.chain = "chain=\"\(chain)\""
    }

    var text: String { page.text }

    mutating func introduce(_ name: String, _ type: String, _ help: String) {
        page.family(name, type, help)
    }

    mutating func family(
        _ name: String,
        _ type: String,
        _ help: String,
        _ samples: [(String, Int)]
    ) {
        page.family(name, type, help)
        for (labels, value) in samples { sample(name, labels, "\(value)") }
    }

    mutating func sample(_ name: String, _ labels: String, _ value: String) {
        page.sample(name, labels.isEmpty ? chain : labels + "," + chain, value)
    }
}
