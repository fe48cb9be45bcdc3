import FleetModel

/// A channel whose settings are wrong: every delivery says what to change.
struct UnusableChannel: Channel {
    let failure: DeliveryFailure

    let limits = ChannelLimits(
        longestPart: 65_536,
        unit: .characters,
        editsMessages: false,
        dropsDuplicates: false
    )

    func send(
        _ part: MessagePart,
        key: IdempotencyKey
    ) async throws(DeliveryFailure) -> Receipt {
        throw failure
    }
}
