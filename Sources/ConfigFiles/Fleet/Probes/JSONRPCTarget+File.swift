internal import FleetModel

extension JSONRPCTarget: FileProbe {
    static let example = """
        jsonrpc:
          url: http://127.0.0.1:8332
          family: bitcoin
          # The file with user:password that the node writes at each start.
          cookie: /var/lib/bitcoin/.cookie
          # Further calls: numbers are kept as samples, texts as facts, by their places in
          # the result (JSON Pointers); '' is the whole, several places are added up.
          calls:
            - method: getmempoolinfo
              samples:
                mempool.size: /size
            - method: estimatesmartfee
              params: [6, ECONOMICAL]
              samples:
                fee: /feerate
              # A refusal is not held against the node.
              optional: true
        # A JSON page is read in the same way.
        http:
          url: http://127.0.0.1:8222/varz
          samples:
            connections: /connections
          facts:
            varz.version: /version
        """

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.jsonrpcProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

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
}

extension FleetWriter {
    mutating func write(_ target: JSONRPCTarget) {
        add(4, "url", target.url)
        add(4, "family", target.family?.rawValue)
        if !target.calls.isEmpty { add(line: "calls:", 4) }
        for call in target.calls {
            add(5, "- method", call.method)
            if call.parameters != "[]" {
                // Only texts can hold the mark of a placeholder.
                let json = call.parameters.replacing("${", with: "$${")
                add(line: "params: " + json, 6)
            }
            write(call.picks, 6)
            if call.isOptional { add(line: "optional: true", 6) }
        }
    }
}
