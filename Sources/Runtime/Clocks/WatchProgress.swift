package import Primitives
import Synchronization

/// Whether watching makes progress: polls bring news, and the news is judged.
package final class WatchProgress: Sendable {
    private struct State {
        var polledAt: Timestamp?
        var judgedAt: Timestamp?
    }

    private let state = Mutex(State())

    /// Nothing has been done yet.
    package init() {}

    /// Polls have brought something, be it that nobody answers.
    package func notePoll(at now: Timestamp) {
        state.withLock { $0.polledAt = now }
    }

    /// The fleet was judged, and what followed was written down.
    package func noteJudgement(at now: Timestamp) {
        state.withLock { $0.judgedAt = now }
    }

    /// Whether both have happened within a span, by the clock that is never set.
    package func isMade(within span: Duration, at now: Timestamp) -> Bool {
        state.withLock { state in
            guard let polledAt = state.polledAt, let judgedAt = state.judgedAt else { return false }
            return now - min(polledAt, judgedAt) <= span
        }
    }
}
