internal import FleetModel
internal import Primitives

extension FleetReader {
    private static let probeKeys = [
        "waku", "substrate", "prometheus", "http", "jsonrpc", "tcp", "tls", "dns", "libp2p", "exec",
        "log", "config", "sqlite", "heartbeat", "promql",
    ]
    /// What may stand in every probe.
    static let commonKeys = ["headers", "every", "timeout"]
    /// What may stand in every probe that asks over HTTP.
    static let webKeys = commonKeys + ["limit"] + accessKeys

    mutating func node(_ node: YAMLNode) -> Node? {
        guard let fields = fields(node, of: "a node", ["name", "role", "memory"] + Self.probeKeys)
        else {
            return nil
        }
        // In place: a copy of all names for each node would take the square of their number.
        let name = nodeNames.take(fields, values)
        let role = fields.optional("role").flatMap { values.text($0, "role") }
        let memory = fields.optional("memory").flatMap { values.bytes($0, "memory") }
        var probes: [ProbeSpec] = []
        var hasProbe = false
        for key in fields.keys where Self.probeKeys.contains(key) {
            guard let value = fields.optional(key) else { continue }
            hasProbe = true
            // A list under `config` is one configuration in several places.
            let items = key == "config" ? [value] : many(value)
            for item in items {
                guard let probe = probe(item, key) else { continue }
                probes.append(probe)
                if case .heartbeat(let target) = probe.target, let name {
                    let called = target.calledName(of: NodeID(name))
                    heartbeatNames.add(called, at: item.place, reading)
                }
            }
        }
        checkDatabaseNames(probes, at: node.place)
        if !hasProbe {
            let keys = Self.probeKeys.joined(separator: ", ")
            reading.warn(node.place, "nothing asks this node; give it one of: \(keys)")
        }
        return name.map {
            Node(id: NodeID($0), role: role, probes: probes, memoryLimitBytes: memory)
        }
    }

    /// The items of a list, or the one node that stands for itself.
    func many(_ node: YAMLNode) -> [YAMLNode] {
        guard case .list(let items) = node.content else { return [node] }
        return reading.visit(node.place) ? items : []
    }

    private func probe(_ node: YAMLNode, _ kind: String) -> ProbeSpec? {
        guard reading.visit(node.place) else { return nil }
        switch kind {
        case "waku": return wakuProbe(node)
        case "substrate": return substrateProbe(node)
        case "prometheus": return prometheusProbe(node)
        case "http": return httpProbe(node)
        case "jsonrpc": return jsonrpcProbe(node)
        case "tcp": return tcpProbe(node)
        case "tls": return tlsProbe(node)
        case "dns": return dnsProbe(node)
        case "libp2p": return libp2pProbe(node)
        case "exec": return execProbe(node)
        case "log": return logProbe(node)
        case "config": return configProbe(node)
        case "sqlite": return sqliteProbe(node)
        case "heartbeat": return heartbeatProbe(node)
        default: return promqlProbe(node)
        }
    }

    private func wakuProbe(_ node: YAMLNode) -> ProbeSpec? {
        let keys = ["rest", "rpc", "metrics"]
        guard let fields = fields(node, of: "waku", keys + Self.webKeys) else { return nil }
        guard keys.contains(where: fields.contains) else {
            reading.error(fields.place, "waku needs at least one of: rest, rpc, metrics")
            return nil
        }
        return spec(
            fields,
            .waku(
                rest: address(fields, "rest"),
                rpc: address(fields, "rpc"),
                metrics: address(fields, "metrics")
            )
        )
    }

    private func substrateProbe(_ node: YAMLNode) -> ProbeSpec? {
        let keys = ["rpc", "relayRPC", "metrics", "relayMetrics"] + Self.webKeys
        guard let fields = fields(node, of: "substrate", keys) else { return nil }
        let rpc = values.address(fields.required("rpc"), "rpc")
        return spec(
            fields,
            .substrate(
                rpc: rpc ?? "",
                relayRPC: address(fields, "relayRPC"),
                metrics: address(fields, "metrics"),
                relayMetrics: address(fields, "relayMetrics")
            )
        )
    }

