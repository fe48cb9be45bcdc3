import FleetModel
import IncidentLog
import Primitives

/// Which numbers of a node its signals are about: these are looked at first.
enum AffectedSeries {
    /// The metrics among `names` that a finding speaks of, by its kind or in its own words.
    static func names(_ finding: Finding, among names: some Sequence<MetricName>) -> [MetricName] {
        let usual = metrics(of: finding.kind)
        let words = ([finding.id.rawValue, finding.text] + finding.evidence)
            .joined(separator: " ")
        return names.filter { usual.contains($0) || words.contains($0.rawValue) }
    }

    /// What a kind of finding is seen in; empty where only its words tell.
    static func metrics(of kind: FindingKind) -> [MetricName] {
        switch kind {
        case .stall: [.heightBest, .heightFinalized]
        case .lag: [.lag, .heightBest]
        case .leak: [.memory]
        case .backlog: [.backlog]
        case .cpu: [.cpuSeconds]
        case .mesh: [.mesh, .siblingLinks, .peers]
        case .churn: [.mesh]
        case .storage: [.storeErrors, .storeMessages]
        case .restarts: [.memory, .cpuSeconds]
        case .down, .probe, .noData: [.latency]
        case .check, .absent, .need, .identity, .skew, .flapping, .certificate, .policy:
            []
        }
    }
}
