package import EventStore
import Reports

extension EntryWording {
    /// The words in which every screen and list shows entries.
    package static let shown = EntryWording(form: EntryText.searchForm) {
        entry,
        incident,
        overlay in
        EntryText.searched(entry, incident: incident, overlay: overlay)
    }
}
