package import FleetModel
package import IncidentLog
import Primitives

extension ChannelList {
    /// The channels of a fleet after these entries, which stand in the order of the log.
    package init(_ channels: [ChannelSpec], entries: [Entry]) {
        self.init(
            channels.map { channel in
                let last = entries.reversed().lazy.compactMap { Self.last($0, on: channel.id) }
                return Row(channel, last: last.first)
            }
        )
    }

    /// Whether an entry tells of a delivery, which is all that this list looks at.
    package static func isDelivery(_ entry: Entry) -> Bool {
        switch entry.event {
        case .update(.delivered), .update(.attemptFailed), .update(.gaveUp), .signal(.notified),
            .signal(.notNotified):
            true
        case .update, .signal, .delivery, .incident, .timeline, .role, .task, .advice, .clock,
            .attendance, .checklist, .impact, .fleet,
            .watch, .log, .change, .policy, .baseline, .unknown:
            false
        }
    }

    private static func last(_ entry: Entry, on channel: ChannelID) -> Last? {
        let incident = entry.incident?.rawValue ?? ""
        func made(_ isDelivered: Bool, _ subject: String, _ detail: String) -> Last {
            Last(at: entry.occurredAt, isDelivered: isDelivered, subject: subject, detail: detail)
        }
        switch entry.event {
        case .update(.delivered(let number, channel, let receipt, _)):
            return made(true, "\(incident) update #\(number)", receipt)
        case .update(.attemptFailed(let number, channel, let reason, _, _)),
            .update(.gaveUp(let number, channel, let reason, _)):
            return made(false, "\(incident) update #\(number)", reason)
        case .signal(.notified(let signal, _, channel, let receipt, _)):
            return made(true, "signal \(signal)", receipt)
        case .signal(.notNotified(let signal, _, channel, let reason, _)):
            return made(false, "signal \(signal)", reason)
        case .update, .signal, .delivery, .incident, .timeline, .role, .task, .advice, .clock,
            .attendance, .checklist, .impact, .fleet, .watch,
            .change, .log,
            .policy, .baseline, .unknown:
            return nil
        }
    }
}
