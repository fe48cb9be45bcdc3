import IncidentCore
import Synchronization

/// Observations between the polls that bring them and the judgement that takes them.
///
/// Bounded by the fleet: a probe brings one observation an interval, and the judgement comes
/// several times a second.
final class ObservationQueue: Sendable {
    private let waiting = Mutex<[Observation]>([])

    func add(_ observation: Observation) {
        waiting.withLock { $0.append(observation) }
    }

    func takeAll() -> [Observation] {
        waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
    }
}
