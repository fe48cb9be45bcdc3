import FleetModel

/// As much of a status update as fits into one message of a service.
package struct MessagePart: Equatable, Sendable {
    /// The update it is a part of.
    package let message: StatusMessage
    /// Its place among the parts, from 1.
    package let index: Int
    /// How many parts there are.
    package let count: Int
    /// The first line, such as `INC-0007 update #3 (1/3): relays unreachable`.
    package let heading: String
    /// The piece of the update's text.
    package let body: String

    /// What stands in the field for the title; nil where a message has none.
    package let title: String?
    /// The text that is sent: the piece of the update, below the heading unless the title is apart.
    package let text: String

    /// What every text of a drill begins with.
    package static let drillMark = "[DRILL] "
    /// What follows the name of a message that people may have read before.
    package static let repeatMark = " (perhaps sent twice)"

    init(
        _ message: StatusMessage,
        index: Int,
        count: Int,
        heading: String,
        body: String,
        limits: ChannelLimits
    ) {
        self.message = message
        self.index = index
        self.count = count
        self.heading = heading
        self.body = body
        guard limits.keepsTitleApart else {
            title = nil
            text = body.isEmpty ? heading : heading + "\n" + body
            return
        }
        let mark = message.mode.mark
        title =
            mark
            + MessageSplitter.clipped(
                message.title,
                to: Self.longestTitle,
                unit: limits.unit
            )
        text = mark + body
    }

    /// The longest title that a field of its own takes, in the unit of the channel.
    private static let longestTitle = 1000
}

extension IncidentMode {
    /// What every text of an incident of this sort begins with.
    var mark: String {
        switch self {
        case .real: ""
        case .drill: MessagePart.drillMark
        }
    }
}
