package import Primitives

/// Measures for how long a condition has held without a break.
package struct HoldClock: Equatable, Sendable {
    /// Since when it has held; nil while it does not.
    package private(set) var since: Timestamp?
    /// How much of that time does not count, because nobody watched.
    private var unwatched: Duration = .zero

    /// A clock that has not started.
    package init() {}

    /// Takes the truth of this moment into account; not knowing stops the clock.
    package mutating func observe(_ truth: Evaluation.Truth, at now: Timestamp) {
        switch truth {
        // A clock that was set back must not hold up everything until it comes to where it was.
        case .holds: since = min(since ?? now, now)
        case .fails, .unknown:
            since = nil
            unwatched = .zero
        }
    }

    /// For how long it has held; zero while it does not.
    package func held(at now: Timestamp) -> Duration {
        since.map { now - $0 - unwatched } ?? .zero
    }

    /// Whether it has held for this long.
    package func hasHeld(for span: Duration, at now: Timestamp) -> Bool {
        since != nil && held(at: now) >= span
    }

    /// Leaves out a span in which nobody watched: the condition may or may not have held.
    package mutating func leaveOut(_ span: Duration) {
        if since != nil { unwatched += span }
    }

    /// Tells what has held in the time of a clock that was set.
    mutating func move(by step: Duration) {
        since = since.map { $0 + step }
    }
}
