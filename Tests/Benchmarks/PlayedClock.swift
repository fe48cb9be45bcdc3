import Primitives
import Runtime
import Synchronization

/// A clock that goes on when it is told to.
final class PlayedClock: SessionClock {
    private let moment: Mutex<Timestamp>

    init(_ start: Timestamp = Timestamp(milliseconds: 1_700_000_000_000)) {
        moment = Mutex(start)
    }

    var now: Timestamp { moment.withLock { $0 } }

    func advance(by span: Duration) { moment.withLock { $0 = $0 + span } }
}
