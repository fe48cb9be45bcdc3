package import Primitives

/// Something that Tocsin saw and asks to write down.
package enum ObservationCommand: Equatable, Sendable {
    /// Write down that a fact of a node changed.
    case recordFact(NodeID, FactName, to: [String])
    /// Keep a line of a node's log.
    case keepLogLine(NodeID, text: String)
    /// Write down that nobody watched this fleet for a while.
    case markAway(fleet: String?, from: Timestamp, to: Timestamp)
}
