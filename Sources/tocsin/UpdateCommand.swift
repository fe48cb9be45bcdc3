import ArgumentParser
import FleetModel
import IncidentLog
import Primitives
import Runtime

/// `tocsin update`: tells people what is going on.
struct UpdateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Tell people what is going on.",
        subcommands: [Send.self, List.self]
    )

    struct Send: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "send",
            abstract: "Send a status update and wait for the receipts."
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
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let fleet = try invocation.fleet()
            let channels = try chosenChannels(of: fleet)
            let patience = try Typed.wait(wait)
            let body = text == "-" ? try Invocation.standardInput() : text
            let (entries, _) = try invocation.perform { state throws(Failure) in
                let incident = try invocation.incident(incident.name, in: state)
                return .sendUpdate(
                    incident.id,
                    text: body,
                    channels: channels,
                    nextDue: try due(incident)
                )
            }
            // Somebody else may have released an update meanwhile: the entry tells our number.
            guard let entry = entries.first, let id = entry.incident,
                case .update(.queued(let number, _, _, _)) = entry.event
            else { return }
            try DeliveryReport.settle(
                invocation,
                fleet,
                id,
                number,
                patience: patience,
                asJSON: json.isOn
            )
        }

        private func chosenChannels(of fleet: Fleet) throws(Failure) -> [ChannelID] {
            let known = fleet.channels.map(\.id)
            for name in channel where !known.contains(ChannelID(name)) {
                let names = known.map(\.rawValue).joined(separator: ", ")
                throw Failure(.usage, "there is no channel '\(name)'; channels: \(names)")
            }
            return channel.isEmpty ? known : channel.map { ChannelID($0) }
        }

        private func due(_ incident: IncidentState) throws(Failure) -> Timestamp? {
            let now = RealClock().now
            guard let next else { return incident.severity.updateInterval.map { now + $0 } }
            if next == "none" { return nil }
            return now + (try Typed.duration(next, examples: "30m, 2h or none"))
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List updates and where each delivery stands."
        )

        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState().state
            DeliveryReport.show(
                try invocation.incident(incident.name, in: state).updates,
                asJSON: json.isOn
            )
        }
    }
}
