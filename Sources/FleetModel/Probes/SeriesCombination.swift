package import Primitives

/// How the values of several series of one metric become the one number of a node.
///
/// A page may tell of several processes, and a query may find several series. The rule belongs to
/// the metric: our own are known, others are judged by their names, whose words follow the
/// conventions of exporters (prometheus.io, "Metric and label naming").
package enum SeriesCombination: Equatable, Sendable {
    /// Amounts add up: bytes, connections, events.
    case sum
    /// Positions, states, shares and infos do not: the largest is the furthest, and an info is
    /// always 1.
    case largest
    /// A span of time adds up, a moment does not: from this value on it is a moment, for nothing
    /// that is measured has run since 1970.
    case time(momentFrom: Double)

    /// How the series of a metric are combined.
    ///
    /// - Parameters:
    ///   - series: The name on the exposition page, or a query; what a query of more than one
    ///     selector means is not known, so that its own name decides.
    ///   - isParted: Whether the series are the parts of one distribution, told apart by a label
    ///     `quantile` or `le`.
    package init(of metric: MetricName, series: String, isParted: Bool = false) {
        if let addsUp = MetricCatalogue[metric]?.addsUp {
            self = addsUp ? .sum : .largest
        } else if isParted || metric.rawValue.hasPrefix("height.") {
            self = .largest
        } else {
            self.init(words: Self.words(of: Self.name(in: series) ?? metric.rawValue))
        }
    }

    /// The number that these values stand for; nil for none.
    package func value(of values: [Double]) -> Double? {
        guard let first = values.first else { return nil }
        let largest = values.filter { !$0.isNaN }.max() ?? .nan
        return switch self {
        case .sum: values.dropFirst().reduce(first, +)
        case .largest: largest
        case .time(let moment) where largest >= moment: largest
        case .time: values.dropFirst().reduce(first, +)
        }
    }

    private static let amounts: Set<String> = ["total", "count", "sum", "bytes"]
    private static let levels: Set<String> = [
        "info", "ratio", "percent", "percentage", "quantile", "bucket", "celsius", "fahrenheit",
        "volts", "enabled", "is", "syncing", "synced", "height", "head", "slot", "epoch", "round",
        "version", "max", "min", "avg", "mean", "average", "median",
    ]
    private static let times: Set<String> = [
        "time", "timestamp", "unixtime", "created", "expiry", "expires", "expiration", "after",
        "before", "since", "date", "seen",
    ]
    /// What 31 years, the least that a moment of today can be, are in the units of names.
    private static let moments: [String: Double] = [
        "ms": 1e12, "milliseconds": 1e12, "us": 1e15, "microseconds": 1e15, "ns": 1e18,
        "nanoseconds": 1e18,
    ]

    private init(words: [Substring]) {
        let last = words.last.map(String.init) ?? ""
        let all = Set(words.map(String.init))
        if Self.amounts.contains(last) {
            self = .sum
        } else if !all.isDisjoint(with: Self.times) {
            self = .time(momentFrom: Self.moments[last] ?? 1e9)
        } else if !all.isDisjoint(with: Self.levels) || last == "up" || last == "block"
            || words.suffix(2) == ["block", "number"]
        {
            self = .largest
        } else {
            self = .sum
        }
    }

    private static func words(of name: String) -> [Substring] {
        name.lowercased().split { "_:.-".contains($0) }
    }

    /// The name of a series, or of the only selector of a query.
    private static func name(in series: String) -> String? {
        let selector = series.prefix { $0 != "{" && $0 != "[" }
        let isName = selector.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"):
                true
            default: false
            }
        }
        return isName && !selector.isEmpty ? String(selector) : nil
    }
}

extension Identifier where Subject == Sample {
    /// Whether the values are moments, in seconds since 1970: our own `start.time`, and names that
    /// end as Prometheus' conventions want it (prometheus.io, "Metric and label naming").
    package var isMoment: Bool {
        MetricCatalogue[self]?.unit == .moment
            || [
                "start_time_seconds", "boot_time_seconds", "timestamp", "timestamp_seconds",
                "_created",
            ]
            .contains(where: rawValue.hasSuffix)
    }
}
