package import IncidentLog

/// How the stored form of an older version becomes the next one, when it is read.
///
/// What is stored stays as it is, and so do its digest and its name in the chain.
package struct EventUpgrade: Sendable {
    /// The name and version that is read.
    package let from: EventName
    /// The name and version that it becomes.
    package let to: EventName
    /// The payload of the next form; nil when the old one cannot be read.
    package let raise: @Sendable (String) -> String?

    /// A step from one form to the next.
    package init(
        from: EventName,
        to: EventName,
        raise: @escaping @Sendable (String) -> String?
    ) {
        self.from = from
        self.to = to
        self.raise = raise
    }

    /// Every step there is: no released form has been replaced yet.
    package static let all: [EventUpgrade] = []
}
