import IncidentLog
import ArgumentParser
import CommandTable
import Primitives

/// Tries a delivery again.
struct RetryDelivery: Verb {
    static let row = CommandRow(
        "delivery retry",
        "try a delivery again",
        [.init("r", in: .updates)],
        footer: "try again",
        help: "Try a delivery again now.",
        arguments: [
            .positional("number", .number, fill: .cursor(.update)),
            .positional("channel", .channel, fill: .choice), .option("wait", .duration),
            .incident,
        ],
        form: CommandForm(
            "",
            draft: nil,
            choice: "Try update #{update} again on",
            opens: .whenNeeded,
            preview: .init(
                "Send update #{number} to {channel} again?",
                verb: "send it to {channel}"
            )
        )
    )

    @Argument(help: "The number of the update.")
    var number: Int
    @Argument(help: "The channel.")
    var channel: String
    @Option(help: ArgumentHelp("How long to wait for the receipt.", valueName: "duration"))
    var wait = "20s"
    @OptionGroup var incident: IncidentOption

    var fleetNeed: FleetNeed { .required }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let wait = try situation.duration(wait, "wait", examples: "20s", takesZero: true)
        let id = try situation.incident(incident).id
        return CommandPlan(
            [.update(.retryDelivery(id, number: number, ChannelID(channel)))],
            shows: .receipts(id, number: number, wait: wait)
        )
    }
}
