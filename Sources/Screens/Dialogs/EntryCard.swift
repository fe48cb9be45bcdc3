/// One entry of the log, whole.
package struct EntryCard: Equatable, Sendable {
    /// Its number.
    var number: Int64
    /// How many rows are scrolled out above the box.
    var scroll = 0

    init(_ number: Int64) { self.number = number }
}
