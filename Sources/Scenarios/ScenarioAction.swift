package import Primitives

/// Something that somebody in the timeline says or does at a moment of virtual time.
package struct ScenarioAction: Equatable, Sendable {
    /// When it happens.
    package let at: Timestamp
    /// Who says or does it.
    package let actor: Actor
    /// What it is.
    package let kind: Kind

    /// The things that can happen.
    package enum Kind: Equatable, Sendable {
        /// A party tells us something.
        case report(PartyID, text: String)
        /// A node writes a line worth keeping into its own log.
        case logLine(NodeID, text: String)
        /// Somebody outside the incident says or does something.
        case note(text: String)
        /// Somebody asks for a command, in the words of the command line without the program's
        /// name; played only when nobody sits at the keyboard. What the rules must refuse names
        /// words of that refusal.
        case command(String, refusal: String? = nil)
    }
}
