import CommandTable
import ConfigFiles
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Runtime

// What commands about changes ask of the world outside.
extension Invocation {
    /// The plan that a file holds.
    static func plan(in path: String) throws(CommandProblem) -> ChangePlan {
        let text: String
        do throws(FileText.Failure) {
            text = try FileText.read(path)
        } catch {
            throw CommandProblem(error.message, argument: "what")
        }
        let (plan, problems) = PlanFile.read(text, file: path)
        let mistakes = problems.filter(\.isError).map(\.description).joined(separator: "\n")
        guard let plan else { throw CommandProblem(mistakes, argument: "what") }
        if let warning = problems.first { Self.warnOnce(warning.description) }
        return plan
    }

    /// Asks every node once, and says what speaks for and against a change.
    func preflight(
        of change: ChangeState,
        _ fleet: Fleet,
        _ log: LogState
    ) -> [PreflightResult] {
        let look = FleetLook(at: fleet, self)
        let readings = look.snapshot.readings
        return Preflight(of: change, look.fleet, readings, log, at: RunTime.now).results()
    }
}
