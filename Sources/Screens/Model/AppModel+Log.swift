import CommandTable
import FleetModel
import IncidentLog
import Primitives
import Reports

/// What the log's pane shows, and where the person is in it.
extension AppModel {
    /// Whether the log pane has an entry, be it folded: those of the incident shown, and of the
    /// fleet's own log.
    func logShows(_ entry: Entry) -> Bool {
        guard belongsToLog(entry) else { return false }
        let filter = cursor(in: .log).filter
        guard filter.isEmpty else { return ListFilter(filter)(filterText(entry)) }
        return switch logView {
        case .people: !entry.isReceipt
        case .all: true
        case .signals: entry.isAboutSignals
        }
    }

    /// What the filter looks through.
    func filterText(_ entry: Entry) -> String {
        let line = EntryText(entry, incident: incident, overlay: log.overlay)
        return entry.actor.kind == .automatic ? line.text : "\(entry.actor.name) \(line.text)"
    }

    /// Whether an entry is of the incident shown or of the fleet's own log, and says something.
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

    private static let factsToldBySignals: Set<FactName> = [
        .relay, .protocols, .genesis, .relayGenesis, .peerID,
    ]

    /// Makes the lines of the log's pane anew when something that they follow from has changed;
    /// the person stays on the entry where they were.
    mutating func foldLog() {
        let source = LogRows.Source(
            entries: entriesMark,
            incident: incidentID,
            fleet: fleet?.name,
            view: logView,
            filter: cursor(in: .log).filter,
            opened: openedEntries
        )
        guard source != logRows.source else { return }
        logRows = LogRows(entries, source, belongs: belongsToLog, isShown: logShows)
        guard logScroll > 0 else { return }
        let place = logAnchor.flatMap { anchor in
            entries.lastIndex { $0.id == anchor }.flatMap(logRows.place)
        }
        scrollLog(to: place ?? logScroll)
    }

    /// Puts the cursor of the log on a line, counted from the newest.
    mutating func scrollLog(to place: Int) {
        logScroll = max(0, min(place, logRows.rows.count - 1))
        logAnchor = logRow.map { entries[$0.newest].id }
    }

    /// The line under the cursor of the log.
    var logRow: LogRows.Row? {
        guard logRows.rows.indices.contains(logScroll) else { return nil }
        let row = logRows.rows[logScroll]
        return entries.indices.contains(row.newest) ? row : nil
    }

    /// Opens what is folded in place, closes it again, and shows any other entry whole.
    mutating func openLogRow() {
        switch logRow {
        case nil: show("the log is empty", isProblem: true)
        case .burst(let places):
            openedEntries.formUnion(places.map { entries[$0].id })
            logAnchor = entries[places[0]].id
        case .entry(let place):
            guard openedEntries.contains(entries[place].id) else {
                showEntry(entries[place].sequence)
                return
            }
            close(around: place)
        }
        foldLog()
    }

    /// Folds the lines again that were opened together.
    private mutating func close(around place: Int) {
        logAnchor = entries[place].id
        let steps: [Int] = [-1, 1]
        for step in steps {
            var next = step < 0 ? place : place + 1
            while entries.indices.contains(next) {
                let entry = entries[next]
                guard openedEntries.contains(entry.id) || !logShows(entry) else { break }
                openedEntries.remove(entry.id)
                next += step
            }
        }
    }
}

extension Entry {
    /// Whether it tells of a signal, or of what was noticed.
    fileprivate var isAboutSignals: Bool {
        switch event {
        case .signal, .delivery, .fleet, .watch: true
        case .incident, .timeline, .role, .task, .advice, .clock, .attendance, .checklist, .update,
            .impact, .log, .change, .policy, .baseline, .unknown:
            false
        }
    }
}
