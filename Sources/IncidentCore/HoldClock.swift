/// Measures for how long a condition has held without a break.
package struct HoldClock: Equatable, Sendable {
    /// Since when it has held; nil while it does not.
    package private(set) var since: Timestamp?

    /// A clock that has not started.
    package init() {}

    /// Takes the truth of this moment into account; not knowing stops the clock.
    package mutating func observe(_ truth: Evaluation.Truth, at now: Timestamp) {
        switch truth {
        // A clock that was set back must not hold up everything until it comes to where it was.
        case .holds: since = min(since ?? now, now)
        case .fails, .unknown: since = nil
        }
    }

    /// For how long it has held; zero while it does not.
    package func held(at now: Timestamp) -> Duration {
        since.map { now - $0 } ?? .zero
    }

    /// Whether it has held for this long.
    package func hasHeld(for span: Duration, at now: Timestamp) -> Bool {
        since != nil && held(at: now) >= span
    }

    /// Tells what has held in the time of a clock that was set.
    mutating func move(by step: Duration) {
        since = since.map { $0 + step }
    }
}
