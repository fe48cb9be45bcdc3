import FleetModel
import IncidentLog
import Primitives

/// What operators could be advised, as soon as a fault is seen to go with a version.
extension RuleEvaluator {
    /// Advice against a version for somebody to give: whoever runs nodes of their own has not
    /// installed it everywhere yet.
    func adviceCommands(_ readings: FleetReadings, log: LogState) -> [Command] {
        findings.compactMap { finding in
            guard finding.id.isByVersion, let version = version(of: finding.nodes, readings) else {
                return nil
            }
            return .advice(
                .draft(
                    log.newestOpenIncident(of: fleet.name)?.id,
                    .hold,
                    version: version,
                    signal: finding.id
                )
            )
        }
    }

    /// The release that all of these nodes run; nil when they run several, or it is not known.
    private func version(of nodes: [NodeID], _ readings: FleetReadings) -> String? {
        let told = Set(nodes.map { readings.nodes[$0]?.facts[.version]?.values.first })
        guard told.count == 1, let version = told.first ?? nil else { return nil }
        let release = String(version.prefix { $0 != "-" })
        return ReleaseName.matches(version, release) ? release : version
    }
}
