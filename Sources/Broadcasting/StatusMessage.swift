package import IncidentCore

/// A status update on its way to a channel.
package struct StatusMessage: Equatable, Sendable {
    /// The incident it is about.
    package let incident: IncidentID
    /// The update's number in its incident, from 1.
    package let number: Int
    /// The incident's title.
    package let title: String
    /// What is said.
    package let text: String
    /// Whether the incident is real or practice.
    package let mode: IncidentMode
    /// When the update was released.
    package let queuedAt: Timestamp

    /// An update of these parts.
    package init(
        incident: IncidentID,
        number: Int,
        title: String,
        text: String,
        mode: IncidentMode,
        queuedAt: Timestamp
    ) {
        self.incident = incident
        self.number = number
        self.title = title
        self.text = text
        self.mode = mode
        self.queuedAt = queuedAt
    }
}

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

    /// What people read: the heading, and the text below it.
    package var text: String {
        body.isEmpty ? heading : heading + "\n" + body
    }

    /// What every text of a drill begins with.
    static let drillMark = "[DRILL] "
}
