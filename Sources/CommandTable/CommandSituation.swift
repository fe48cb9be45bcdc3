package import FleetModel
package import IncidentLog
package import Primitives

/// What words are read against: the moment, the person, the log and the fleet.
package struct CommandSituation: Sendable {
    /// The present moment.
    package let now: Timestamp
    /// How far clock times without `Z` are ahead of UTC.
    package let zone: Duration
    /// Who asks.
    package let author: String
    /// What the log tells.
    package let log: LogState
    /// The fleet; nil when none is known.
    package let fleet: Fleet?
    /// Whether what is declared is a drill.
    package let isDrill: Bool
    /// The plan that a file holds.
    package let planFile: PlanFileReader
    /// What speaks for and against a change; nil when nothing is known of the nodes.
    package let preflight: @Sendable (ChangeState) -> [PreflightResult]?
    /// The entry of a number; nil when there is none.
    package let entry: @Sendable (Int64) -> Entry?

    /// Reads the plan that a file holds, by its path.
    package typealias PlanFileReader =
        @Sendable (String) throws(CommandProblem) -> ChangePlan

    /// Where no plan file can be read.
    package static let noPlanFile: PlanFileReader = { path throws(CommandProblem) in
        throw CommandProblem(
            "the file \(path) is read on the command line only: tocsin change plan \(path)"
        )
    }

    /// A situation.
    package init(
        now: Timestamp,
        zone: Duration = .zero,
        author: String,
        log: LogState,
        fleet: Fleet?,
        isDrill: Bool = false,
        planFile: @escaping PlanFileReader = noPlanFile,
        preflight: @escaping @Sendable (ChangeState) -> [PreflightResult]? = { _ in nil },
        entry: @escaping @Sendable (Int64) -> Entry?
    ) {
        self.now = now
        self.zone = zone
        self.author = author
        self.log = log
        self.fleet = fleet
        self.isDrill = isDrill
        self.planFile = planFile
        self.preflight = preflight
        self.entry = entry
    }
}
