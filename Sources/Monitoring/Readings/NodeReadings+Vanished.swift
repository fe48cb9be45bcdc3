import Primitives
import IncidentLog

extension NodeReadings {
    /// Forgets the facts of a listing that the probe told and that they are missing from.
    mutating func forgetVanished(from observation: Observation) {
        let listings = observation.facts.compactMap { FactListing(head: $0.name) }
        guard !listings.isEmpty else { return }
        let told = Set(observation.facts.map(\.name))
        for name in facts.keys where !told.contains(name) {
            if listings.contains(where: { $0.contains(name) }) { facts[name] = nil }
        }
    }
}
