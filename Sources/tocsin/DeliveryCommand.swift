import IncidentLog
import ArgumentParser
import Primitives

/// `tocsin delivery`: looks after single deliveries.
struct DeliveryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delivery",
        abstract: "Look after single deliveries.",
        subcommands: [UpdateCommand.List.self, Retry.self]
    )

    struct Retry: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry",
            abstract: "Try a delivery again now."
        )

        @Argument(help: "The number of the update.")
        var number: Int
        @Argument(help: "The channel.")
        var channel: String
        @Option(help: ArgumentHelp("How long to wait for the receipt.", valueName: "duration"))
        var wait = "20s"
        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let fleet = try invocation.fleet()
            let patience = try Typed.wait(wait)
            var id: IncidentID?
            _ = try invocation.perform { state throws(Failure) in
                let incident = try invocation.incident(incident.name, in: state)
                id = incident.id
                return .retryDelivery(incident.id, number: number, ChannelID(channel))
            }
            guard let id else { return }
            try DeliveryReport.settle(
                invocation,
                fleet,
                id,
                number,
                patience: patience,
                asJSON: json.isOn
            )
        }
    }
}
