import IncidentCore

/// Why one request of a probe gave nothing usable.
struct ProbeFailure: Error, Equatable {
    /// The reason for a person.
    var reason: FailureReason
    /// Whether the server sent a complete HTTP answer, though not the wanted one.
    var isAnswer: Bool

    /// No HTTP answer came.
    static func silent(_ reason: FailureReason) -> Self {
        Self(reason: reason, isAnswer: false)
    }

    /// An HTTP answer came that is of no use.
    static func answered(_ reason: FailureReason) -> Self {
        Self(reason: reason, isAnswer: true)
    }
}
