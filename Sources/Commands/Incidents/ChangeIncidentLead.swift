import IncidentLog
import ArgumentParser
import CommandTable

/// Takes the lead of an incident, or gives it to somebody.
struct ChangeIncidentLead: Verb {
    static let row = CommandRow(
        "incident lead",
        "take or give the lead",
        [.init("L")],
        help: "Take or give the lead.",
        arguments: [
            .positional(
                "name",
                .person,
                isRequired: false,
                fill: .cursor(.me),
                field: .init("lead", hint: "a name", isNeeded: true)
            ), .incident,
        ],
        form: CommandForm("Lead of {incident}", draft: "lead")
    )

    @Argument(help: "Who leads; you when left out.")
    var name: String?
    @OptionGroup var incident: IncidentOption

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.incident(incident).id
        return CommandPlan(
            [.incident(.changeLead(id, to: name ?? situation.author))],
            shows: .incident(id)
        )
    }
}
