/// How much an entry of the log weighs for whoever reads it; each medium shows it in its own way.
package enum EntryWeight: CaseIterable, Sendable {
    /// What people wrote.
    case text
    /// What need not be read.
    case muted
    /// A turning point of the incident.
    case strong
    /// Something is well again.
    case good
    /// Something is other than before.
    case changed
    case warning
    case critical
}
