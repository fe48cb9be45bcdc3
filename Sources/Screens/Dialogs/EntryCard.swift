/// One entry of the log, whole.
package struct EntryCard: Equatable, Sendable {
    /// Its number.
    var number: Int64
    /// How many rows are scrolled out above the box.
    var scroll = 0

    /// The search that found it, to go back to.
    var search: Palette?

    init(_ number: Int64, from search: Palette? = nil) {
        self.number = number
        self.search = search
    }
}
