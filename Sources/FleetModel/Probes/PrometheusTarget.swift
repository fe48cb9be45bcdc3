package import Primitives

/// What a `prometheus` probe asks: any exposition page.
package struct PrometheusTarget: ProbeDescriptor {
    /// The address of the page.
    package var url: String
    /// The series that are kept, under names of ours; empty for what most exporters tell.
    package var metrics: [MetricPick]

    /// A target of these parts.
    package init(url: String, metrics: [MetricPick] = []) {
        self.url = url
        self.metrics = metrics
    }

    /// The page may be that of an exporter beside the node.
    package static let row = ProbeRow("prometheus", reachesNode: true)

    /// The host of the page.
    package var reach: ProbeReach { .page(url) }

    /// The picks, or what most exporters tell.
    package var names: ProbeNames {
        var names = ProbeNames(of: .page)
        names.add(facts: [.version])
        if metrics.isEmpty { names.add(.exporter) } else { names.add(metrics: metrics.map(\.name)) }
        return names
    }
}

extension ProbeTarget {
    /// A `prometheus` probe of this page.
    package static func prometheus(url: String, metrics: [MetricPick]) -> ProbeTarget {
        .prometheus(PrometheusTarget(url: url, metrics: metrics))
    }
}

/// A series of an exposition page that is kept under a name of ours.
package struct MetricPick: Equatable, Sendable {
    /// The name it is kept under.
    package var name: MetricName
    /// The metric's name on the page.
    package var series: String
    /// Labels that must match exactly; matching series are added up.
    package var labels: [String: String]

    /// A pick of this series.
    package init(name: MetricName, series: String, labels: [String: String] = [:]) {
        self.name = name
        self.series = series
        self.labels = labels
    }
}
