import ArgumentParser
import FleetModel
import IncidentLog
import Primitives
import Runtime

/// The option that names an incident.
struct IncidentOption: ParsableArguments {
    @Option(
        name: .customLong("incident"),
        help: ArgumentHelp("The incident; the only open one when left out.", valueName: "id")
    )
    var name: String?
}

/// `tocsin incident`: declares incidents and moves them on.
struct IncidentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident",
        abstract: "Declare incidents and move them on.",
        subcommands: [
            Declare.self, List.self, Show.self, State.self, SeverityCommand.self, Lead.self,
        ]
    )

    struct Declare: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "declare",
            abstract: "Declare an incident."
        )

        @Argument(help: "What is wrong, in one line.")
        var title: String
        @Option(name: .customLong("sev"), help: "1 (worst) to 4; unsure: the worse.")
        var severity = "2"
        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("When the harm began: -15m, 08:00 or a date.", valueName: "time")
        )
        var impactFrom: String?
        @Option(
            help: ArgumentHelp(
                "The checklist; the first of the fleet file when left out.",
                valueName: "name"
            )
        )
        var runbook: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let severity = try Typed.severity(severity)
            // A checklist asked for by name comes from the file, which must be good then.
            let fleet = runbook == nil ? invocation.knownFleet() : try invocation.optionalFleet()
            let impactFrom = try Typed.time(impactFrom)
            let checklist = try checklist(of: fleet)
            let (entries, state) = try invocation.perform { _ throws(Failure) in
                .declare(
                    title: title,
                    severity: severity,
                    mode: .real,
                    fleet: fleet?.name,
                    impactFrom: impactFrom,
                    checklist: checklist
                )
            }
            guard let id = entries.first?.incident, let incident = state.incident(id) else {
                return
            }
            IncidentReport.show(incident, asJSON: json.isOn)
        }

        private func checklist(of fleet: Fleet?) throws(Failure) -> ChecklistDefinition? {
            let runbooks = fleet?.runbooks ?? []
            guard let runbook else { return runbooks.first }
            guard let found = runbooks.first(where: { $0.name == runbook }) else {
                let known = runbooks.map { "'\($0.name)'" }.joined(separator: ", ")
                throw Failure(.usage, "there is no checklist '\(runbook)'; there are: \(known)")
            }
            return found
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List all incidents."
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let incidents = try Invocation(common).readState().state.incidents.reversed()
            if json.isOn {
                Output.json(JSONText.array(incidents.map(IncidentReport.json)))
                return
            }
            var table = Table("INCIDENT", "SEV", "STATE", "DECLARED", "LASTED", "LEAD", "TITLE")
            let now = RealClock().now
            for incident in incidents {
                table.add(
                    incident.id.rawValue,
                    incident.severity.label,
                    incident.status.rawValue,
                    "\(incident.declaredAt.date) \(incident.declaredAt.hourMinute)Z",
                    incident.elapsed(at: now).brief,
                    incident.lead,
                    incident.title
                )
            }
            table.show(empty: "no incident yet")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show an incident."
        )

        @Argument(help: "The incident; the only open one when left out.")
        var incident: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState().state
            IncidentReport.show(try invocation.incident(incident, in: state), asJSON: json.isOn)
        }
    }

    struct State: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "state",
            abstract: "Move an incident on, or back."
        )

        @Argument(help: "investigating, identified, mitigating, monitoring, resolved, …")
        var state: String
        @Option(help: "Why; needed to go back or to end.")
        var reason: String?
        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let status = try Typed.status(state)
            try IncidentReport.change(Invocation(common), incident, json) {
                .changeStatus($0.id, to: status, reason: reason)
            }
        }
    }

    struct SeverityCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "severity",
            abstract: "Judge an incident anew."
        )

        @Argument(help: "1 (worst) to 4.")
        var severity: String
        @Option(help: "Why.")
        var reason: String?
        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let severity = try Typed.severity(severity)
            try IncidentReport.change(Invocation(common), incident, json) {
                .changeSeverity($0.id, to: severity, reason: reason)
            }
        }
    }

    struct Lead: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lead",
            abstract: "Take or give the lead."
        )

        @Argument(help: "Who leads; you when left out.")
        var name: String?
        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let lead = name ?? invocation.author
            try IncidentReport.change(invocation, incident, json) { .changeLead($0.id, to: lead) }
        }
    }
}

/// An incident for people and for machines.
enum IncidentReport {
    /// Carries out a command on the incident meant and shows it afterwards.
    static func change(
        _ invocation: Invocation,
        _ option: IncidentOption,
        _ json: JSONOption,
        _ command: (IncidentState) -> Command
    ) throws {
        var id: IncidentID?
        let (_, state) = try invocation.perform { state throws(Failure) in
            let incident = try invocation.incident(option.name, in: state)
            id = incident.id
            return command(incident)
        }
        if let id, let incident = state.incident(id) { show(incident, asJSON: json.isOn) }
    }

    static func show(_ incident: IncidentState, asJSON: Bool) {
        if asJSON {
            Output.json(json(incident))
            return
        }
        let now = RealClock().now
        Output.line(
            "\(incident.id) \(incident.severity.label) \(incident.status.label) "
                + "\(incident.elapsed(at: now).brief)  lead \(incident.lead)  \(incident.title)"
        )
        if let due = incident.nextUpdateDue {
            Output.line(
                due > now
                    ? "next update in \((due - now).brief)" : "update OVERDUE \((now - due).brief)"
            )
        }
        if !incident.steps.isEmpty { StepReport.show(incident, asJSON: false) }
    }

    static func json(_ incident: IncidentState) -> JSONText {
        let now = RealClock().now
        return .object([
            ("id", .text(incident.id.rawValue)), ("title", .text(incident.title)),
            ("severity", .text(incident.severity.label)),
            ("state", .text(incident.status.rawValue)), ("mode", .text(incident.mode.rawValue)),
            ("fleet", .text(incident.fleet)), ("lead", .text(incident.lead)),
            ("declaredAt", .time(incident.declaredAt)), ("impactFrom", .time(incident.impactFrom)),
            ("resolvedAt", .time(incident.resolvedAt)),
            ("elapsedSeconds", .number(incident.elapsed(at: now).inSeconds)),
            ("nextUpdateDue", .time(incident.nextUpdateDue)),
            ("updateOverdue", .flag(incident.nextUpdateDue.map { $0 <= now } ?? false)),
            ("updates", .number(incident.updates.count)),
            ("steps", .array(incident.steps.map(StepReport.json))),
        ])
    }
}
