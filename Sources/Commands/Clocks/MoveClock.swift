import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Say that something is decided at another time.
struct MoveClock: Verb {
    static let row = CommandRow(
        "clock move",
        "it is decided at another time",
        help: "Say that something is decided at another time.",
        arguments: [
            .positional(
                "clock",
                .number,
                field: .init("clock", hint: "its number", isNeeded: true)
            ),
            .option(
                "at",
                .time,
                isRequired: true,
                field: .init("at", hint: "3d, 08:00Z or a date", isNeeded: true)
            ), .option("reason", .text, field: .init("why", hint: "if known")),
            .incident,
        ],
        form: CommandForm("A date was moved", draft: nil)
    )

    @Argument(help: "The number of the clock.")
    var clock: Int
    @Option(help: ArgumentHelp("When: 3d, 08:00 (UTC) or a date.", valueName: "time"))
    var at: String
    @Option(help: "Why.")
    var reason: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let due = try situation.moment(at, "at")
        return CommandPlan(
            [.clock(.move(id, clock, due: due, reason: reason))],
            shows: .clocks(id)
        )
    }
}
