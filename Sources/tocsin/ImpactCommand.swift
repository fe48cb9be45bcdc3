import FleetModel
import ArgumentParser
import IncidentLog
import Primitives
import Runtime

/// `tocsin impact`: who is harmed, from when to when.
struct ImpactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "impact",
        abstract: "Who is harmed, from when to when.",
        subcommands: [List.self] + VerbCommands.group("impact")
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List all impacts."
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            ImpactReport.show(try Invocation(common).readState(), asJSON: json.isOn)
        }
    }
}

/// Impacts for people and for machines.
enum ImpactReport {
    static func show(_ state: LogState, asJSON: Bool) {
        if asJSON {
            Output.json(JSONText.array(state.impacts.map(json)))
            return
        }
        let now = RealClock().now
        var table = Table("PARTY", "FROM", "TO", "LASTED", "CAUSE", "INCIDENT", "HOW")
        for impact in state.impacts {
            table.add(
                impact.party.rawValue,
                "\(impact.from.date) \(impact.from.hourMinute)Z",
                impact.to.map { "\($0.date) \($0.hourMinute)Z" } ?? standing(impact),
                ((impact.to ?? now) - impact.from).brief,
                impact.cause.rawValue,
                impact.incident?.rawValue ?? "-",
                impact.kind + (impact.residualReason.map { " (\($0))" } ?? "")
            )
        }
        table.show(empty: "nobody was affected yet")
    }

    private static func standing(_ impact: ImpactWindow) -> String {
        if impact.to != nil { return "over" }
        return impact.residualReason == nil ? "open" : "accepted"
    }

    private static func json(_ impact: ImpactWindow) -> JSONText {
        .object([
            ("party", .text(impact.party.rawValue)), ("kind", .text(impact.kind)),
            ("from", .time(impact.from)), ("to", .time(impact.to)),
            ("state", .text(standing(impact))), ("cause", .text(impact.cause.rawValue)),
            ("incident", .text(impact.incident?.rawValue)),
            ("residual", .text(impact.residualReason)),
        ])
    }
}
