package import Primitives

/// Something that is asked for about the picture of a fleet before a change.
package enum BaselineCommand: Equatable, Sendable {
    /// Take what the log tells of these nodes, of all that it knows when they are empty, for what a
    /// roll-back is held against; `replaces` says that the one before may be forgotten though a
    /// roll-back is not complete.
    case take(nodes: [NodeID], change: String?, replaces: Bool = false)
    /// Let a key of a node stay what it has become.
    case accept(NodeID, key: String, reason: String)
}
