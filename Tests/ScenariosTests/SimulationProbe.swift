import Primitives
import Scenarios

/// Asks a simulation what a poller would ask and makes observations of the answers: no network.
struct SimulationProbe {
    var simulation: FleetSimulation
    var now: Timestamp

    func call(_ node: NodeID, _ port: SimulatedPort, _ method: String, _ parameter: String? = nil)
        -> String
    {
        let parameters = parameter.map { "[\"\($0)\"]" } ?? "[]"
        let body =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method)\",\"params\":\(parameters)}"
        return text(
            simulation.answer(
                node: node,
                port: port,
                method: "POST",
                path: "/",
                body: Array(body.utf8),
                at: now
            )
        )
    }

    func page(_ node: NodeID, _ port: SimulatedPort = .metrics) -> String {
        text(
            simulation.answer(
                node: node,
                port: port,
                method: "GET",
                path: "/metrics",
                body: [],
                at: now
            )
        )
    }

    private func text(_ answer: SimulatedAnswer) -> String {
        String(decoding: answer.body, as: UTF8.self)
    }

    /// The value of the series that begins with exactly this text; nil when there is none.
    static func value(_ series: String, in page: String) -> Double? {
        let start = page.hasPrefix(series + " ") ? page.utf8.startIndex : nil
        guard let place = start ?? find("\n\(series) ", in: page) else { return nil }
        let rest = page.utf8[place...].dropFirst(series.utf8.count + (start == nil ? 2 : 1))
        return Double(String(Substring(rest.prefix { $0 != UInt8(ascii: "\n") })))
    }

    /// The scalar after `"key":` wherever it comes first.
    static func field(_ key: String, in json: String) -> String? {
        let pattern = "\"\(key)\":"
        guard let place = find(pattern, in: json) else { return nil }
        let value = json.utf8[place...].dropFirst(pattern.utf8.count)
        let quote = UInt8(ascii: "\"")
        if value.first == quote {
            return String(Substring(value.dropFirst().prefix { $0 != quote }))
        }
        let ends = [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")]
        return String(Substring(value.prefix { !ends.contains($0) }))
    }

    private static func find(_ pattern: String, in text: String) -> String.Index? {
        let wanted = Array(pattern.utf8)
        let bytes = Array(text.utf8)
        let offset = bytes.withUnsafeBufferPointer { bytes -> Int? in
            wanted.withUnsafeBufferPointer { wanted -> Int? in
                var start = 0
                while start + wanted.count <= bytes.count {
                    var length = 0
                    while length < wanted.count, bytes[start + length] == wanted[length] {
                        length += 1
                    }
                    if length == wanted.count { return start }
                    start += 1
                }
                return nil
            }
        }
        return offset.map { text.utf8.index(text.utf8.startIndex, offsetBy: $0) }
    }
}

// MARK: Observations

extension SimulationProbe {
    /// What one poll of the node's only probe brings.
    func observation(of node: NodeID) -> Observation {
        guard simulation.isListening(node, .rpc, at: now) else {
            return Observation(
                node: node,
                probeIndex: 0,
                at: now,
                latency: nil,
                problems: [Problem(part: "rpc", reason: .refused)]
            )
        }
        var observation = Observation(
            node: node,
            probeIndex: 0,
            at: now,
            latency: .milliseconds(3)
        )
        if simulation.ports.contains(.relayRPC) {
            readSubstrate(node, into: &observation)
        } else {
            readWaku(node, into: &observation)
        }
        return observation
    }

    /// What one reading of the files beside a node brings: each as one key.
    func files(of node: NodeID) -> Observation {
        let names = ["calamari.service", "calamari.json", "kusama.json"]
        let texts = names.map { name in
            text(
                simulation.answer(
                    node: node,
                    port: .files,
                    method: "GET",
                    path: "/\(name)",
                    body: [],
                    at: now
                )
            )
        }
        return Observation(
            node: node,
            probeIndex: 1,
            at: now,
            latency: .milliseconds(3),
            facts: zip(names, texts).map { Fact(FactName("config \($0)"), [$1]) }
                + [Fact("config.digest", ["\(texts.joined().hashValue)"])]
        )
    }

