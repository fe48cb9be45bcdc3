package import Primitives

/// Something that is asked for about the lines and the entries of the log.
package enum EntryCommand: Equatable, Sendable {
    /// Write a line; without an incident it goes to the fleet's own log.
    case note(IncidentID?, text: String)
    /// Write down what a party said.
    case report(IncidentID?, party: PartyID, text: String)
    /// Give a line a better text.
    case correct(Entry, text: String)
    /// Remove the text of an entry for good.
    case redact(Entry, reason: String)
    /// Hold an entry to be important.
    case pin(Entry)
    /// Take a pin away.
    case unpin(Entry)
}
