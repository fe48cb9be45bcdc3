import FleetModel
package import IncidentLog
import Primitives

/// A past incident as a drill: what its people said and decided becomes a timeline, in which
/// nothing is known before it happens.
///
/// What nodes measured is not in a log: the nodes of such a drill have names and answer nothing, so
/// that steps which checked themselves are ticked by the timeline.
package struct ScenarioDraft {
    private let incident: IncidentState
    private let log: LogState
    private var lines: [Line] = []
    private var left: [String: Int] = [:]
    private var hasEnded = false

    private struct Line {
        let at: Timestamp
        let by: String
        let verb: String
        let value: String
    }

    /// A draft without a timeline yet.
    package init(_ incident: IncidentState, _ log: LogState) {
        self.incident = incident
        self.log = log
    }

    /// Takes the next entry of the incident into account, in the order of what happened.
    package mutating func take(_ entry: Entry) {
        guard entry.redaction == nil, log.overlay.redaction(of: entry.id) == nil else {
            return leave("redacted entries")
        }
        switch entry.event {
        case .incident(let event): take(event, entry)
        case .timeline(let event): take(event, entry)
        case .checklist(let event): take(event, entry)
        case .update(.queued(_, let text, _, let nextDue)):
            let next = nextDue.map { max(.seconds(60), $0 - entry.occurredAt).brief } ?? "none"
            // In the log of a drill it is the first, and named once it is over.
            let named = hasEnded ? " --incident 1" : ""
            command("update send \(word(text)) --next \(next)\(named)", entry)
        case .impact(let event): take(event, entry)
        case .fleet(.logLine(let node, let text, _)):
            add("log", "{node: \(quoted(node.rawValue)), text: \(quoted(text))}", entry)
        case .fleet(.factChanged): leave("facts of nodes")
        case .signal: leave("signals: they come from what nodes measure")
        case .update, .delivery: leave("deliveries: a drill makes its own")
        case .role, .task, .advice, .clock, .attendance: leave("roles, tasks, dates and advice")
        case .change: leave("entries about changes: plans are not in the words of a command")
        case .policy, .baseline: leave("exceptions and baselines")
        case .watch, .log: leave("entries about the log and the watch")
        case .unknown: leave("entries of another version")
        }
    }

    private mutating func leave(_ what: String) { left[what, default: 0] += 1 }

    // MARK: Lines of the timeline

    private mutating func add(_ verb: String, _ value: String, _ entry: Entry) {
        lines.append(Line(at: entry.occurredAt, by: entry.actor.name, verb: verb, value: value))
    }

    private mutating func command(_ line: String, _ entry: Entry) {
        add("tocsin", quoted(line), entry)
    }

    private mutating func take(_ event: IncidentEvent, _ entry: Entry) {
        switch event {
        case .declared(let title, let severity, _, _, let impactFrom, _):
            let from = impactFrom.map { " --impact-from \($0)" } ?? ""
            let runbook = incident.checklistName.map { " --runbook \(word($0))" } ?? " --no-runbook"
            command(
                "incident declare \(word(title)) --sev \(severity.rawValue)\(runbook)\(from)",
                entry
            )
        case .statusChanged(_, let to, let reason):
            let named = hasEnded ? " --incident 1" : ""
            hasEnded = !to.isOpen
            command("incident state \(to.rawValue)" + option("reason", reason) + named, entry)
        case .severityChanged(_, let to, let reason):
            command("incident severity \(to.rawValue)" + option("reason", reason), entry)
        case .commanderChanged(let name):
            command("incident commander \(word(name))", entry)
        case .originStated, .published, .withdrawn, .merged, .parentChanged, .summarised,
            .instantStated, .reviewChanged, .paused, .resumed:
            leave("what else was said of the incident")
        }
    }

    private mutating func take(_ event: TimelineEvent, _ entry: Entry) {
        let newest = log.overlay.text(of: entry)
        switch event {
        case .noted(let text): add("note", quoted(newest ?? text), entry)
        case .reported(let party, let text):
            add(
                "report",
                "{party: \(quoted(party.rawValue)), text: \(quoted(newest ?? text))}",
                entry
            )
        case .said(let kind, let text, _):
            command("log add --kind \(kind.rawValue) \(word(newest ?? text))", entry)
        case .attached: leave("files that prove something")
        case .corrected: leave("corrections: the timeline has the newest words")
        }
    }

    private mutating func take(_ event: ChecklistEvent, _ entry: Entry) {
        switch event {
        case .passed(let step, let evidence, _, _, let note):
            let seen = [note, evidence?.text].compactMap(\.self).joined(separator: "; ")
            let proof = option("note", seen.isEmpty ? nil : seen)
            command("step pass \(step)" + proof + " --again", entry)
        case .verified(let step, let note, _):
            command("step pass \(step)" + option("note", note), entry)
        case .failed(let step, let reason), .regressed(let step, let reason):
            command("step fail \(step) --reason \(word(reason))", entry)
        case .skipped(let step, let reason):
            command("step skip \(step) --reason \(word(reason))", entry)
        case .waived(let step, let reason, _), .dismissed(let step, let reason):
            command("step skip \(step) --reason \(word(reason))", entry)
        case .started: leave("steps that were begun")
        case .reopened(let step): command("step reopen \(step)", entry)
        case .attached: break
        }
    }

    private mutating func take(_ event: ImpactEvent, _ entry: Entry) {
        switch event {
        case .opened(let party, let kind, let from, let cause, _, _, _, _):
            // By that kind the watch closes an impact of its own.
            let kind = kind == ImpactWindow.unmetKind ? "not served" : kind
            command(
                "impact open \(word(party.rawValue)) --kind \(word(kind)) --from \(from) "
                    + "--cause \(cause.rawValue)",
                entry
            )
        case .closed(let party, let to, _, _, _):
            command("impact close \(word(party.rawValue)) --at \(to)", entry)
        case .acceptedAsResidual(let party, let reason, _):
            command("impact accept \(word(party.rawValue)) --reason \(word(reason))", entry)
        }
    }

    private func option(_ name: String, _ value: String?) -> String {
        value.map { " --\(name) \(word($0))" } ?? ""
    }

    /// A word of a command line, whatever it says.
    private func word(_ text: String) -> String {
        "\"\(text.map { $0 == "\"" ? "”" : $0.isNewline ? " " : String($0) }.joined())\""
    }

    // MARK: The file

    /// What the drill does not show of the log, in words.
    package var notReproduced: [String] {
        left.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    }

    /// The file of a drill of this name.
    package func text(named name: String) -> String {
        let first = min(lines.first?.at ?? incident.declaredAt, incident.declaredAt)
        let last = lines.last?.at ?? incident.declaredAt
        var file = ["# \(incident.id) of a log as a drill. Not reproduced:"]
        file += notReproduced.map { "#   \(UnsafeText.replacing(in: $0) { _ in "?" })" }
        file += [
            "name: \(quoted(name))", "title: \(quoted(incident.title))",
            "summary: \(quoted("\(incident.id), declared by \(incident.declarer)."))",
            "start: \(first - .seconds(60))", "end: \(last + .seconds(60))", "poll: 60s",
            "lenient: true", "fleet: |",
        ]
        file += fleet.map { $0.isEmpty ? "" : "  \($0)" }
        file.append("timeline:")
        for line in lines {
            file += [
                "  - at: \(line.at)", "    by: \(quoted(line.by))",
                "    \(line.verb): \(line.value)",
            ]
        }
        return (file + ["expectations: []"]).joined(separator: "\n") + "\n"
    }

    /// The fleet file of the drill, line by line.
    private var fleet: [String] {
        var file = ["fleet: \(quoted(incident.fleet ?? "fleet"))"]
        let nodes = log.nodes(of: incident.fleet)
        if !nodes.isEmpty {
            file += ["nodes:"] + nodes.map { "  - name: \(quoted($0.rawValue))" }
        }
        let parties = Set(
            log.impacts.filter { $0.incident == incident.id }.map(\.party)
                + incident.milestones.reports.map(\.party)
        )
        if !parties.isEmpty {
            file += ["parties:"] + parties.sorted().map { "  - name: \(quoted($0.rawValue))" }
        }
        if let checklist = incident.checklistName, !incident.steps.isEmpty {
            file += ["runbooks:", "  - name: \(quoted(checklist))", "    steps:"]
            for step in incident.steps {
                file += [
                    "      - id: \(quoted(step.definition.id.rawValue))",
                    "        title: \(quoted(step.definition.title))",
                ]
                if let name = step.definition.signOff {
                    file.append("        signOff: \(quoted(name))")
                }
            }
        }
        let channels = Set(incident.updates.flatMap(\.channels)).sorted()
        guard !channels.isEmpty else { return file }
        file.append("channels:")
        for channel in channels {
            file += [
                "  - name: \(quoted(channel.rawValue))", "    webhook:",
                "      url: \"${DRILL_HOOK_URL}\"", "      secret: \"${DRILL_HOOK_SECRET}\"",
            ]
        }
        return file
    }

    /// A text in double quotation marks of YAML.
    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where scalar.isUnsafe || scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            case _: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension IncidentState {
    /// Who declared it.
    fileprivate var declarer: String { milestones.declaredBy?.name ?? commander }
}
