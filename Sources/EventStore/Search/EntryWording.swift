package import IncidentLog

/// How entries are put into words: what a search looks at, and what is indexed for it.
package struct EntryWording: Sendable {
    /// The number of these words: a higher one when any entry is put differently than before.
    package let form: Int
    /// The words of an entry in view of its incident, as far as later entries let it stand; in
    /// lowercase.
    package let text: @Sendable (Entry, IncidentState?, EntryOverlay) -> String

    /// Words of this form.
    package init(
        form: Int,
        text: @escaping @Sendable (Entry, IncidentState?, EntryOverlay) -> String
    ) {
        self.form = form
        self.text = text
    }
}
