import FleetModel
import IncidentLog
package import Primitives

/// The channels of a fleet, without their secrets.
package struct ChannelList: ListReport {
    /// The channels in the order of the fleet file.
    package let rows: [Row]

    /// One channel.
    package struct Row: Encodable, Sendable {
        let name: ChannelID
        let kind: String
        /// A person chooses where an update goes: it may go anywhere.
        private let updates = true
        let signals: String?
        let longest: Int?
        let unit: String?
        let problem: String?
        let last: Last?

        init(_ channel: ChannelSpec, last: Last?) {
            let limits = channel.service.limits
            name = channel.id
            kind = channel.service.kind
            signals = channel.signals?.rawValue
            longest = limits?.longestPart
            unit = limits?.unit.word
            problem = channel.service.problem
            self.last = last
        }

        fileprivate var purpose: String {
            switch signals.flatMap(SignalPriority.init(rawValue:)) {
            case .critical: "updates, critical signals"
            case .warning: "updates, all signals"
            case nil: "updates"
            }
        }

        fileprivate var longestMessage: String {
            guard let longest, let unit else { return "-" }
            return "\(longest) \(unit)"
        }
    }

    /// What became of a message.
    struct Last: Encodable, Sendable {
        let at: Timestamp
        let delivered: Bool
        /// What it was about: `INC-0007 update #3` or a signal.
        let what: String
        private(set) var receipt: String?
        private(set) var reason: String?

        /// A message that the service took, or did not; `detail` is the receipt, or why there is
        /// none.
        init(at: Timestamp, isDelivered: Bool, subject: String, detail: String) {
            self.at = at
            delivered = isDelivered
            what = subject
            if isDelivered { receipt = detail } else { reason = detail }
        }
    }

    init(_ rows: [Row]) {
        self.rows = rows
    }

    /// A row a channel.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "CHANNEL",
            "KIND",
            "FOR",
            "ONE MESSAGE",
            "LAST",
            "WHAT",
            "DETAIL",
            spare: ["ONE MESSAGE", "WHAT", "KIND"],
            empty: "the fleet file names no channels"
        )
        for channel in rows {
            let last = channel.last
            table.add(
                channel.name.rawValue,
                channel.kind,
                channel.purpose,
                channel.longestMessage,
                last.map { "\($0.delivered ? "✓" : "✗") \($0.at.toMinute)" } ?? "-",
                last?.what ?? "-",
                channel.problem ?? last?.receipt ?? last?.reason ?? "-"
            )
        }
        return [.table(table)]
    }
}
