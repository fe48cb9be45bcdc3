import IncidentLog
import ArgumentParser
import CommandTable

/// Takes command of an incident, or gives it to somebody.
struct ChangeIncidentCommander: Verb {
    static let row = CommandRow(
        "incident commander",
        "take or give command",
        [.init("L")],
        help: "Take or give command.",
        arguments: [
            .positional(
                "name",
                .person,
                isRequired: false,
                fill: .cursor(.me),
                field: .init("commander", hint: "a name", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("Commander of {incident}", draft: "commander")
    )

    @Argument(help: "Who commands; you when left out.")
    var name: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan(
            [.incident(.changeCommander(id, to: name ?? situation.author))],
            shows: .incident(id)
        )
    }
}
