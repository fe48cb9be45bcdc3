import CommandTable
import FleetModel
import IncidentLog

extension CommandSituation {
    /// What an option gives as evidence; nil when it was left out or left empty.
    func proof(_ text: String?) -> Evidence? {
        guard let text, text.contains(where: { !$0.isWhitespace }) else { return nil }
        return evidence(text)
    }

    /// How well a moment is known; nil when nobody said.
    func confidence(_ word: String?) throws(CommandProblem) -> ImpactConfidence? {
        guard let word, word.contains(where: { !$0.isWhitespace }) else { return nil }
        return try choice(of: ImpactConfidence.self, word, "confidence", "a confidence")
    }

    /// The runbook of this name, of the fleet file or one that comes with the program.
    func runbook(_ name: String, _ argument: String) throws(CommandProblem)
        -> ChecklistDefinition
    {
        let known = Fleet.offeredRunbooks(of: fleet)
        if let found = known.first(where: { $0.name == name }) { return found }
        let names = known.map { "'\($0.name)'" }.joined(separator: ", ")
        throw CommandProblem(
            "there is no checklist '\(name)'; there are: \(names)",
            argument: argument
        )
    }
}
