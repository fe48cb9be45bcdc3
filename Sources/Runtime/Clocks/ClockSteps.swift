import IncidentLog
package import Primitives

/// Reckons in the time that the machine shows, and notices when its clock is set.
///
/// Between two steps the time goes on as real time does. A step counts only once it is written
/// down: from then on the log, and everything that is remembered, is told in the new time, so that
/// how long ago something was stays what it was.
package struct ClockSteps: Sendable {
    /// A clock that was set.
    package struct Step: Equatable, Sendable {
        /// What it would have shown.
        package let from: Timestamp
        /// What it shows.
        package let to: Timestamp

        /// By how much it was set.
        package var span: Duration { to - from }
    }

    private let clock: any SessionClock
    /// How far the time shown is ahead of that which is never set, as far as it is written down.
    package private(set) var offset: Duration = .zero
    /// Steps that others wrote down before they were noticed here.
    private var told: [Step] = []

    /// Less than this is no step: the two clocks are read one after the other.
    private static let smallest: Duration = .seconds(1)
    /// How many steps of others are remembered.
    private static let toldLimit = 16

    /// Nothing has been set yet.
    package init(_ clock: any SessionClock) {
        self.clock = clock
    }

    /// The present moment in the time that is written down.
    package var now: Timestamp { clock.now + offset }

    /// The step that nobody has written down yet; nil when there is none.
    ///
    /// A step that another program has written down is taken over.
    package mutating func unwritten() -> Step? {
        let now = clock.now
        let step = Step(from: now + offset, to: now + clock.offset)
        guard step.span >= Self.smallest || step.span <= Self.smallest * -1 else { return nil }
        guard let place = told.firstIndex(where: { isSame($0, step) }) else { return step }
        told.remove(at: place)
        accept(step)
        return nil
    }

    /// A span without a beat as the log tells it.
    func gap(_ pause: WatchBeats.Pause, of fleet: String?) -> WatchGap {
        WatchGap(fleet: fleet, from: pause.from + offset, to: pause.to + offset)
    }

    /// Reckons from now on in the time after the step.
    package mutating func accept(_ step: Step) {
        offset += step.span
    }

    /// Takes note of a step that another program has written down.
    package mutating func hear(from: Timestamp, to: Timestamp) {
        if told.count == Self.toldLimit { told.removeFirst() }
        told.append(Step(from: from, to: to))
    }

    private func isSame(_ left: Step, _ right: Step) -> Bool {
        let difference = left.span - right.span
        return difference < Self.smallest && difference > Self.smallest * -1
    }
}
