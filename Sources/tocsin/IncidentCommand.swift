import ArgumentParser
import FleetModel
import IncidentLog
import Primitives
import Runtime

/// `tocsin incident`: declares incidents and moves them on.
struct IncidentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident",
        abstract: "Declare incidents and move them on.",
        subcommands: VerbCommands.group("incident") + [List.self, Show.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List all incidents."
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let incidents = try Invocation(common).readState().incidents.reversed()
            if json.isOn {
                Output.json(JSONText.array(incidents.map(IncidentReport.json)))
                return
            }
            var table = Table(
                "INCIDENT",
                "SEV",
                "STATE",
                "DECLARED",
                "LASTED",
                "COMMANDER",
                "TITLE"
            )
            let now = RealClock().now
            for incident in incidents {
                table.add(
                    incident.id.rawValue,
                    incident.severity.label,
                    incident.status.rawValue,
                    "\(incident.declaredAt.date) \(incident.declaredAt.hourMinute)Z",
                    incident.elapsed(at: now).brief,
                    incident.commander,
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
            let state = try invocation.readState()
            IncidentReport.show(try invocation.incident(incident, in: state), asJSON: json.isOn)
        }
    }
}

/// An incident for people and for machines.
enum IncidentReport {
    static func show(_ incident: IncidentState, asJSON: Bool) {
        if asJSON {
            Output.json(json(incident))
            return
        }
        let now = RealClock().now
        Output.line(
            "\(incident.id) \(incident.severity.label) \(incident.status.label) "
                + "\(incident.elapsed(at: now).brief)  commander \(incident.commander)  \(incident.title)"
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
            ("fleet", .text(incident.fleet)), ("commander", .text(incident.commander)),
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
