import FleetModel
import CommandTable
import IncidentLog
import Primitives

/// What the cursor gives to commands.
extension AppModel {
    /// What the cursor is on, or the screen knows, as it is written on the command line.
    func cursor(_ slot: CommandArgument.Slot) -> String? {
        switch slot {
        case .incident: incident?.id.rawValue
        case .step: step?.definition.id.rawValue
        case .party: party?.rawValue
        case .signal, .newSignal: signal?.id.rawValue
        case .update: update.map { "\($0.number)" }
        case .change: change?.id.rawValue
        case .ownEntry: ownLastNote.map { "\($0.sequence)" }
        case .ownLine: ownLastNote.flatMap(text)
        case .me: operatorName
        case .nodes: nodesOfCursor
        case .trouble: trouble
        case .troubleSince: troubleSince
        case .channels: fleet?.channels.map(\.id.rawValue).joined(separator: " ")
        case .updateInterval: incident?.severity.updateInterval?.brief
        case .runbook: fleet?.runbooks.first?.name
        case .parties: fleet?.parties.map { "\($0.id)=" }.joined(separator: "; ")
        }
    }

    /// What is said when the cursor is on nothing of the kind.
    func missing(_ slot: CommandArgument.Slot) -> String {
        switch slot {
        case .incident: "no incident is open; \(keyText("incident declare")) declares one"
        case .step: "the incident has no checklist"
        case .party: "the fleet file names no parties"
        case .signal, .newSignal:
            !markedHere.isEmpty
                ? "no signal that waits for somebody stands on the marked nodes"
                : contexts.contains(.signals)
                    ? "there is no signal"
                    : "\(keyText("signals")) lists the signals; choose one there"
        case .update: "no update was sent yet"
        case .change:
            changes.contains(where: \.progress.isOpen)
                ? "several changes are open; choose one on \(keyText("changes"))"
                : "no change is planned; \(keyText("change plan")) plans one"
        case .ownEntry, .ownLine:
            past.allFrom == nil
                ? "you have not written a line yet"
                : "you have not written a line lately; name an older one by its number"
        case .me, .nodes, .trouble, .troubleSince, .channels, .updateInterval, .runbook, .parties:
            "there is none"
        }
    }

    /// A text of a form with what is known put in: `{incident}`, and the arguments of a call.
    func filled(_ template: String, _ call: CommandCall) -> String {
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            result += value(String(rest[rest.index(after: open)..<close]), call)
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private func value(_ name: String, _ call: CommandCall) -> String {
        let given = call.texts(name)
        // All names stand in what is told of each; a title has room for two.
        if given.count > 2 {
            let kind = row(named: call.name)?.argument(name)?.kind
            return "\(given.count) \(kind.map { "\($0)" } ?? name)s"
        }
        if !given.isEmpty { return given.joined(separator: ", ") }
        switch name {
        case "status": return incident?.status.rawValue ?? ""
        case "title": return step?.definition.title ?? ""
        case "number": return "\((incident?.updates.last?.number ?? 0) + 1)"
        case "runbooks": return (fleet?.runbooks.map(\.name) ?? []).joined(separator: ", ")
        case "offered runbooks":
            return Fleet.offeredRunbooks(of: fleet).map(\.name).joined(separator: ", ")
        default: return CommandArgument.Slot(rawValue: name).flatMap(cursor) ?? ""
        }
    }

    /// The digit that always means a value in a list to choose from; nil for its place in the list.
    func digit(of value: String, _ argument: CommandArgument) -> Int? {
        switch argument.kind {
        case .status:
            IncidentStatus.allCases.firstIndex { $0.rawValue == value }
        case .severity: Int(value)
        case .role, .text, .duration, .time, .cause, .person, .entry, .number, .incident, .step,
            .party, .channel, .signal, .node, .findingKind, .maintenance, .runbook, .exception,
            .reasonClass, .change,
            .answer:
            nil
        }
    }

    /// What can be chosen for an argument, and which line the cursor begins on.
    func choices(_ argument: CommandArgument) -> (lines: [(label: String, value: String)], at: Int)
    {
        switch argument.kind {
        case .status:
            let next = incident?.status.successors ?? []
            return (next.map { ($0.rawValue, $0.rawValue) }, 0)
        case .severity:
            let all = Severity.allCases
            let place = incident.flatMap { all.firstIndex(of: $0.severity) } ?? 0
            return (all.map { ($0.label, "\($0.rawValue)") }, place)
        case .channel:
            let open = (update?.channels ?? []).filter { channel in
                switch update?.deliveries[channel] {
                case .delivered, nil: false
                case .queued, .retrying, .failed: true
                }
            }
            return (open.map { ($0.rawValue, $0.rawValue) }, 0)
        case .maintenance:
            return (openWindows.map { ("\($0.id) \($0.reason)", $0.id.rawValue) }, 0)
        case .exception:
            return (
                openExceptions.map { ("\($0.id) \($0.version): \($0.text)", $0.id.rawValue) }, 0
            )
        case .role, .text, .duration, .time, .cause, .person, .entry, .number, .incident, .step,
            .party, .signal, .node, .findingKind, .runbook, .reasonClass, .change,
            .answer:
            return ([], 0)
        }
    }

    /// What is said when nothing can be chosen.
    func noChoice(_ argument: CommandArgument) -> String {
        switch argument.kind {
        case .status: "nothing follows this state"
        case .channel: "it arrived everywhere"
        case .maintenance: "no work is planned"
        case .exception: "no exception is asked for or in force"
        case .role, .text, .duration, .time, .severity, .cause, .person, .entry, .number, .incident,
            .step, .party, .signal, .node, .findingKind, .runbook, .reasonClass, .change,
            .answer:
            "there is nothing to choose"
        }
    }

    /// The update that commands speak of; where none is listed, the newest one.
    var update: StatusUpdate? {
        let rows = incident?.updates ?? []
        guard shown.outer == .updates else { return rows.last }
        return subject(.updates).flatMap { row in rows.first { "\($0.number)" == row } }
    }

    /// The last line that the person at the keyboard wrote.
    var ownLastNote: Entry? {
        ownLastEntry { if case .timeline(.noted) = $0 { true } else { false } }
    }

    /// The last entry of the person at the keyboard that was not removed and tells of this.
    func ownLastEntry(where isMeant: (Event) -> Bool = { _ in true }) -> Entry? {
        // By places, and by the draft's own fields: to ask an entry copies it, and to copy
        // thousands takes a hundred times as long as to look at them.
        entries.withUnsafeBufferPointer { entries in
            var last: Int?
            for place in entries.indices.reversed()
            where last.map({ entries[$0].sequence < entries[place].sequence }) ?? true {
                if entries[place].draft.actor.name == operatorName,
                    entries[place].redaction == nil, isMeant(entries[place].draft.event)
                {
                    last = place
                }
            }
            return last.map { entries[$0] }
        }
    }

    private func text(of entry: Entry) -> String? {
        guard case .timeline(.noted(let text)) = entry.event else { return nil }
        return log.overlay.text(of: entry) ?? text
    }
}
