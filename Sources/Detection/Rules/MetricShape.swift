import FleetModel
import Monitoring
import Primitives

/// What a metric usually is in a fleet, and what it can be.
struct MetricShape: Sendable {
    /// The value on a healthy node at the start, and its growth per second.
    let level: Double
    let slope: Double
    /// Whether anything is known of what it usually is.
    let isKnown: Bool
    /// Between what it can lie at all.
    let range: ClosedRange<Double>

    /// The shape of a metric in a fleet.
    init(_ name: String, in fleet: Fleet) {
        let metric = MetricName(name)
        let usual = MetricCatalogue[metric]?.usual
        isKnown = usual != nil
        slope = usual?.growth ?? 0
        switch metric {
        case .siblingLinks:
            level = Double(max(0, fleet.nodes.count(where: \.isWaku) - 1))
            range = 0...level
        case .latency:
            level = usual?.level ?? 0
            range = 0...fleet.polling.timeout.inSeconds
        default:
            let greatest = Double.greatestFiniteMagnitude
            level = usual?.level ?? 0
            range = usual?.range ?? (metric.isCounter ? 0 : -greatest)...greatest
        }
    }
}
