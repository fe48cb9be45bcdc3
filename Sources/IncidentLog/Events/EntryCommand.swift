/// Something that is asked for about an entry of the log.
package enum EntryCommand: Equatable, Sendable {
    /// Give a line a better text.
    case correct(Entry, text: String)
    /// Remove the text of an entry for good.
    case redact(Entry, reason: String)
    /// Hold an entry to be important.
    case pin(Entry)
    /// Take a pin away.
    case unpin(Entry)
}
