import FoundationEssentials
package import FleetModel
package import IncidentLog
import Primitives
import Synchronization
import WebClient

/// Delivers status updates to channels of every service.
///
/// Deliveries are independent: any number may run at once, and one that hangs delays no other.
package final class ChannelClient: Sendable {
    /// Where the updates of drills go, whatever channel they are meant for.
    package let drillSink = DrillSink()

    /// The largest answer that is read: the longest that a service of ours gives, Discord's copy
    /// of the message, is far below.
    private static let bodyLimitBytes = 64 << 10

    private let transport: ServiceTransport
    private let channels = Mutex<[ChannelID: (spec: ChannelSpec, channel: any Channel)]>([:])

    /// A client that gives each attempt 15 s and must be shut down after use.
    package convenience init() {
        self.init(deadline: .seconds(15)) {
            Timestamp(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000))
        }
    }

    /// A client with another deadline and another source of time.
    init(deadline: Duration, now: @escaping @Sendable () -> Timestamp) {
        transport = ServiceTransport(
            requester: WebRequester(for: .messages, bodyLimitBytes: Self.bodyLimitBytes),
            deadline: deadline,
            now: now
        )
    }

    /// Ends all deliveries under way and closes the connections.
    package func shutdown() {
        transport.requester.shutdown()
    }

    /// Delivers a message: splits it, and sends the parts in order with the keys `key-1`,
    /// `key-2` and so on.
    ///
    /// - Returns: One receipt with the ids of all parts.
    /// - Throws: `DeliveryFailure` of the first part that failed.
    package func deliver(
        _ message: StatusMessage,
        to spec: ChannelSpec,
        key: String
    ) async throws(DeliveryFailure) -> Receipt {
        var receipts: [Receipt] = []
        for part in ChannelMessage(message, to: spec).parts {
            let partKey = IdempotencyKey("\(key)-\(part.index)")
            receipts.append(try await send(part, to: spec, key: partKey))
        }
        return Receipt(joining: receipts)
    }

    /// Sends one part; that of a drill goes to `drillSink` instead of the channel.
    package func send(
        _ part: MessagePart,
        to spec: ChannelSpec,
        key: IdempotencyKey
    ) async throws(DeliveryFailure) -> Receipt {
        switch part.message.mode {
        case .real: try await openChannel(for: spec).send(part, key: key)
        case .drill: try await drillSink.send(part, key: key)
        }
    }

    /// Channels are kept while their settings stay, with what they have learned; one with wrong
    /// settings says at every delivery what to change.
    private func openChannel(for spec: ChannelSpec) -> any Channel {
        channels.withLock { channels in
            if let open = channels[spec.id], open.spec == spec { return open.channel }
            let channel = driver(of: spec.service)
            channels[spec.id] = (spec, channel)
            return channel
        }
    }

    private func driver(of service: ChannelSpec.Service) -> any Channel {
        do throws(DeliveryFailure) {
            switch service {
            case .configured(let settings):
                guard let driver = settings.kind as? any ChannelDriver.Type else {
                    throw .permanent(
                        reason: "this Tocsin cannot send to channels of the kind "
                            + "'\(settings.kind.row.word)'"
                    )
                }
                return try driver.open(settings, over: transport)
            case .unusable(_, let reason): throw .permanent(reason: reason)
            }
        } catch {
            return UnusableChannel(failure: error)
        }
    }
}
