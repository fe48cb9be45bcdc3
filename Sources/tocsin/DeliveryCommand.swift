import IncidentLog
import ArgumentParser
import Primitives

/// `tocsin delivery`: looks after single deliveries.
struct DeliveryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delivery",
        abstract: "Look after single deliveries.",
        subcommands: [UpdateCommand.List.self] + VerbCommands.group("delivery")
    )
}
