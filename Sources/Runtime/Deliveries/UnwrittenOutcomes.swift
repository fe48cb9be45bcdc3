import EventStore
import IncidentLog
import Primitives
import Synchronization

/// What was delivered and could not be written down yet.
final class UnwrittenOutcomes: Sendable {
    private let kept = Mutex<[(id: DeliveryID, command: Command)]>([])

    /// Everything that is still to be written, in the order of the deliveries.
    var all: [(id: DeliveryID, command: Command)] { kept.withLock { $0 } }

    func keep(_ command: Command, of id: DeliveryID) {
        kept.withLock { $0.append((id, command)) }
    }

    func contains(_ id: DeliveryID) -> Bool {
        kept.withLock { $0.contains { $0.id == id } }
    }

    func forget(_ id: DeliveryID, _ command: Command) {
        kept.withLock { $0.removeAll { $0.id == id && $0.command == command } }
    }
}
