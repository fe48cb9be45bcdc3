package import FleetModel
package import IncidentLog

/// Reads a line that somebody of a drill decides: words of the command line.
///
/// The commands and their parser belong to whoever starts a drill; nothing that runs without a
/// screen needs them. What is said against a change is what the simulated nodes last told.
package typealias DrillReader =
    @Sendable (
        _ line: String,
        LogState,
        Fleet?,
        DecisionContext,
        _ preflight: @escaping @Sendable (ChangeState) -> [PreflightResult]?
    ) throws(Refusal) -> [Command]
