import CommandTable
package import FleetModel
package import IncidentLog
import Primitives

extension Verbs {
    /// What a line of a drill asks for: words typed as on the command line, without the program's
    /// name.
    ///
    /// - Parameters:
    ///   - fleet: The fleet that the drill is about.
    ///   - context: Who asks, and when.
    ///   - preflight: What speaks for and against a change; nil when nothing is known of the nodes.
    /// - Throws: What is wrong with the words.
    package static func drillCommands(
        _ line: String,
        _ log: LogState,
        _ fleet: Fleet?,
        _ context: DecisionContext,
        _ preflight: @escaping @Sendable (ChangeState) -> [PreflightResult]? = { _ in nil }
    ) throws(Refusal) -> [Command] {
        let words = CommandCall.words(in: line)
        let call = CommandCall(
            words.prefix(2).joined(separator: " "),
            typed: Array(words.dropFirst(2))
        )
        let situation = CommandSituation(
            now: context.now,
            author: context.actor.name,
            log: log,
            fleet: fleet,
            isDrill: true,
            preflight: preflight
        ) { _ in nil }
        do throws(CommandProblem) {
            return try book.read(call, situation).commands
        } catch {
            throw Refusal(
                error.isHeld ? .held : .invalid,
                "'\(line)': \(error.message)",
                argument: error.argument
            )
        }
    }
}
