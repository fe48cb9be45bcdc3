import FleetModel
package import IncidentLog
import Primitives

/// An entry of the log as one line for people: a mark, a weight and words.
package struct EntryText: Equatable, Sendable {
    /// One character that tells the kind without colour.
    package let mark: Character
    /// How much it weighs.
    package let weight: EntryWeight
    /// What happened, in words.
    package let text: String

    init(_ mark: Character, _ weight: EntryWeight, _ text: String) {
        self.mark = mark
        self.weight = weight
        self.text = text
    }

    /// The line of an entry, as far as later entries let it stand: what was corrected shows its
    /// better text, and of what was redacted only who removed it and why.
    ///
    /// Steps are named by their
    /// titles when `incident` has them.
    package init(_ entry: Entry, incident: IncidentState? = nil, overlay: EntryOverlay) {
        let redaction = overlay.redaction(of: entry.id) ?? entry.redaction
        let line =
            redaction.map { EntryText("⌫", .muted, "\(entry.name): \($0.text)") }
            ?? Self.line(entry, incident, overlay)
        let isPinned = overlay.pin(of: entry.id) != nil
        self = isPinned ? EntryText(line.mark, line.weight, "\(line.text) (pinned)") : line
    }

    private static func line(
        _ entry: Entry,
        _ incident: IncidentState?,
        _ overlay: EntryOverlay
    ) -> EntryText {
        switch entry.event {
        case .incident(let event): line(event)
        case .role(let event): line(event, entry)
        case .timeline(let event): line(event, entry, overlay)
        case .task(let event): line(event, tasks: incident?.tasks ?? [])
        case .advice(let event): line(event)
        case .clock(let event): line(event, clocks: incident?.clocks ?? [])
        case .attendance(let event): line(event)
        case .checklist(let event):
            line(event, of: incident)
        case .update(let event): line(event)
        case .impact(let event): line(event)
        case .signal(let event): line(event)
        case .delivery(let event): line(event)
        case .fleet(let event): line(event)
        case .watch(let event): line(event)
        case .change(let event): line(event)
        case .log(let event): line(event)
        case .policy(let event): line(event)
        case .baseline(let event): line(event)
        case .unknown(let name, _):
            entry.payload == nil
                ? EntryText("⌫", .muted, "\(name): its text was removed")
                : EntryText("?", .muted, "\(name) (written by a newer version)")
        }
    }

    private static func line(_ event: DeliveryEvent) -> EntryText {
        switch event {
        case .partTaken(_, let channel, let part, let parts, let receipt):
            EntryText("✓", .muted, "part \(part) of \(parts) arrived on \(channel): \(receipt)")
        case .attemptFailed(_, let channel, let reason, let attempt, let retryAt):
            EntryText(
                "!",
                .warning,
                "a signal did not reach \(channel) (try \(attempt)): \(reason); again \(retryAt.clock)Z"
            )
        }
    }

    private static func line(_ event: IncidentEvent) -> EntryText {
        switch event {
        case .declared(let title, let severity, let mode, _, _, let commander):
            let drill = mode == .drill ? "[DRILL] " : ""
            return EntryText(
                "⚑",
                .strong,
                "\(drill)declared \(severity.label): \(title) (commander \(commander))"
            )
        case .statusChanged(let from, let to, let reason):
            return EntryText(
                "⚑",
                .strong,
                "\(from.rawValue) → \(to.rawValue)" + because(reason)
            )
        case .severityChanged(let from, let to, let reason):
            let arrow = to < from ? "↑" : "↓"
            return EntryText("⚑", .strong, "\(from.label) \(arrow) \(to.label)" + because(reason))
        case .commanderChanged(let commander):
            return EntryText("⚑", .strong, "\(commander) is the commander")
        case .originStated, .published, .withdrawn, .merged, .parentChanged, .summarised,
            .instantStated, .reviewChanged, .paused, .resumed:
            return lifeLine(event)
        }
    }

    static func because(_ reason: String?) -> String {
        reason.map { ": \($0)" } ?? ""
    }

    private static func line(
        _ event: TimelineEvent,
        _ entry: Entry,
        _ overlay: EntryOverlay
    ) -> EntryText {
        let better = overlay.text(of: entry)
        let mark = better == nil ? "" : " (corrected)"
        switch event {
        case .noted(let text):
            return EntryText(better == nil ? " " : "✎", .text, (better ?? text) + mark)
        case .corrected(let line, let text):
            // What was corrected once more is as little shown as the first text.
            let newest = overlay.newestText(of: line, in: entry.incident)
            let isNewest = newest.map { $0 == text } ?? true
            return EntryText(
                "✎",
                .text,
                isNewest ? "correction: \(text)" : "correction, itself corrected later"
            )
        case .reported(let party, let text):
            return EntryText("☎", .strong, "\(party) reports: \(better ?? text)\(mark)")
        case .said(let kind, let text, let by):
            let whose = by.isEmpty ? "" : " (\(by.joined(separator: ", ")))"
            let words = kind.label + whose + ": " + (better ?? text) + mark
            return EntryText(kind.mark, kind == .decision ? .strong : .text, words)
        case .attached(let evidence, let note):
            return EntryText("⊕", .text, "evidence: \(evidence.text)" + because(note))
        }
    }

    private static func line(_ event: UpdateEvent) -> EntryText {
        switch event {
        case .queued(let number, let text, let channels, _):
            let names = channels.map(\.rawValue).joined(separator: " ")
            return EntryText("◆", .changed, "update #\(number) to \(names): \(text)")
        case .delivered(let number, let channel, let receipt, _):
            return EntryText("✓", .muted, "update #\(number) arrived on \(channel): \(receipt)")
        case .attemptFailed(let number, let channel, let reason, let attempt, let retryAt):
            return EntryText(
                "!",
                .warning,
                "update #\(number) did not reach \(channel) (try \(attempt)): \(reason); again \(retryAt.clock)Z"
            )
        case .gaveUp(let number, let channel, let reason, let attempt):
            return EntryText(
                "✗",
                .critical,
                "update #\(number) never reached \(channel), given up after \(attempt) tries: \(reason)"
            )
        case .requeued(let number, let channel):
            return EntryText("◆", .muted, "update #\(number) goes to \(channel) once more")
        }
    }

    private static func line(_ event: SignalEvent) -> EntryText {
        switch event {
        case .raised(_, let priority, let text, _, _): raised(priority, text)
        case .cleared(_, let text, _): EntryText("△", .muted, text)
        case .found(let finding):
            raised(finding.priority, finding.text + meaning(of: finding))
        case .reopened(let finding): raised(finding.priority, "again: \(finding.text)")
        case .changed(_, let priority, let text, _, _, let isFlapping, _):
            raised(priority, isFlapping ? "comes and goes: \(text)" : "\(text) (changed)")
        case .acknowledged(let signal, let note, _):
            EntryText("✓", .strong, "acknowledged \(signal)" + because(note))
        case .acknowledgedAll(let signals, let note, _):
            EntryText("✓", .strong, acknowledged(signals) + because(note))
        case .shelved(let signal, let until, let reason, _):
            EntryText(
                "z",
                .changed,
                "\(signal) shelved until \(until.date) \(until.hourMinute)Z: \(reason)"
            )
        case .unshelved(let signal, let reason, _):
            EntryText("z", .changed, "\(signal) is no longer shelved: \(reason)")
        case .suppressed(let findings, let suppressor):
            EntryText("~", .muted, suppressed(findings, by: suppressor))
        case .reminded(let signal, _):
            EntryText("▲", .critical, "nobody has acknowledged \(signal) yet")
        case .notified(let signal, _, let channel, let receipt, _):
            EntryText("◆", .muted, "\(channel) was told of \(signal) (\(receipt))")
        case .notNotified(let signal, _, let channel, let reason, _):
            EntryText("◆", .warning, "\(channel) could not be told of \(signal): \(reason)")
        case .maintenanceDeclared, .maintenanceEnding, .maintenanceEnded: maintenance(event)
        }
    }

    /// How many signals of one act are named.
    private static let namedSignals = 6

    private static func acknowledged(_ signals: [SignalID]) -> String {
        let names = signals.prefix(namedSignals).map(\.rawValue).joined(separator: ", ")
        let more = signals.count - namedSignals
        return "acknowledged \(signals.count) signals: \(names)"
            + (more > 0 ? " and \(more) more" : "")
    }

    private static func raised(_ priority: SignalPriority, _ text: String) -> EntryText {
        EntryText("▲", priority == .critical ? .critical : .warning, text)
    }

    private static func meaning(of finding: Finding) -> String {
        finding.meaning.map { "; usually: \($0)" } ?? ""
    }

    private static func suppressed(_ findings: [Finding], by suppressor: Suppressor) -> String {
        var nodes: [String: [NodeID]] = [:]
        var faults: [String] = []
        for finding in findings {
            let fault = finding.fault
            if nodes[fault] == nil { faults.append(fault) }
            let known = Set(nodes[fault] ?? [])
            nodes[fault, default: []] += finding.nodes.filter { !known.contains($0) }
        }
        let words = faults.prefix(3).map { fault in
            let names = NodeNames.few(of: nodes[fault] ?? [])
            return names.isEmpty ? fault : "\(fault) on \(names)"
        }
        let more = faults.count > 3 ? " and \(faults.count - 3) more" : ""
        let list = words.joined(separator: ", ") + more
        return switch suppressor {
        case .signal(let cause): "\(list): explained by \(cause.words)"
        case .maintenance(let id): "\(list): expected during maintenance \(id)"
        }
    }

    private static func maintenance(_ event: SignalEvent) -> EntryText {
        switch event {
        case .maintenanceDeclared(let id, let nodes, _, let from, let to, let reason, _):
            let names = nodes.map(\.rawValue).joined(separator: ", ")
            let place = nodes.isEmpty ? "all nodes" : names
            return EntryText(
                "~",
                .changed,
                "maintenance \(id) on \(place) from \(from.date) \(from.hourMinute)Z to "
                    + "\(to.date) \(to.hourMinute)Z: \(reason)"
            )
        case .maintenanceEnding(let id, let to):
            return EntryText("~", .warning, "maintenance \(id) ends at \(to.hourMinute)Z")
        case .maintenanceEnded(let id, let reason):
            return EntryText("~", .changed, "maintenance \(id) ended: \(reason)")
        case .raised, .cleared, .found, .reopened, .changed, .acknowledged, .acknowledgedAll,
            .shelved, .unshelved, .suppressed, .reminded, .notified, .notNotified:
            return EntryText("~", .muted, "")
        }
    }

    private static func line(_ event: WatchEvent) -> EntryText {
        switch event {
        case .clockStepped(let from, let to):
            let way = to < from ? "back" : "forward"
            let span = (max(from, to) - min(from, to)).brief
            let now = "it is \(to.date) \(to.clock)Z, not \(from.date) \(from.clock)Z"
            return EntryText("◷", .changed, "the clock was set \(way) by \(span): \(now)")
        case .away(let fleet, let from, let to):
            let end = to.date == from.date ? to.clock : "\(to.date) \(to.clock)"
            let times = "from \(from.date) \(from.clock)Z to \(end)Z"
            let whom = fleet.map { "\($0) was not watched" } ?? "nobody watched"
            let span = (to - from).brief
            return EntryText("┄", .changed, "we were away \(times): \(whom) for \(span)")
        }
    }

    private static func line(_ event: FleetEvent) -> EntryText {
        switch event {
        case .factChanged(let node, let fact, let from, let to, _):
            let was = from.isEmpty ? "" : " (was \(from.joined(separator: " ")))"
            return EntryText(
                "≠",
                from.isEmpty ? .muted : .changed,
                "\(node) \(fact): \(to.joined(separator: " "))\(was)"
            )
        case .logLine(let node, let text, _): return EntryText("▏", .muted, "\(node): \(text)")
        }
    }
}
