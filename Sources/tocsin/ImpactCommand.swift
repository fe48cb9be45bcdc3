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
        subcommands: [List.self, Open.self, Close.self, Accept.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List all impacts."
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            ImpactReport.show(try Invocation(common).readState().state, asJSON: json.isOn)
        }
    }

    struct Open: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "open",
            abstract: "A party is affected."
        )

        @Argument(help: "The party.")
        var party: String
        @Option(help: "How: cannot connect, degraded, …")
        var kind: String
        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("Since when; now when left out.", valueName: "time")
        )
        var from: String?
        @Option(help: "original or mitigation.")
        var cause = "original"
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let cause = try Typed.cause(cause)
            let from = try Typed.time(from) ?? RealClock().now
            let invocation = Invocation(common)
            let fleet = try invocation.optionalFleet()?.name
            let (_, state) = try invocation.perform { state throws(Failure) in
                .openImpact(
                    state.newestOpenIncident(of: fleet)?.id,
                    party: PartyID(party),
                    kind: kind,
                    from: from,
                    cause: cause
                )
            }
            ImpactReport.show(state, asJSON: json.isOn)
        }
    }

    struct Close: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close",
            abstract: "A party is served again."
        )

        @Argument(help: "The party.")
        var party: String
        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("Since when; now when left out.", valueName: "time")
        )
        var at: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let time = try Typed.time(at) ?? RealClock().now
            let (_, state) = try Invocation(common).perform { _ throws(Failure) in
                .closeImpact(party: PartyID(party), to: time)
            }
            ImpactReport.show(state, asJSON: json.isOn)
        }
    }

    struct Accept: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept",
            abstract: "Accept what is left of an impact for now."
        )

        @Argument(help: "The party.")
        var party: String
        @Option(help: "The decision, and when it is looked at again.")
        var reason: String
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let (_, state) = try Invocation(common).perform { _ throws(Failure) in
                .acceptResidualImpact(party: PartyID(party), reason: reason)
            }
            ImpactReport.show(state, asJSON: json.isOn)
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
