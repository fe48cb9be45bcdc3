import Primitives

extension LogState {
    func decide(_ command: UpdateCommand, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        switch command {
        case .sendUpdate(let id, let body, let channels, let nextDue):
            let incident = try knownIncident(id)
            let body = try text(body, "the update")
            guard !channels.isEmpty else {
                throw Refusal(
                    .invalid,
                    "there is no channel to send to; add channels to the fleet file"
                )
            }
            if let nextDue, nextDue < context.occurredAt {
                throw Refusal(.invalid, "the next update cannot be promised for the past")
            }
            var once: [ChannelID] = []
            for channel in channels where !once.contains(channel) { once.append(channel) }
            return [
                Decision(
                    id,
                    .update(
                        .queued(
                            number: (incident.updates.last?.number ?? 0) + 1,
                            text: body,
                            channels: once,
                            nextDue: nextDue
                        )
                    )
                )
            ]
        case .settleDelivery(let id, let number, let channel, let outcome):
            let delivery = try delivery(id, number, channel)
            guard delivery.isPending else { return [] }
            return [Decision(id, .update(outcome.event(number: number, channel: channel)))]
        case .retryDelivery(let id, let number, let channel):
            let delivery = try delivery(id, number, channel)
            if try knownIncident(id).update(number)?.isRedacted == true {
                throw Refusal(.invalid, "the text of update #\(number) was redacted")
            }
            switch delivery {
            case .delivered:
                throw Refusal(.invalid, "update #\(number) was delivered on \(channel)")
            case .queued: return []
            case .retrying, .failed:
                return [Decision(id, .update(.requeued(number: number, channel: channel)))]
            }
        }
    }

    private func delivery(
        _ id: IncidentID,
        _ number: Int,
        _ channel: ChannelID
    ) throws(Refusal) -> StatusUpdate.Delivery {
        let incident = try knownIncident(id)
        guard let update = incident.update(number) else {
            throw Refusal(.invalid, "\(id) has no update #\(number)")
        }
        guard let delivery = update.deliveries[channel] else {
            throw Refusal(.invalid, "update #\(number) was not sent to '\(channel)'")
        }
        return delivery
    }
}

extension DeliveryOutcome {
    /// The event that keeps this outcome in the log.
    fileprivate func event(number: Int, channel: ChannelID) -> UpdateEvent {
        switch self {
        case .delivered(let receipt, let attempt):
            .delivered(number: number, channel: channel, receipt: receipt, attempt: attempt)
        case .failed(let reason, let attempt, let retryAt):
            .attemptFailed(
                number: number,
                channel: channel,
                reason: reason,
                attempt: attempt,
                retryAt: retryAt
            )
        case .gaveUp(let reason, let attempt):
            .gaveUp(number: number, channel: channel, reason: reason, attempt: attempt)
        }
    }
}
