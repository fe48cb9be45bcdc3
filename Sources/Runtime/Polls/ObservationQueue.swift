import EventStore
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
    private let bell = ChangeNotifier()

    /// How many observations wait at most: a minute of 2,000 nodes with a probe every 3 seconds.
    static let limit = 40_000

    init(limit: Int = ObservationQueue.limit) {
        waiting = Mutex(BoundedBacklog(limit: limit))
        told = Mutex(BoundedBacklog(limit: limit))
    }

    func add(_ observation: Observation) {
        waiting.withLock { $0.append(observation) }
        bell.ring()
    }

    func add(_ reading: SourceReading) {
        told.withLock { $0.append(reading) }
        bell.ring()
    }

    /// How often something was added.
    var additions: UInt64 { bell.rings }

    /// Sleeps until something was added since there were so many additions, at most for this long.
    func wait(after additions: UInt64, atMost limit: Duration) async {
        await bell.wait(after: additions, atMost: limit)
    }

    func takeAll() -> [Observation] { waiting.withLock { $0.takeAll() } }

    func takeSources() -> [SourceReading] { told.withLock { $0.takeAll() } }
}
