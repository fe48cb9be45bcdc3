package import Primitives

/// Something that is asked for about status updates.
package enum UpdateCommand: Equatable, Sendable {
    /// Release an update to these channels; `nextDue` promises the next one.
    case sendUpdate(IncidentID, text: String, channels: [ChannelID], nextDue: Timestamp?)
    /// Write down what became of a delivery attempt.
    case settleDelivery(IncidentID, number: Int, ChannelID, DeliveryOutcome)
    /// Try a delivery again that was given up.
    case retryDelivery(IncidentID, number: Int, ChannelID)
}