    private func prometheusProbe(_ node: YAMLNode) -> ProbeSpec? {
        if case .scalar = node.content {
            return values.address(node, "prometheus").map {
                ProbeSpec(target: .prometheus(url: $0, metrics: []))
            }
        }
        let keys = ["url", "metrics"] + Self.webKeys
        guard let fields = fields(node, of: "prometheus", keys) else { return nil }
        let url = values.address(fields.required("url"), "url")
        return spec(
            fields,
            .prometheus(url: url ?? "", metrics: picks(fields.optional("metrics")))
        )
    }

    /// What is kept of a page.
    ///
    /// Thousands of nodes name the same picks by an alias, or the same selectors one by one: each
    /// is read once.
    private func picks(_ node: YAMLNode?) -> [MetricPick] {
        guard let node else { return [] }
        return reading.once(at: node.place, in: \.metricPicks) {
            (reading.entries(of: node, "'metrics'") ?? []).compactMap(pick)
        }
    }

    private func pick(_ entry: YAMLEntry) -> MetricPick? {
        guard entry.key.isMetricName else {
            reading.error(
                entry.keyPlace,
                "a metric's name is a word that conditions can use, such as disk.free"
            )
            return nil
        }
        guard let value = values.value(entry.value, entry.key) else { return nil }
        do {
            let selector = try reading.selectors.selector(value.text)
            return MetricPick(
                name: MetricName(entry.key),
                series: selector.series,
                labels: selector.labels
            )
        } catch {
            reading.error(values.place(ofCharacter: error.offset, in: value), error.message)
            return nil
        }
    }

    private func httpProbe(_ node: YAMLNode) -> ProbeSpec? {
        if case .scalar = node.content {
            return values.address(node, "http").map {
                ProbeSpec(target: .http(url: $0, status: 200, contains: nil))
            }
        }
        let keys =
            ["url", "method", "body", "status", "contains", "samples", "facts"] + Self.webKeys
        guard let fields = fields(node, of: "http", keys) else { return nil }
        let url = values.address(fields.required("url"), "url")
        let body = fields.optional("body").flatMap { values.value($0, "body") }
        var target = HTTPTarget(
            url: url ?? "",
            statuses: statuses(fields),
            contains: fields.optional("contains").flatMap { values.value($0, "contains")?.text },
            picks: jsonPicks(fields),
            body: body.map { Secret($0.text) },
            hidden: (body?.fillings ?? []).filter { $0 != body?.text }.map(Secret.init)
        )
        let methods = HTTPTarget.Method.allCases
        let method = values.choice(fields.optional("method"), "method", of: methods)
        // Who sends something usually posts it.
        target.method = method ?? (body == nil ? .get : .post)
        if let body, method == .get {
            reading.error(body.place, "a GET has no 'body'; write method: POST")
        }
        return spec(fields, .http(target))
    }

    /// One status, or several of which each is as expected.
    private func statuses(_ fields: Fields) -> [Int] {
        guard let node = fields.optional("status") else { return [200] }
        let items = many(node)
        if items.isEmpty, case .list = node.content {
            reading.error(node.place, "'status' names no status")
        }
        var statuses: [Int] = []
        for item in items {
            guard let status = values.integer(item, "status", in: 100...599),
                !statuses.contains(status)
            else { continue }
            statuses.append(status)
        }
        return statuses.isEmpty ? [200] : statuses
    }

    private func address(_ fields: Fields, _ key: String) -> String? {
        fields.optional(key).flatMap { values.address($0, key) }
    }

    /// A probe with what may stand in every one.
    func spec(_ fields: Fields, _ target: ProbeTarget) -> ProbeSpec {
        ProbeSpec(
            target: target,
            headers: values.headers(fields.optional("headers")),
            access: access(fields),
            interval: fields.optional("every").flatMap { values.span($0, "every") },
            timeout: fields.optional("timeout").flatMap { values.span($0, "timeout") },
            bodyLimitBytes: bodyLimit(fields)
        )
    }
}

extension String {
    /// Whether conditions can name a metric so: one word that has no other meaning there.
    var isMetricName: Bool {
        isKeyLike && first?.isLetter == true
            && !["and", "or", "for", "in", "not", "contains", "rate", "age"].contains(self)
    }
}
