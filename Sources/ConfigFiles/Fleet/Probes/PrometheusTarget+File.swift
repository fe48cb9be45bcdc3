internal import FleetModel
internal import Primitives

extension PrometheusTarget: FileProbe {
    static let example = """
        prometheus:
          url: http://127.0.0.1:9100/metrics
          metrics:
            memory.free: node_memory_MemAvailable_bytes
            receive.errors: 'node_network_receive_errs_total{device="eth0"}'
        """

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.prometheusProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

extension FleetReader {
    func prometheusProbe(_ node: YAMLNode) -> ProbeSpec? {
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
}

extension FleetWriter {
    mutating func write(_ target: PrometheusTarget) {
        add(4, "url", target.url)
        if !target.metrics.isEmpty { add(line: "metrics:", 4) }
        for pick in target.metrics {
            let selector = SeriesSelector(series: pick.series, labels: pick.labels)
            add(5, pick.name.rawValue, selector.text)
        }
    }
}
