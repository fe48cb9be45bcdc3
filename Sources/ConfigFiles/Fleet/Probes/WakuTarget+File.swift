internal import FleetModel

extension WakuTarget: FileProbe {
    static let example = """
        waku:
          rest: http://127.0.0.1:8645
          rpc: http://127.0.0.1:8545
          metrics: http://127.0.0.1:8008/metrics
        """

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.wakuProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

extension FleetReader {
    func wakuProbe(_ node: YAMLNode) -> ProbeSpec? {
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
}

extension FleetWriter {
    mutating func write(_ target: WakuTarget) {
        add(4, "rest", target.rest)
        add(4, "rpc", target.rpc)
        add(4, "metrics", target.metrics)
    }
}
