internal import FleetModel

extension SubstrateTarget: FileProbe {
    static let example = """
        substrate:
          rpc: http://127.0.0.1:9933
          relayRPC: http://127.0.0.1:9934
          metrics: http://127.0.0.1:9615/metrics
          relayMetrics: http://127.0.0.1:9616/metrics
        """

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.substrateProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

extension FleetReader {
    func substrateProbe(_ node: YAMLNode) -> ProbeSpec? {
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
}

extension FleetWriter {
    mutating func write(_ target: SubstrateTarget) {
        add(4, "rpc", target.rpc)
        add(4, "relayRPC", target.relayRPC)
        add(4, "metrics", target.metrics)
        add(4, "relayMetrics", target.relayMetrics)
    }
}