    private func readWaku(_ node: NodeID, into observation: inout Observation) {
        let page = page(node)
        let series: [(MetricName, String)] = [
            (.peers, "libp2p_peers"),
            (.mesh, "libp2p_gossipsub_peers_per_topic_mesh{topic=\"other\"}"),
            (.memory, "process_resident_memory_bytes"),
            (.startTime, "process_start_time_seconds"),
            (.storeMessages, "waku_store_messages{type=\"stored\"}"),
            (.storeErrors, "waku_store_errors{type=\"store_failure\"}"),
            ("graft.received", "libp2p_pubsub_received_graft_total{topic=\"generic\"}"),
            ("prune.sent", "libp2p_pubsub_broadcast_prune_total{topic=\"generic\"}"),
            (
                "backoff.penalty",
                "libp2p_gossipsub_peers_score_behaviourPenalty{agent=\"unknown\"}"
            ),
        ]
        for (metric, name) in series {
            guard let value = Self.value(name, in: page) else { continue }
            observation.samples.append(Sample(metric, value))
        }
        let info = call(node, .rpc, "get_waku_v2_debug_v1_info")
        let own = Self.field("listenStr", in: info) ?? ""
        observation.facts.append(Fact(.peerID, [Self.identity(in: own)]))
        let rows = call(node, .rpc, "get_waku_v2_admin_v1_peers").split(separator: "{").dropFirst()
            .map(String.init)
        let connected = rows.filter { Self.field("connected", in: $0) == "true" }
            .compactMap { Self.field("multiaddr", in: $0) }.map(Self.identity(in:))
        observation.facts.append(Fact(.connectedPeers, connected.sorted()))
        if let relay = rows.first.flatMap({ Self.field("protocol", in: $0) }) {
            observation.facts.append(Fact(.relay, [relay]))
            observation.facts.append(Fact(.protocols, [relay]))
        }
    }

    private static func identity(in address: String) -> String {
        address.split(separator: "/").last.map(String.init) ?? ""
    }

    private func readSubstrate(_ node: NodeID, into observation: inout Observation) {
        readHalf(
            node,
            .rpc,
            (.peers, .syncing, .heightBest, .heightFinalized),
            into: &observation
        )
        let version = Self.field("result", in: call(node, .rpc, "system_version")) ?? ""
        observation.facts.append(Fact(.version, [version]))
        let runtime = call(node, .rpc, "state_getRuntimeVersion")
        let spec = Self.field("specVersion", in: runtime) ?? ""
        observation.facts.append(Fact(.runtime, ["calamari-\(spec)"]))
        guard simulation.isListening(node, .relayRPC, at: now) else {
            observation.problems.append(Problem(part: "relay rpc", reason: .refused))
            return
        }
        readHalf(
            node,
            .relayRPC,
            (.relayPeers, .relaySyncing, .relayHeightBest, .relayHeightFinalized),
            into: &observation
        )
        let page = page(node, .relayMetrics)
        let channel = "substrate_unbounded_channel_len{action="
        let entity = ",entity=\"mpsc_finality_notification_stream\",chain=\"ksmcc3\"}"
        if let sent = Self.value("\(channel)\"send\"\(entity)", in: page),
            let received = Self.value("\(channel)\"received\"\(entity)", in: page)
        {
            observation.samples.append(Sample(.backlog, sent - received))
        }
        if let start = Self.value(
            "substrate_process_start_time_seconds{chain=\"ksmcc3\"}",
            in: page
        ) {
            observation.samples.append(Sample(.startTime, start))
        }
        if let memory = Self.value("polkadot_memory_resident{chain=\"ksmcc3\"}", in: page) {
            observation.samples.append(Sample(.memory, memory))
        }
    }

    private func readHalf(
        _ node: NodeID,
        _ port: SimulatedPort,
        _ names: (peers: MetricName, syncing: MetricName, best: MetricName, final: MetricName),
        into observation: inout Observation
    ) {
        let health = call(node, port, "system_health")
        let peers = Self.field("peers", in: health).flatMap(Double.init) ?? -1
        observation.samples.append(Sample(names.peers, peers))
        let syncing = Self.field("isSyncing", in: health) == "true"
        observation.samples.append(Sample(names.syncing, syncing ? 1 : 0))
        observation.samples.append(Sample(names.best, height(call(node, port, "chain_getHeader"))))
        let hash = Self.field("result", in: call(node, port, "chain_getFinalizedHead")) ?? ""
        let header = call(node, port, "chain_getHeader", hash)
        observation.samples.append(Sample(names.final, height(header)))
    }

    private func height(_ header: String) -> Double {
        let digits = Self.field("number", in: header)?.dropFirst(2) ?? ""
        return Double(Int(digits, radix: 16) ?? -1)
    }
}
