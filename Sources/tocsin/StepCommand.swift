import ArgumentParser
import FleetModel
import IncidentLog
import Primitives
import Runtime

/// `tocsin step`: works through the checklist.
struct StepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "step",
        abstract: "Work through the checklist.",
        subcommands: [List.self, Pass.self, Fail.self, Skip.self, Reopen.self]
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
            let state = try invocation.readState().state
            StepReport.show(try invocation.incident(incident.name, in: state), asJSON: json.isOn)
        }
    }

    struct Pass: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pass",
            abstract: "Tick a step, or confirm it as second person."
        )

        @Argument(help: "The step.")
        var step: String
        @Option(help: "What proves it; needed for a step that checks itself.")
        var note: String?
        @Flag(help: "Pass a step that failed: the failure was seen.")
        var again = false
        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            try StepReport.change(Invocation(common), incident, json) {
                .passStep($0, StepID(step), note: note, again: again)
            }
        }
    }

    struct Fail: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "fail",
            abstract: "Mark a step as failed."
        )

        @Argument(help: "The step.")
        var step: String
        @Option(help: "What was seen.")
        var reason: String
        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            try StepReport.change(Invocation(common), incident, json) {
                .failStep($0, StepID(step), reason: reason)
            }
        }
    }

    struct Skip: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "skip",
            abstract: "Leave a step out."
        )

        @Argument(help: "The step.")
        var step: String
        @Option(help: "Why it is not needed.")
        var reason: String
        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            try StepReport.change(Invocation(common), incident, json) {
                .skipStep($0, StepID(step), reason: reason)
            }
        }
    }

    struct Reopen: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reopen",
            abstract: "Set a step back to pending."
        )

        @Argument(help: "The step.")
        var step: String
        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            try StepReport.change(Invocation(common), incident, json) {
                .reopenStep($0, StepID(step))
            }
        }
    }
}

/// A checklist for people and for machines.
enum StepReport {
    /// Carries out a command on the incident meant and shows its checklist afterwards.
    static func change(
        _ invocation: Invocation,
        _ option: IncidentOption,
        _ json: JSONOption,
        _ command: (IncidentID) -> Command
    ) throws {
        var id: IncidentID?
        let (_, state) = try invocation.perform { state throws(Failure) in
            let incident = try invocation.incident(option.name, in: state)
            id = incident.id
            return command(incident.id)
        }
        if let id, let incident = state.incident(id) { show(incident, asJSON: json.isOn) }
    }

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
