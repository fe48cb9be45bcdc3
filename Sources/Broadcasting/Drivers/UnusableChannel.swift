import FleetModel
import IncidentLog

/// A channel whose settings are wrong: every delivery says what to change.
struct UnusableChannel: Channel {
    let failure: DeliveryFailure

    var limits: ChannelLimits { .ofUnusable }

    func send(
        _ part: MessagePart,
        key: IdempotencyKey
    ) async throws(DeliveryFailure) -> Receipt {
        throw failure
    }
}
