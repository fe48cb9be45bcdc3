/// How the values of several series of one metric become the one number of a node.
///
/// A page may tell of several processes, and a query may find several series.
package enum SeriesCombination: Equatable, Sendable {
    /// Amounts add up: bytes, connections, events.
    case sum
    /// Moments and infos do not: the largest is the newest moment, and an info is always 1.
    case largest

    /// How the series of a metric are combined.
    ///
    /// - Parameter series: The name on the exposition page, or a query; what a query of more than
    ///   one selector means is not known, so that its own name decides.
    package init(of metric: MetricName, series: String) {
        let selector = series.prefix { $0 != "{" && $0 != "[" }
        let isName = selector.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"):
                true
            default: false
            }
        }
        let name = isName ? MetricName(String(selector)) : metric
        let isInfo = name.rawValue.hasSuffix("_info")
        self = metric.isMoment || name.isMoment || isInfo ? .largest : .sum
    }

    /// The number that these values stand for; nil for none.
    package func value(of values: [Double]) -> Double? {
        guard let first = values.first else { return nil }
        return switch self {
        case .sum: values.dropFirst().reduce(first, +)
        case .largest: values.filter { !$0.isNaN }.max() ?? .nan
        }
    }
}

extension Identifier where Subject == Sample {
    /// Whether the values are moments, in seconds since 1970: our own `start.time`, and names that
    /// end as Prometheus' conventions want it (prometheus.io, "Metric and label naming").
    package var isMoment: Bool {
        self == .startTime
            || [
                "start_time_seconds", "boot_time_seconds", "timestamp", "timestamp_seconds",
                "_created",
            ]
            .contains(where: rawValue.hasSuffix)
    }
}
