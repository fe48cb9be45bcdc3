package import FleetModel
package import IncidentLog

/// Reads a line that somebody of a drill decides: words of the command line.
///
/// The commands and their parser belong to whoever starts a drill; nothing that runs without a
/// screen needs them.
package typealias DrillReader =
    @Sendable (_ line: String, LogState, Fleet?, DecisionContext) throws(Refusal) -> [Command]
