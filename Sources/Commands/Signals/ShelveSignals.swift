import IncidentLog
import Primitives
import ArgumentParser
import CommandTable

/// Shelves signals for a while.
struct ShelveSignals: Verb {
    static let row = CommandRow(
        "signal shelve",
        "shelve for a while",
        [.init("s", in: .signals), .init("s", in: .situation)],
        footer: "shelve",
        help: "Shelve signals for a while; they come back by themselves.",
        arguments: [
            .positional("id", .signal, fill: .cursor(.signal), many: .repeated),
            .option(
                "for",
                .duration,
                isRequired: true,
                fill: .text("1h"),
                field: .init("for", hint: "30m, 2h, 3d; 7 days at most", isNeeded: true)
            ),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "why it may wait", isNeeded: true)
            ),
        ],
        form: CommandForm("Shelve {id}", draft: "shelve {id}")
    )

    @Argument(help: ArgumentHelp("The signals.", valueName: "id"))
    var ids: [String]
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("For how long: 30m, 2h, 3d; 7 days at most.", valueName: "duration")
    )
    var duration: String
    @Option(help: "Why it may wait.")
    var reason: String

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let until = situation.now + (try situation.duration(duration, "for"))
        return .signals(ids) { .shelve($0, until: until, reason: reason) }
    }
}
