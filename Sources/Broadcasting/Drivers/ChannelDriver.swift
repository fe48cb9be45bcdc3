import FleetModel

/// How messages reach a kind of channel.
///
/// The conformance of a kind is all that is needed: no list names the drivers, and a test proves
/// that every kind of `ChannelKinds` has one.
protocol ChannelDriver: ChannelKind {
    /// A channel with these settings.
    ///
    /// - Throws: A permanent failure that says which setting cannot be right.
    static func open(
        _ settings: ChannelSettings,
        over transport: ServiceTransport
    ) throws(DeliveryFailure) -> any Channel
}
