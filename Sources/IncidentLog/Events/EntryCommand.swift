package import FleetModel
package import Primitives

/// Something that is asked for about the lines and the entries of the log.
package enum EntryCommand: Equatable, Sendable {
    /// Write a line; without an incident it goes to the fleet's own log.
    case note(IncidentID?, text: String)
    /// Write a line of a kind that a review looks for.
    case say(IncidentID?, LineKind, text: String, by: [String])
    /// Keep what proves something.
    case attach(IncidentID?, Evidence, note: String?)
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
    /// Let an entry be read outside the team.
    case release(Entry)
    /// Keep an entry for the team alone again.
    case withhold(Entry)
}
