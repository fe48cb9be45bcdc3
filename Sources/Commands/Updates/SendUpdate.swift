import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Sends a status update.
struct SendUpdate: Verb, TakesStandardInput {
    static let row = CommandRow(
        "update send",
        "write and send a status update",
        [.init("u")],
        footer: "update",
        help: "Send a status update and wait for the receipts.",
        arguments: [
            .positional(
                "text",
                .text,
                field: .init(
                    "text",
                    hint: "what happened, what to do, what still works",
                    isLong: true,
                    isNeeded: true
                )
            ),
            .option(
                "next",
                .duration,
                fill: .cursorIfAny(.updateInterval),
                field: .init("next update in", hint: "30m, or empty for no promise"),
                blank: ["--next=none"]
            ),
            .option(
                "channel",
                .channel,
                fill: .cursorIfAny(.channels),
                field: .init("channels", hint: "names apart by spaces", isNeeded: true),
                many: .repeated
            ), .option("wait", .duration), .incident,
        ],
        form: CommandForm(
            "Update #{number} of {incident}",
            draft: "update",
            preview: .init(
                "Send update #{number} of {incident} to {channel}?",
                verb: "send it to {channel}"
            )
        )
    )

    @Argument(help: "The text; '-' reads it from standard input.")
    var text: String
    @Option(help: ArgumentHelp("Where to; all channels when left out.", valueName: "name"))
    var channel: [String] = []
    @Option(
        help: ArgumentHelp(
            "When the next one comes: 30m; 'none' promises nothing.",
            valueName: "duration"
        )
    )
    var next: String?
    @Option(help: ArgumentHelp("How long to wait for receipts.", valueName: "duration"))
    var wait = "20s"
    @OptionGroup var incident: IncidentOption

    var fleetNeed: FleetNeed { .required }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let channels = try chosenChannels(of: situation.fleet)
        let wait = try situation.duration(wait, "wait", examples: "20s", takesZero: true)
        let incident = try situation.incident(incident)
        let command = Command.update(
            .sendUpdate(
                incident.id,
                text: text,
                channels: channels,
                nextDue: try due(incident, in: situation)
            )
        )
        return CommandPlan([command], shows: .receipts(incident.id, number: nil, wait: wait))
    }

    private func chosenChannels(of fleet: Fleet?) throws(CommandProblem) -> [ChannelID] {
        let known = fleet?.channels.map(\.id) ?? []
        for name in channel where !known.contains(ChannelID(name)) {
            let names = known.map(\.rawValue).joined(separator: ", ")
            throw CommandProblem(
                "there is no channel '\(name)'; channels: \(names)",
                argument: "channel"
            )
        }
        return channel.isEmpty ? known : channel.map { ChannelID($0) }
    }

    private func due(
        _ incident: IncidentState,
        in situation: CommandSituation
    ) throws(CommandProblem) -> Timestamp? {
        guard let next else { return incident.severity.updateInterval.map { situation.now + $0 } }
        if next == "none" { return nil }
        return situation.now
            + (try situation.duration(next, "next", examples: "30m, 2h or none", takesZero: true))
    }
}
