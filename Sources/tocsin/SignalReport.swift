import IncidentLog
import Primitives
import Reports
import Runtime

/// Signals for people and for machines.
enum SignalReport {
    /// What `--json` writes, for the help.
    static let shape = """
        With --json a list is an array of signals: id, kind, priority (critical, warning), state \
        (unacknowledged, acknowledged, returned: over before anybody took note of it, shelved, \
        suppressed, cleared), text, nodes, since, raised, \
        cleared, times (how often it came), flapping, acknowledged {by, at, note}, shelved {by, \
        at, until, reason}, suppressedBy (a signal or a maintenance), suppresses (signals), \
        evidence, meaning, causes. Values that there are none of are left out. 'show' adds \
        history, an array of {at, by, event, text}.

        Exit codes: 2 for what does not exist or makes no sense, 3 when a rule holds it back.
        """

    static func show(_ state: LogState, withCleared: Bool, asJSON: Bool) {
        let now = RealClock().now
        let all = state.signals.values.filter {
            $0.standing(at: now) != .cleared || (withCleared && $0.wasRaised)
        }
        let sorted = all.sorted { left, right in
            let standings = (left.standing(at: now), right.standing(at: now))
            if standings.0 != standings.1 { return standings.0 < standings.1 }
            if left.priority != right.priority { return left.priority < right.priority }
            return (left.raisedAt, left.id) < (right.raisedAt, right.id)
        }
        show(sorted, state, asJSON: asJSON)
    }

    static func show(_ signals: [SignalState], _ state: LogState, asJSON: Bool) {
        let now = RealClock().now
        if asJSON {
            let rows = signals.map { JSONText.object(json($0, state, at: now)) }
            Output.json(JSONText.array(rows))
            return
        }
        var table = Table("STATE", "PRIORITY", "SINCE", "FOR", "SIGNAL", "WHO", "WHAT")
        for signal in signals {
            table.add(
                signal.standing(at: now).rawValue,
                signal.priority.rawValue,
                "\(signal.since.date) \(signal.since.hourMinute)Z",
                ((signal.clearedAt ?? now) - signal.since).brief,
                signal.id.rawValue,
                who(signal, at: now),
                signal.text
            )
        }
        table.show(empty: "nothing asks for attention")
        let count = state.alarmsInTenMinutes(at: now)
        if count >= LogState.floodSignals {
            Output.line("\(count) signals in 10 minutes: a flood")
        }
    }

    private static func who(_ signal: SignalState, at now: Timestamp) -> String {
        if let shelf = signal.shelf, now < shelf.until {
            return "\(shelf.by.name) until \(shelf.until.date) \(shelf.until.hourMinute)Z"
        }
        if case .maintenance(let id) = signal.suppressor { return id.rawValue }
        if case .signal(let id) = signal.suppressor { return "under \(id)" }
        return signal.acknowledgement.map { "\($0.by.name) \($0.at.hourMinute)Z" } ?? "-"
    }

    // MARK: One signal

    static func show(
        _ signal: SignalState,
        _ state: LogState,
        _ entries: [Entry],
        asJSON: Bool
    ) {
        let history = entries.filter { entry in
            if case .signal(let event) = entry.event { return event.concerns(signal.id) }
            return false
        }
        let now = RealClock().now
        if asJSON {
            let lines = history.map { entry in
                JSONText.object([
                    ("at", .time(entry.occurredAt)), ("by", .text(entry.actor.name)),
                    ("event", .text(entry.event.name.description)),
                    ("text", .text(EntryText(entry, overlay: state.overlay).text)),
                ])
            }
            Output.json(
                JSONText.object(json(signal, state, at: now) + [("history", .array(lines))])
            )
            return
        }
        var table = Table("WHAT", "VALUE")
        table.add("signal", signal.id.rawValue)
        table.add("state", "\(signal.standing(at: now).rawValue) \(who(signal, at: now))")
        table.add("priority", signal.priority.rawValue)
        table.add("what", signal.text)
        table.add("since", signal.since.description)
        let nodes = signal.finding.nodes.map(\.rawValue)
        if !nodes.isEmpty { table.add("nodes", nodes.joined(separator: ", ")) }
        if let meaning = signal.finding.meaning { table.add("means", meaning) }
        for line in signal.finding.evidence { table.add("evidence", line) }
        for cause in signal.finding.causes { table.add("cause", cause.rawValue) }
        for under in state.suppressed(by: .signal(id: signal.id)) {
            table.add("suppresses", "\(under.id): \(under.text)")
        }
        for entry in history {
            table.add(
                "\(entry.occurredAt.date) \(entry.occurredAt.hourMinute)Z",
                "\(entry.actor.name): \(EntryText(entry, overlay: state.overlay).text)"
            )
        }
        table.show(empty: "")
    }

    private static func json(
        _ signal: SignalState,
        _ state: LogState,
        at now: Timestamp
    ) -> [(String, JSONText?)] {
        let finding = signal.finding
        func list(_ texts: [String]) -> JSONText { .array(texts.map { .text($0) }) }
        let acknowledged = signal.acknowledgement.map { mark in
            JSONText.object([
                ("by", .text(mark.by.name)), ("at", .time(mark.at)), ("note", .text(mark.note)),
            ])
        }
        let shelved = signal.shelf.map { shelf in
            JSONText.object([
                ("by", .text(shelf.by.name)), ("at", .time(shelf.at)),
                ("until", .time(shelf.until)), ("reason", .text(shelf.reason)),
            ])
        }
        let suppressor: String? =
            switch signal.suppressor {
            case .signal(let id): id.rawValue
            case .maintenance(let id): id.rawValue
            case nil: nil
            }
        let under = state.suppressed(by: .signal(id: signal.id)).map(\.id.rawValue)
        return [
            ("id", .text(signal.id.rawValue)), ("kind", .text(finding.kind.rawValue)),
            ("priority", .text(signal.priority.rawValue)),
            ("state", .text(signal.standing(at: now).rawValue)), ("text", .text(signal.text)),
            ("nodes", list(finding.nodes.map(\.rawValue))), ("since", .time(signal.since)),
            ("raised", .time(signal.raisedAt)), ("cleared", .time(signal.clearedAt)),
            ("times", .number(signal.timesOpened)), ("flapping", .flag(signal.isFlapping)),
            ("acknowledged", acknowledged), ("shelved", shelved),
            ("suppressedBy", .text(suppressor)), ("suppresses", list(under)),
            ("evidence", list(finding.evidence)), ("meaning", .text(finding.meaning)),
            ("causes", list(finding.causes.map(\.rawValue))),
        ]
    }
}
