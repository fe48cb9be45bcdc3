import ArgumentParser
import Commands
import FleetModel
import IncidentLog
import Primitives
import Runtime

/// `tocsin step`: works through the checklist.
struct StepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "step",
        abstract: "Work through the checklist.",
        subcommands: [List.self] + VerbCommands.group("step")
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the steps."
        )

        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState()
            StepReport.show(try invocation.incident(incident.name, in: state), asJSON: json.isOn)
        }
    }
}

/// A checklist for people and for machines.
enum StepReport {
    static func show(_ incident: IncidentState, asJSON: Bool) {
        if asJSON {
            Output.json(JSONText.array(incident.steps.map(Self.json)))
            return
        }
        var table = Table("STEP", "STATE", "BY", "AT", "TITLE", "PROOF OR REASON")
        for step in incident.steps {
            table.add(
                step.definition.id.rawValue,
                step.progress.rawValue + (step.isOverridden ? "*" : ""),
                step.actor?.name ?? "-",
                step.at.map { "\($0.hourMinute)Z" } ?? "-",
                step.definition.title,
                step.remark ?? step.definition.condition ?? ""
            )
        }
        table.show(empty: "\(incident.id) has no checklist")
    }

    static func json(_ step: StepState) -> JSONText {
        .object([
            ("id", .text(step.definition.id.rawValue)), ("title", .text(step.definition.title)),
            ("state", .text(step.progress.rawValue)),
            ("condition", .text(step.definition.condition)), ("by", .text(step.actor?.name)),
            ("at", .time(step.at)), ("remark", .text(step.remark)),
            ("nodes", .array(step.definition.nodes.map { .text($0.rawValue) })),
            ("signOff", .text(step.definition.signOff)),
            ("overridden", .flag(step.isOverridden)), ("done", .flag(step.isDone)),
        ])
    }
}
