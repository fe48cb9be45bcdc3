import CellGrid
import CommandTable
import IncidentLog
import Primitives
import Reports

/// One entry of the log, by its number.
extension AppModel {
    /// Shows an entry, which is read when it is not held.
    mutating func showEntry(_ number: Int64, from search: Palette? = nil) {
        dialog = .entry(EntryCard(number, from: search))
        if heldEntry(number) == nil { past.missing = number }
    }

    mutating func handle(_ key: Key, in card: EntryCard) -> [Effect] {
        switch key.code {
        case .enter: return goToLog(of: card)
        case .character where row(.copy)?.keys.contains(key) == true:
            return heldEntry(card.number).map { [.copy(line(of: $0), what: "the entry")] } ?? []
        case .left: showEntry(max(1, card.number - 1), from: card.search)
        case .right:
            showEntry(min(max(1, log.sequence), card.number + 1), from: card.search)
        case .up: dialog = .entry(scrolled(card, by: -1))
        case .down: dialog = .entry(scrolled(card, by: 1))
        default: break
        }
        return []
    }

    private func scrolled(_ card: EntryCard, by rows: Int) -> EntryCard {
        var card = card
        card.scroll = max(0, min(card.scroll + rows, lines(of: card).count - 1))
        return card
    }

    /// Shows the log that an entry is in, scrolled to it.
    private mutating func goToLog(of card: EntryCard) -> [Effect] {
        guard let entry = heldEntry(card.number) else { return [] }
        dialog = nil
        if let incident = entry.incident, incident != incidentID { showIncident(incident) }
        begin(at: .commandCentre)
        focus = .log
        if !logShows(entry) { logView = .all }
        foldLog()
        let place = entries.lastIndex { $0.sequence == entry.sequence }
        guard let line = place.flatMap(logRows.place) else {
            show("the log does not show entry \(card.number)", isProblem: true)
            return []
        }
        scrollLog(to: line)
        return []
    }

    /// What is said of an entry, line by line.
    func lines(of card: EntryCard) -> [String] {
        guard let entry = heldEntry(card.number) else {
            return past.missing == card.number
                ? ["reading entry \(card.number)…"] : ["There is no entry \(card.number)."]
        }
        let text = EntryText(entry, incident: incident, overlay: log.overlay).text
        let late = entry.recordedAt - entry.occurredAt
        let written =
            late > .seconds(60) ? ", written down \(second(entry.recordedAt))" : ""
        return [
            "\(zoned(entry.occurredAt).date) \(second(entry.occurredAt))\(written)",
            "\(entry.actor.name), \(entry.incident?.rawValue ?? "the fleet's own log")", "", text,
        ]
    }
}
