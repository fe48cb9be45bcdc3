import FleetModel
import Primitives
import Synchronization

/// Observations between the polls that bring them and the judgement that takes them.
///
/// A probe brings one observation an interval and the judgement comes several times a second, so
/// that a few wait. When judging hangs, because the log does, at most `limit` of each kind wait:
/// the oldest give way, as the newest say how the fleet is.
final class ObservationQueue: Sendable {
    private let waiting: Mutex<BoundedBacklog<Observation>>
    private let told: Mutex<BoundedBacklog<SourceReading>>

    /// How many observations wait at most: a minute of 2,000 nodes with a probe every 3 seconds.
    static let limit = 40_000

    init(limit: Int = ObservationQueue.limit) {
        waiting = Mutex(BoundedBacklog(limit: limit))
        told = Mutex(BoundedBacklog(limit: limit))
    }

    func add(_ observation: Observation) {
        waiting.withLock { $0.append(observation) }
    }

    func add(_ reading: SourceReading) {
        told.withLock { $0.append(reading) }
    }

    func takeAll() -> [Observation] { waiting.withLock { $0.takeAll() } }

    func takeSources() -> [SourceReading] { told.withLock { $0.takeAll() } }
}
