import FleetModel
package import Primitives

extension LogState {
    /// How many files were kept as evidence in an incident.
    package func keptFiles(of incident: IncidentID) -> Int { keptFileCounts[incident] ?? 0 }

    mutating func noteEvidence(_ entry: Entry) {
        guard let incident = entry.incident, entry.event.evidence?.file != nil else { return }
        keptFileCounts[incident, default: 0] += 1
    }
}
