import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Say what was decided.
struct EndClock: Verb {
    static let row = CommandRow(
        "clock end",
        "it was decided",
        help: "Say what was decided.",
        arguments: [
            .positional(
                "clock",
                .number,
                field: .init("clock", hint: "its number", isNeeded: true)
            ),
            .option(
                "outcome",
                .text,
                isRequired: true,
                field: .init("outcome", hint: "what came out", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("It was decided", draft: nil)
    )

    @Argument(help: "The number of the clock.")
    var clock: Int
    @Option(help: "What came out.")
    var outcome: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan([.clock(.end(id, clock, outcome: outcome))], shows: .clocks(id))
    }
}
