package import Primitives
import Synchronization

/// Notices by its own beat that the program did not run: it was stopped, or the machine slept.
package final class WatchBeats: Sendable {
    /// A span without a beat, in the time that is never set.
    package struct Pause: Equatable, Sendable {
        /// The last beat before it.
        package let from: Timestamp
        /// The first beat after it.
        package let to: Timestamp

        /// How long it lasted.
        package var span: Duration { to - from }
    }

    private struct State {
        var last: Timestamp?
        var pause: Pause?
    }

    private let state = Mutex(State())

    /// How often it beats.
    package static let span: Duration = .seconds(1)
    /// Beats that are further apart than this were missed: a busy machine is not as late as that.
    package static let longestPause: Duration = .seconds(5)

    /// No beat yet.
    package init() {}

    /// Takes a beat into account.
    package func beat(at now: Timestamp) {
        state.withLock { state in
            defer { state.last = now }
            guard let last = state.last, now - last > Self.longestPause else { return }
            state.pause = Pause(from: state.pause?.from ?? last, to: now)
        }
    }

    /// The pause that ended and was not taken yet, up to this beat.
    package func takePause(at now: Timestamp) -> Pause? {
        beat(at: now)
        return state.withLock { state in
            defer { state.pause = nil }
            return state.pause
        }
    }
}
