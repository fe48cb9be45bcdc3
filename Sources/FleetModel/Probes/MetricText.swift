package import Primitives

/// The values of metrics as people read them: sizes, spans and moments by the metric's name.
package enum MetricText {
    /// A value in few characters with its unit: `612M`, `1m05s`, `38`.
    package static func brief(_ value: Double, of metric: MetricName) -> String {
        guard value.isFinite else { return NumberText.brief(value) }
        switch unit(of: metric) {
        case .bytes: return NumberText.bytes(value)
        case .seconds: return NumberText.seconds(value)
        case .moment: return moment(value)
        case .number: return number(value)
        }
    }

    /// What the values of a metric count.
    ///
    /// Names end in their unit as the exposition format wants it; our own are known.
    package static func unit(of metric: MetricName) -> MetricUnit {
        if let known = MetricCatalogue[metric]?.unit { return known }
        let name = metric.rawValue
        if metric.isMoment { return .moment }
        if name.hasPrefix("memory") || name.hasSuffix("bytes") || name.hasSuffix("bytes_total") {
            return .bytes
        }
        if name.hasSuffix("seconds") || name.hasSuffix("seconds_total") { return .seconds }
        return .number
    }

    private static func moment(_ seconds: Double) -> String {
        // Between 2001 and 2286; anything else is no moment of a process.
        guard (1e9..<1e10).contains(seconds) else { return number(seconds) }
        let moment = Timestamp(seconds: Int64(seconds))
        return "\(moment.date.dropFirst(5)) \(moment.hourMinute)Z"
    }

    private static func number(_ value: Double) -> String {
        if abs(value) >= 1e15 { return String(value) }
        return NumberText.brief(value)
    }
}
