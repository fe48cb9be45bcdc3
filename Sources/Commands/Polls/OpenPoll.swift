import ArgumentParser
import CommandTable
import IncidentLog
import Primitives

/// Asks those whom a change affects.
struct OpenPoll: Verb {
    static let row = CommandRow(
        "poll open",
        "ask those affected",
        [.init("a", in: .changes)],
        footer: "ask",
        help: "Ask those whom a change affects: go or no-go.",
        discussion: """
            All parties of the fleet are asked and all must agree, unless it is said otherwise; \
            silence is no agreement. People have 24 h and a GO holds as long; in an incident 15 \
            and 60 minutes.
            """,
        arguments: [
            .change, .option("voters", .party, many: .joined),
            .option("advisory", .party, many: .joined), .option("agree", .number),
            .option("within", .duration), .option("valid", .duration),
        ],
        form: .none()
    )

    @OptionGroup var target: ChangeOption
    @Option(help: ArgumentHelp("Those who are asked, apart by commas.", valueName: "parties"))
    var voters: String?
    @Option(
        help: ArgumentHelp(
            "Those among them whose agreement is not waited for.",
            valueName: "parties"
        )
    )
    var advisory: String?
    @Option(
        help: ArgumentHelp(
            "How many of the others must agree; all when left out.",
            valueName: "number"
        )
    )
    var agree: Int?
    @Option(help: ArgumentHelp("How long they have to answer.", valueName: "duration"))
    var within: String?
    @Option(help: ArgumentHelp("For how long a GO holds.", valueName: "duration"))
    var valid: String?

    var fleetNeed: FleetNeed { .ifAny }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let id = try situation.change(target.change).id
        func parties(_ text: String?) -> [PartyID] {
            (text ?? "").split(separator: ",").map { PartyID(String($0)) }
        }
        func span(_ text: String?, _ name: String) throws(CommandProblem) -> Duration? {
            guard let text else { return nil }
            return try situation.duration(text, name)
        }
        let command = ChangeCommand.openPoll(
            id,
            voters: parties(voters),
            advisory: parties(advisory),
            agree: agree,
            answerWithin: try span(within, "within"),
            valid: try span(valid, "valid")
        )
        return CommandPlan([.change(command)], shows: .board(id))
    }
}
