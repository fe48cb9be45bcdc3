internal import FleetModel
internal import Primitives

extension FleetReader {
    func jsonrpcProbe(_ node: YAMLNode) -> ProbeSpec? {
        let keys = ["url", "family", "calls"] + Self.webKeys
        guard let fields = fields(node, of: "jsonrpc", keys) else { return nil }
        guard fields.contains("family") || fields.contains("calls") else {
            reading.error(fields.place, "jsonrpc needs at least one of: family, calls")
            return nil
        }
        let url = values.address(fields.required("url"), "url")
        let family = values.choice(
            fields.optional("family"),
            "family",
            of: JSONRPCTarget.Family.allCases
        )
        let calls = fields.optional("calls").flatMap { reading.items(of: $0, "calls") } ?? []
        let target = JSONRPCTarget(
            url: url ?? "",
            family: family,
            calls: calls.prefix(Self.callLimit).compactMap(call)
        )
        if calls.count > Self.callLimit {
            reading.error(
                fields.place,
                "a probe may make at most \(Self.callLimit) calls; a second probe may make more"
            )
        }
        return spec(fields, .jsonrpc(target))
    }

    /// How many calls one probe may make.
    private static let callLimit = 50

    private func call(_ node: YAMLNode) -> JSONRPCTarget.Call? {
        let keys = ["method", "params", "samples", "facts", "optional"]
        guard let fields = fields(node, of: "a call", keys) else { return nil }
        let parameters = fields.optional("params").flatMap { values.json($0, "params") }
        guard let method = values.text(fields.required("method"), "method") else { return nil }
        return JSONRPCTarget.Call(
            method,
            parameters: parameters ?? "[]",
            picks: jsonPicks(fields),
            isOptional: values.truth(fields.optional("optional"), "optional") ?? false
        )
    }

    func tcpProbe(_ node: YAMLNode) -> ProbeSpec? {
        if case .scalar = node.content {
            return port(node, "tcp").map { ProbeSpec(target: .tcp(TCPTarget(address: $0))) }
        }
        let keys = ["address", "send", "expect"] + ["every", "timeout"]
        guard let fields = fields(node, of: "tcp", keys) else { return nil }
        let address = port(fields.required("address"), "address")
        let send = fields.optional("send").flatMap { values.value($0, "send")?.text }
        let expectNode = fields.optional("expect")
        let expect = expectNode.flatMap { values.value($0, "expect")?.text }
        if let expectNode, expect?.isEmpty == true {
            reading.error(expectNode.place, "'expect' must not be empty")
        }
        return spec(
            fields,
            .tcp(TCPTarget(address: address ?? "", send: send, expect: expect))
        )
    }

    func tlsProbe(_ node: YAMLNode) -> ProbeSpec? {
        if case .scalar = node.content {
            return port(node, "tls").map { ProbeSpec(target: .tls(TLSTarget(address: $0))) }
        }
        let keys =
            ["address", "name", "authorities", "certificate", "key", "verify"]
            + ["every", "timeout"]
        guard let fields = fields(node, of: "tls", keys) else { return nil }
        let address = port(fields.required("address"), "address")
        return spec(
            fields,
            .tls(
                TLSTarget(
                    address: address ?? "",
                    name: fields.optional("name").flatMap { values.text($0, "name") },
                    isVerified: values.truth(fields.optional("verify"), "verify") ?? true
                )
            )
        )
    }

    func promqlProbe(_ node: YAMLNode) -> ProbeSpec? {
        let keys = ["server", "up", "samples", "facts"] + Self.webKeys
        guard let fields = fields(node, of: "promql", keys) else { return nil }
        guard ["up", "samples", "facts"].contains(where: fields.contains) else {
            reading.error(fields.place, "promql needs at least one of: up, samples, facts")
            return nil
        }
        let server = values.address(fields.required("server"), "server")
        return spec(
            fields,
            .promql(
                PromQLTarget(
                    server: server ?? "",
                    up: fields.optional("up").flatMap { values.text($0, "up") },
                    picks: queryPicks(fields)
                )
            )
        )
    }

    /// A host and a port.
    private func port(_ node: YAMLNode?, _ key: String) -> String? {
        guard let value = values.value(node, key) else { return nil }
        guard PortAddress(value.text) != nil else {
            reading.error(
                value.place,
                "'\(key)' must be a host and a port such as 127.0.0.1:443, not \(value.quoted)"
            )
            return nil
        }
        return value.text
    }
}

// MARK: Sources

extension FleetReader {
    func source(_ node: YAMLNode) -> FleetSource? {
        guard let item = fields(node, of: "a source", ["promql"]),
            let node = item.required("promql")
        else { return nil }
        let keys = ["server", "nodes", "name", "role", "samples", "facts"] + Self.webKeys
        guard let fields = fields(node, of: "promql", keys) else { return nil }
        func text(_ key: String) -> String? {
            fields.optional(key).flatMap { values.text($0, key) }
        }
        let server = values.address(fields.required("server"), "server")
        let common = spec(fields, .promql(PromQLTarget(server: server ?? "")))
        return FleetSource(
            server: server ?? "",
            nodes: text("nodes") ?? "up",
            nameLabel: text("name") ?? "instance",
            roleLabel: text("role"),
            picks: queryPicks(fields),
            headers: common.headers,
            access: common.access,
            interval: common.interval,
            timeout: common.timeout,
            bodyLimitBytes: common.bodyLimitBytes
        )
    }
}
