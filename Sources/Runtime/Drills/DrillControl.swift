import Primitives
import Probing
import Synchronization

/// How fast a drill goes, and how far it hurries.
final class DrillControl: Sendable {
    private struct State {
        var speed: Int
        var isPaused = false
        var hurryUntil: Timestamp?
    }

    private let state: Mutex<State>

    init(speed: Int) {
        state = Mutex(State(speed: speed))
    }

    var speed: Int { state.withLock { $0.speed } }

    func setSpeed(_ speed: Int) {
        state.withLock { $0.speed = speed }
    }

    var isPaused: Bool { state.withLock { $0.isPaused } }

    func setPaused(_ isPaused: Bool) {
        state.withLock { $0.isPaused = isPaused }
    }

    func skip(to target: Timestamp) {
        state.withLock { $0.hurryUntil = target }
    }

    /// Waits until the virtual clock reaches a round; does not wait while the drill hurries, and
    /// as long as it is paused.
    func wait(until round: Timestamp, on clock: DrillClock) async {
        while !Task.isCancelled, clock.now < round {
            let isHurrying = state.withLock { state in
                guard !state.isPaused, let until = state.hurryUntil else { return false }
                // The inject worth watching is played as well, at once.
                if clock.now >= until { state.hurryUntil = nil }
                return clock.now < until
            }
            if isHurrying { return }
            try? await ProbeRunner.wait(for: .milliseconds(50))
        }
    }
}
