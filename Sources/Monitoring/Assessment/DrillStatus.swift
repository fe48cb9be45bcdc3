package import Primitives

/// Where a drill stands.
package struct DrillStatus: Equatable, Sendable {
    /// The scenario's name.
    package var name: String
    /// Virtual seconds in one real second.
    package var speed: Int
    /// The next moment worth watching; nil near the end.
    package var nextTurn: Timestamp?
    /// Whether the story is over.
    package var isOver: Bool

    /// A drill at this point.
    package init(name: String, speed: Int, nextTurn: Timestamp?, isOver: Bool) {
        self.name = name
        self.speed = speed
        self.nextTurn = nextTurn
        self.isOver = isOver
    }
}
