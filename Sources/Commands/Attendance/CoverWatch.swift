import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Say who watches, from when to when.
struct CoverWatch: Verb {
    static let row = CommandRow(
        "watch cover",
        "say who watches, and when",
        help: "Say who watches, from when to when.",
        arguments: [
            .option("by", .person, field: .init("who", hint: "you when empty")),
            .option("from", .time, field: .init("from", hint: "empty for now")),
            .option(
                "to",
                .time,
                isRequired: true,
                field: .init("to", hint: "8h, 08:00Z or a date", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("Who watches {incident}", draft: nil)
    )

    @Option(help: "Who watches; you when left out.")
    var by: String?
    @Option(help: ArgumentHelp("From when; now when left out.", valueName: "time"))
    var from: String?
    @Option(help: ArgumentHelp("Until when: 8h, 08:00 (UTC) or a date.", valueName: "time"))
    var to: String
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        let from = try situation.momentIfAny(from, "from")
        let to = try situation.moment(to, "to")
        return CommandPlan(
            [
                .attendance(
                    .cover(id, by: by ?? situation.author, from: from ?? situation.now, to: to)
                )
            ],
            shows: .incident(id)
        )
    }
}
