internal import FleetModel

extension PromQLTarget: FileProbe {
    static let example = """
        # A Prometheus-compatible server that scrapes the node.
        promql:
          server: http://127.0.0.1:9090
          up: up{instance="btc-1:9100"}
          samples:
            disk.free: node_filesystem_avail_bytes{instance="btc-1:9100"}
          facts:
            kernel:
              query: node_uname_info{instance="btc-1:9100"}
              label: release
        """

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.promqlProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

extension FleetReader {
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
}

extension FleetWriter {
    mutating func write(_ target: PromQLTarget) {
        add(4, "server", target.server)
        add(4, "up", target.up)
        write(target.picks)
    }
}
