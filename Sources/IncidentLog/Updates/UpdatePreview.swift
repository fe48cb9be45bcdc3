package import FleetModel
package import Primitives

/// A status update that is not released yet, as its channels will be sent it.
package struct UpdatePreview: Equatable, Sendable {
    /// The incident that it is about.
    package let incident: IncidentID
    /// The number that it will have, from 1.
    package let number: Int
    /// Whether it goes into the sink of a drill instead.
    package let isDrill: Bool
    /// What each channel is sent, in the order chosen.
    package let messages: [ChannelMessage]
    /// When the next update is promised; nil for no promise.
    package let nextDue: Timestamp?
}

extension LogState {
    /// What the channels will be sent if this update is released now; nil for another command.
    ///
    /// Channels that the fleet does not have are left out: nothing can be sent there.
    /// - Throws: What the rule book says against releasing it.
    package func preview(
        of command: Command,
        to channels: [ChannelSpec],
        in context: DecisionContext
    ) throws(Refusal) -> UpdatePreview? {
        guard case .update(.sendUpdate(let id, _, _, _)) = command else { return nil }
        let decisions = try decide(command, in: context)
        guard
            case .update(.queued(let number, let text, let chosen, let nextDue))? =
                decisions.first?.event
        else { return nil }
        let message = StatusMessage(
            text,
            number: number,
            of: try knownIncident(id),
            queuedAt: context.occurredAt
        )
        return UpdatePreview(
            incident: id,
            number: number,
            isDrill: message.mode == .drill,
            messages: chosen.compactMap { name in
                channels.first { $0.id == name }.map { ChannelMessage(message, to: $0) }
            },
            nextDue: nextDue
        )
    }
}
