import Primitives

/// Why one request of a probe gave nothing usable.
struct ProbeFailure: Error, Equatable {
    /// The reason for a person.
    var reason: FailureReason
    /// Whether the server sent a complete HTTP answer, though not the wanted one.
    var isAnswer: Bool

    /// Whether other calls of the same server may be answered all the same: gateways refuse single
    /// methods with a status and a page of theirs.
    ///
    /// Without credentials, or with too many requests, asking on makes it worse.
    var mayConcernOneCall: Bool {
        guard isAnswer else { return false }
        return switch reason {
        case .unauthorised(let status, _): status != 401
        case .status, .wrongAPI, .badBody: true
        case .invalidAddress, .refused, .timedOut, .unknownHost, .nameServerSilent, .unreachable,
            .connectionClosed, .tls, .rateLimited, .initialising, .adminDisabled, .relayNotMounted,
            .unsafeRefused, .tooLarge, .redirected, .missingText, .other:
            false
        }
    }

    /// No HTTP answer came.
    static func silent(_ reason: FailureReason) -> Self {
        Self(reason: reason, isAnswer: false)
    }

    /// An HTTP answer came that is of no use.
    static func answered(_ reason: FailureReason) -> Self {
        Self(reason: reason, isAnswer: true)
    }
}
