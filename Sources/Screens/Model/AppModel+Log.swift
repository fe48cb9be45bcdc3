import CommandTable
import FleetModel
import IncidentLog
import Primitives
import Reports

extension AppModel {
    /// Whether the log pane shows an entry: those of the incident shown, and of the fleet's own
    /// log.
    func logShows(_ entry: Entry) -> Bool {
        belongsToLog(entry) && listsInLog(entry)
    }

    private func listsInLog(_ entry: Entry) -> Bool {
        let cursor = cursor(in: .log)
        return cursor.filter.isEmpty || ListFilter(cursor.filter)(filterText(entry))
    }

    /// What the filter looks through.
    func filterText(_ entry: Entry) -> String {
        let line = EntryText(entry, incident: incident, overlay: log.overlay)
        return entry.actor.kind == .automatic ? line.text : "\(entry.actor.name) \(line.text)"
    }

    /// Whether an entry is of the incident shown or of the fleet's own log, and says something.
    ///
    /// What the watch of another fleet wrote down belongs to neither.
    func belongsToLog(_ entry: Entry) -> Bool {
        guard entry.incident == nil || entry.incident == incidentID,
            entry.event.mayConcern(fleet?.name)
        else { return false }
        // First facts only fill the picture, and a changed identity is told by its signal.
        if case .fleet(.factChanged(_, let fact, let from, _, _)) = entry.event {
            return !from.isEmpty && !Self.factsToldBySignals.contains(fact)
        }
        return true
    }

    /// How many entries the log pane has.
    var logCount: Int { entries.count(where: logShows) }

    private static let factsToldBySignals: Set<FactName> = [
        .relay, .protocols, .genesis, .relayGenesis, .peerID,
    ]
}
