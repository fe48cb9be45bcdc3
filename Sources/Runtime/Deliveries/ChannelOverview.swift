import Broadcasting
package import FleetModel
package import IncidentLog
package import Primitives

/// A channel of the fleet file as people look it over, without its secrets.
///
/// What it is for, what it takes and what became of the last message.
package struct ChannelOverview: Sendable {
    /// The channel's name.
    package let id: ChannelID
    /// The service's word.
    package let kind: String
    /// From which urgency on signals go there by themselves; nil for none.
    package let signals: SignalPriority?
    /// The greatest length of one message; nil when the channel cannot be used.
    package let longestMessage: Int?
    /// What the length is counted in: `characters` or `bytes`.
    package let unit: String?
    /// Why it cannot be used; nil when it can.
    package let problem: String?
    /// What became of the last message; nil before the first.
    package let last: Delivery?

    /// What became of a message.
    package struct Delivery: Equatable, Sendable {
        /// When it is known since.
        package let at: Timestamp
        /// Whether the service took it.
        package let isDelivered: Bool
        /// What it was about: `INC-0007 update #3` or a signal.
        package let subject: String
        /// The receipt, or why there is none.
        package let detail: String
    }

    /// The overview of a channel after these entries, which stand in the order of the log.
    package init(_ channel: ChannelSpec, entries: [Entry]) {
        id = channel.id
        kind = channel.service.kind
        signals = channel.signals
        let limits = channel.service.limits
        longestMessage = limits?.longestPart
        unit = limits?.unit.word
        problem = channel.service.problem
        last = entries.reversed().lazy.compactMap { Self.delivery($0, on: channel.id) }.first
    }

    /// Whether an entry tells of a delivery, which is all that an overview looks at.
    package static func isDelivery(_ entry: Entry) -> Bool {
        switch entry.event {
        case .update(.delivered), .update(.attemptFailed), .update(.gaveUp), .signal(.notified),
            .signal(.notNotified):
            true
        case .update, .signal, .delivery, .incident, .timeline, .checklist, .impact, .fleet,
            .watch, .log, .unknown:
            false
        }
    }

    private static func delivery(_ entry: Entry, on channel: ChannelID) -> Delivery? {
        let incident = entry.incident?.rawValue ?? ""
        func made(_ isDelivered: Bool, _ subject: String, _ detail: String) -> Delivery {
            Delivery(
                at: entry.occurredAt,
                isDelivered: isDelivered,
                subject: subject,
                detail: detail
            )
        }
        switch entry.event {
        case .update(.delivered(let number, channel, let receipt, _)):
            return made(true, "\(incident) update #\(number)", receipt)
        case .update(.attemptFailed(let number, channel, let reason, _, _)),
            .update(.gaveUp(let number, channel, let reason, _)):
            return made(false, "\(incident) update #\(number)", reason)
        case .signal(.notified(let signal, _, channel, let receipt)):
            return made(true, "signal \(signal)", receipt)
        case .signal(.notNotified(let signal, _, channel, let reason)):
            return made(false, "signal \(signal)", reason)
        case .update, .signal, .delivery, .incident, .timeline, .checklist, .impact, .fleet, .watch,
            .log,
            .unknown:
            return nil
        }
    }
}
