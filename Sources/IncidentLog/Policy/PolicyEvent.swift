package import Primitives

/// What happened to the exceptions from the release policy of a fleet.
package enum PolicyEvent: EventFamily {
    /// Somebody asked that a version may run which is no release.
    ///
    /// `nodes` is empty for all; `update` is the number, in the incident of the entry, of the
    /// update that informed the parties; `exitPlan` says how the fleet comes back to a release.
    case exceptionRequested(
        exception: ExceptionID,
        fleet: String?,
        nodes: [NodeID],
        version: String,
        reasonClass: PolicyException.ReasonClass,
        text: String,
        expires: Timestamp,
        exitPlan: String,
        update: Int
    )
    /// A second person agreed to it.
    case exceptionApproved(exception: ExceptionID)
    /// It was ended before its time, or withdrawn before it was approved.
    case exceptionEnded(exception: ExceptionID, reason: String)

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case exceptionRequested
        case exceptionApproved
        case exceptionEnded
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .exceptionRequested: .exceptionRequested
        case .exceptionApproved: .exceptionApproved
        case .exceptionEnded: .exceptionEnded
        }
    }

    /// The exception that it is about.
    package var exception: ExceptionID {
        switch self {
        case .exceptionRequested(let id, _, _, _, _, _, _, _, _), .exceptionApproved(let id),
            .exceptionEnded(let id, _):
            id
        }
    }
}
