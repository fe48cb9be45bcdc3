import DequeModule
package import FleetModel
package import IncidentLog
import Synchronization

/// Where the updates of a drill end: they are kept here, and nothing leaves the process.
package final class DrillSink: Channel, Sendable {
    /// How many texts are kept; older ones are forgotten.
    package static let capacity = 1000

    private struct Kept {
        var texts: Deque<String> = []
        var total = 0
    }

    private let kept = Mutex(Kept())

    /// An empty sink.
    package init() {}

    /// Limits so wide that nobody's update is cut.
    package var limits: ChannelLimits { .ofDrill }

    /// The texts sent, the oldest first, each beginning with `[DRILL]`.
    package var sent: [String] {
        kept.withLock { Array($0.texts) }
    }

    /// Keeps the part and gives a receipt: `drill-1`, `drill-2` and so on.
    package func send(
        _ part: MessagePart,
        key: IdempotencyKey
    ) async throws(DeliveryFailure) -> Receipt {
        let mark = MessagePart.drillMark
        let text = part.text.hasPrefix(mark) ? part.text : mark + part.text
        return kept.withLock { kept in
            if kept.texts.count == Self.capacity { kept.texts.removeFirst() }
            kept.texts.append(text)
            kept.total += 1
            return Receipt(id: "drill-\(kept.total)")
        }
    }
}
