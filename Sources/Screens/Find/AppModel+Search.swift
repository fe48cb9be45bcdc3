import IncidentLog
import Primitives
import Reports

/// The search of the log of all incidents: the store finds, the palette shows.
extension AppModel {
    /// How many entries are shown at most.
    static let foundLimit = 100

    /// The words that somebody waits for the answer to.
    var wantedWords: [String]? {
        guard case .palette(let palette) = dialog, palette.scope == .entries else { return nil }
        let words = palette.words
        return words.isEmpty || words == palette.answeredWords ? nil : words
    }

    /// Shows what was found; the answer to older words too, until the newer one comes.
    mutating func take(_ found: [Entry], for words: [String]) {
        guard case .palette(var palette) = dialog, palette.scope == .entries else { return }
        palette.answeredWords = words
        let query = FuzzyQuery(words.joined(separator: " "))
        palette.rows = palette.words.isEmpty ? [] : found.map { row(of: $0, query) }
        palette.selection = max(0, min(palette.selection, palette.rows.count - 1))
        dialog = .palette(palette)
    }

    private func row(of entry: Entry, _ query: FuzzyQuery) -> PaletteRow {
        let of = entry.incident.flatMap { log.incident($0) }
        let text = EntryText(entry, incident: of, overlay: log.overlay).text
        let moment = "\(zoned(entry.occurredAt).date) \(minute(entry.occurredAt))"
        let place = entry.incident.map { " \($0)" } ?? ""
        var row = PaletteRow(
            "\(moment)\(place)",
            "\(entry.actor.name) \(text)",
            .place(.entry(entry.sequence))
        )
        row.marks = query.match(row.text)?.places ?? []
        return row
    }
}
