package import Primitives

/// Where a drill stands.
package struct DrillStatus: Equatable, Sendable {
    /// The scenario's name.
    package var name: String
    /// Virtual seconds in one real second.
    package var speed: Int
    /// Whether its time stands still.
    package var isPaused: Bool
    /// The next moment worth watching; nil near the end.
    package var nextInject: Timestamp?
    /// Whether the timeline is over.
    package var isOver: Bool
    /// Whether a past incident is shown again, of which nothing can be changed.
    package var isReplay: Bool

    /// A drill at this point.
    package init(
        name: String,
        speed: Int,
        isPaused: Bool = false,
        nextInject: Timestamp?,
        isOver: Bool,
        isReplay: Bool = false
    ) {
        self.name = name
        self.speed = speed
        self.isPaused = isPaused
        self.nextInject = nextInject
        self.isOver = isOver
        self.isReplay = isReplay
    }
}
