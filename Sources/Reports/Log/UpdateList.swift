package import IncidentLog
package import Primitives

/// The updates of an incident, and where each delivery stands.
package struct UpdateList: ListReport {
    /// The updates, the oldest first.
    package let rows: [Row]

    /// One update.
    package struct Row: Encodable, Sendable {
        let number: Int
        let at: Timestamp
        let author: String
        let text: String
        let deliveries: [Delivery]

        init(_ update: StatusUpdate) {
            number = update.number
            at = update.at
            author = update.author.name
            text = update.text
            deliveries = update.channels.map { Delivery(update.deliveries[$0], on: $0) }
        }
    }

    /// Where an update stands on one channel; `detail` says the rest in words.
    struct Delivery: Encodable, Sendable {
        let channel: ChannelID
        let state: String
        let detail: String
        var reason: String?
        var attempt: Int?
        var nextAttemptAt: Timestamp?
        var receipt: String?
        var at: Timestamp?

        init(_ delivery: StatusUpdate.Delivery?, on channel: ChannelID) {
            self.channel = channel
            switch delivery {
            case .queued, nil: (state, detail) = ("queued", "")
            case .retrying(let reason, let attempt, let moment):
                state = "retrying"
                detail = "try \(attempt): \(reason); again \(moment.clock)Z"
                (self.reason, self.attempt, nextAttemptAt) = (reason, attempt, moment)
            case .delivered(let receipt, let moment):
                (state, detail) = ("delivered", receipt)
                (self.receipt, at) = (receipt, moment)
            case .failed(let reason, let attempt):
                (state, detail) = ("failed", "after \(attempt): \(reason)")
                (self.reason, self.attempt) = (reason, attempt)
            }
        }
    }

    /// These updates.
    package init(_ updates: [StatusUpdate]) {
        rows = updates.map(Row.init)
    }

    /// A row a delivery.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "UPDATE",
            "AT",
            "BY",
            "CHANNEL",
            "STATE",
            "RECEIPT OR REASON",
            "TEXT",
            spare: ["BY", "RECEIPT OR REASON"],
            empty: "no update was sent yet"
        )
        for update in rows {
            for delivery in update.deliveries {
                table.add(
                    "#\(update.number)",
                    "\(update.at.hourMinute)Z",
                    update.author,
                    delivery.channel.rawValue,
                    delivery.state,
                    delivery.detail,
                    String(update.text.prefix(40))
                )
            }
        }
        return [.table(table)]
    }
}
