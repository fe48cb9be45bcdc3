package import Primitives

/// Something that is asked for about the release policy.
package enum PolicyCommand: Equatable, Sendable {
    /// Ask that a version may run which is no release; nodes are empty for all, and without
    /// `expires` it ends after `PolicyException.usualSpan`.
    case requestException(
        IncidentID,
        version: String,
        nodes: [NodeID],
        reasonClass: PolicyException.ReasonClass,
        text: String,
        exitPlan: String,
        expires: Timestamp?,
        update: Int?
    )
    /// Agree to an exception that somebody else asked for.
    case approveException(ExceptionID)
    /// End an exception, or withdraw the request for one.
    case endException(ExceptionID, reason: String)
}
