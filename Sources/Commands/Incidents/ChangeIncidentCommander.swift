import IncidentLog
import ArgumentParser
import CommandTable

/// Takes command of an incident, or offers it to somebody.
struct ChangeIncidentCommander: Verb {
    static let row = CommandRow(
        "incident commander",
        "take or offer command",
        [.init("L")],
        help: "Take command, accept it when it was offered, or offer it to somebody.",
        arguments: [
            .positional(
                "name",
                .person,
                isRequired: false,
                fill: .cursor(.me),
                field: .init("commander", hint: "a name", isNeeded: true)
            ), .option("reason", .text, field: .init("why", hint: "to take it from somebody")),
            .incident,
        ],
        form: CommandForm("Commander of {incident}", draft: "commander")
    )

    @Argument(help: "Who commands; you when left out.")
    var name: String?
    @Option(help: "Why; needed to take the command from whoever has it.")
    var reason: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan(
            [.incident(.changeCommander(id, to: name ?? situation.author, reason: reason))],
            shows: .incident(id)
        )
    }
}
