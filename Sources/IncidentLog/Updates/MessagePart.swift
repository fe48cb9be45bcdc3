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
    package static let drillMark = "[DRILL] "
    /// What follows the name of a message that people may have read before.
    package static let repeatMark = " (perhaps sent twice)"
}
