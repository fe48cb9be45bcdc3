import FleetModel
import Primitives
import Runtime

/// Channels for people and for machines.
enum ChannelReport {
    static func show(_ channels: [ChannelOverview], asJSON: Bool) {
        if asJSON {
            Output.json(JSONText.array(channels.map(json)))
            return
        }
        var table = Table("CHANNEL", "KIND", "FOR", "ONE MESSAGE", "LAST", "WHAT", "DETAIL")
        for channel in channels {
            table.add(
                channel.id.rawValue,
                channel.kind,
                purpose(channel.signals),
                longest(channel),
                channel.last.map { last in
                    "\(last.isDelivered ? "✓" : "✗") \(last.at.date) \(last.at.hourMinute)Z"
                } ?? "-",
                channel.last?.subject ?? "-",
                channel.problem ?? channel.last?.detail ?? "-"
            )
        }
        table.show(empty: "the fleet file names no channels")
    }

    static func show(_ test: ChannelTest, asJSON: Bool) {
        if asJSON {
            Output.json(JSONText.object(members(test)))
            return
        }
        var table = Table("CHANNEL", "KIND", "STATE", "TOOK", "RECEIPT OR REASON", "LINK")
        let (state, detail, link) = words(test.outcome)
        table.add(
            test.channel.id.rawValue,
            test.channel.service.kind,
            state,
            test.took.brief,
            detail,
            link ?? "-"
        )
        table.show(empty: "")
    }

    private static func purpose(_ signals: SignalPriority?) -> String {
        switch signals {
        case .critical: "updates, critical signals"
        case .warning: "updates, all signals"
        case nil: "updates"
        }
    }

    private static func longest(_ channel: ChannelOverview) -> String {
        guard let longest = channel.longestMessage, let unit = channel.unit else { return "-" }
        return "\(longest) \(unit)"
    }

    private static func words(
        _ outcome: ChannelTest.Outcome
    ) -> (state: String, detail: String, link: String?) {
        switch outcome {
        case .delivered(let receipt, let link): ("delivered", receipt, link)
        case .failed(let reason, canPass: true): ("failed, may pass", reason, nil)
        case .failed(let reason, canPass: false): ("failed", reason, nil)
        }
    }

    private static func json(_ channel: ChannelOverview) -> JSONText {
        .object([
            ("name", .text(channel.id.rawValue)), ("kind", .text(channel.kind)),
            ("updates", .flag(true)), ("signals", .text(channel.signals?.rawValue)),
            ("longest", channel.longestMessage.map { .number($0) }),
            ("unit", .text(channel.unit)), ("problem", .text(channel.problem)),
            (
                "last",
                channel.last.map { last in
                    .object([
                        ("at", .time(last.at)), ("delivered", .flag(last.isDelivered)),
                        ("what", .text(last.subject)),
                        (last.isDelivered ? "receipt" : "reason", .text(last.detail)),
                    ])
                }
            ),
        ])
    }

    private static func members(_ test: ChannelTest) -> [(String, JSONText?)] {
        let head: [(String, JSONText?)] = [
            ("channel", .text(test.channel.id.rawValue)),
            ("kind", .text(test.channel.service.kind)),
        ]
        let outcome: [(String, JSONText?)] =
            switch test.outcome {
            case .delivered(let receipt, let link):
                [("delivered", .flag(true)), ("receipt", .text(receipt)), ("link", .text(link))]
            case .failed(let reason, let canPass):
                [
                    ("delivered", .flag(false)), ("reason", .text(reason)),
                    ("canPass", .flag(canPass)),
                ]
            }
        return head + outcome + [("milliseconds", .number(Int(test.took.milliseconds)))]
    }
}
