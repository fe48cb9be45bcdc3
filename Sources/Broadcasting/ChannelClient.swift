import IncidentLog
import FoundationEssentials
package import FleetModel
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
    private let channels = Mutex<[ChannelID: OpenChannel]>([:])

    /// A client that gives each attempt 15 s and must be shut down after use.
    package convenience init() {
        self.init(deadline: .seconds(15)) {
            Timestamp(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000))
        }
    }

    /// A client with another deadline and another source of time.
    init(deadline: Duration, now: @escaping @Sendable () -> Timestamp) {
        transport = ServiceTransport(
            requester: WebRequester(bodyLimitBytes: Self.bodyLimitBytes),
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
    /// Parts that the service has taken are not sent again when the call is repeated with the
    /// same key. A drill's message goes to `drillSink` instead of the channel.
    ///
    /// - Parameter beforePart: Is asked before each part; a part takes less than a minute. What it
    ///   throws ends the delivery.
    /// - Returns: One receipt with the ids of all parts.
    /// - Throws: `DeliveryFailure` of the first part that failed.
    package func deliver(
        _ message: StatusMessage,
        to spec: ChannelSpec,
        key: String,
        beforePart: @Sendable () async throws(DeliveryFailure) -> Void = {}
    ) async throws(DeliveryFailure) -> Receipt {
        let target =
            switch message.mode {
            case .real: openChannel(for: spec)
            case .drill: OpenChannel(spec: spec, channel: drillSink)
            }
        var receipts: [Receipt] = []
        for part in MessageSplitter.parts(of: message, limits: target.channel.limits) {
            let partKey = IdempotencyKey("\(key)-\(part.index)")
            try await beforePart()
            receipts.append(try await target.sendOnce(part, key: partKey))
        }
        return Receipt(joining: receipts)
    }

    /// Channels are kept while their settings stay, with what they have learned; one with wrong
    /// settings says at every delivery what to change.
    private func openChannel(for spec: ChannelSpec) -> OpenChannel {
        channels.withLock { channels in
            if let open = channels[spec.id], open.spec == spec { return open }
            let open = OpenChannel(spec: spec, channel: driver(of: spec.service))
            channels[spec.id] = open
            return open
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

/// A channel in use, and the receipts of the last parts it has taken.
private final class OpenChannel: Sendable {
    /// How many receipts are remembered.
    static let capacity = 256

    let spec: ChannelSpec
    let channel: any Channel
    private let taken = Mutex<[(key: IdempotencyKey, receipt: Receipt)]>([])

    init(spec: ChannelSpec, channel: any Channel) {
        self.spec = spec
        self.channel = channel
    }

    /// Sends a part unless the service has it already: most services know no keys, and a message
    /// whose second part failed must not show its first part twice.
    func sendOnce(
        _ part: MessagePart,
        key: IdempotencyKey
    ) async throws(DeliveryFailure) -> Receipt {
        let known = taken.withLock { $0.first { $0.key == key }?.receipt }
        if let known { return known }
        let receipt = try await channel.send(part, key: key)
        taken.withLock { taken in
            if taken.count == Self.capacity { taken.removeFirst() }
            taken.append((key, receipt))
        }
        return receipt
    }
}
