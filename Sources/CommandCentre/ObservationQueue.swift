import IncidentCore
import Synchronization

/// Observations between the polls that bring them and the judgement that takes them.
///
/// Bounded by the fleet: a probe brings one observation an interval, and the judgement comes
/// several times a second.
final class ObservationQueue: Sendable {
    private let waiting = Mutex<[Observation]>([])
    private let told = Mutex<[SourceReading]>([])

    func add(_ observation: Observation) {
        waiting.withLock { $0.append(observation) }
    }

    func add(_ reading: SourceReading) {
        told.withLock { $0.append(reading) }
    }

    func takeAll() -> [Observation] {
        waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
    }

    func takeSources() -> [SourceReading] {
        told.withLock { told in
            defer { told = [] }
            return told
        }
    }
}
