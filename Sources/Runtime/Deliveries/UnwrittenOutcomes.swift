import EventStore
import IncidentLog
import Primitives
import Synchronization

/// What was delivered and could not be written down yet.
final class UnwrittenOutcomes: Sendable {
    private let kept = Mutex<[(item: OutboxItem, outcome: DeliveryOutcome)]>([])

    /// Everything that is still to be written, in the order of the deliveries.
    var all: [(item: OutboxItem, outcome: DeliveryOutcome)] { kept.withLock { $0 } }

    func keep(_ outcome: DeliveryOutcome, of item: OutboxItem) {
        kept.withLock { $0.append((item, outcome)) }
    }

    func contains(_ item: OutboxItem) -> Bool {
        kept.withLock { $0.contains { $0.item.key == item.key } }
    }

    func forget(_ item: OutboxItem) {
        kept.withLock { $0.removeAll { $0.item.key == item.key } }
    }
}
