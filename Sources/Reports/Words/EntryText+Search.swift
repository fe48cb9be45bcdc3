package import IncidentLog
import Primitives

extension EntryText {
    /// The number of the form of `searched`: one more whenever any entry is put into other words,
    /// so that what an earlier program indexed is not taken for what this one shows.
    package static let searchForm = 2

    /// What a search looks at: who wrote an entry and the words of its line, in lowercase.
    package static func searched(
        _ entry: Entry,
        incident: IncidentState?,
        overlay: EntryOverlay
    ) -> String {
        let line = EntryText(entry, incident: incident, overlay: overlay)
        return "\(entry.actor.name) \(line.text)".lowercased()
    }
}
