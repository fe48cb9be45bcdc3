import FleetModel
import Monitoring
import IncidentLog
import Primitives

/// What a person does about signals and planned work.
extension AppModel {
    /// The dialog of a command of the signals screen, filled in as far as is known.
    func signalDialog(for command: CommandID) -> Dialog? {
        switch command {
        case .ack:
            return signal.map {
                .form(
                    Form(
                        "Acknowledge \($0.id)",
                        purpose: .acknowledge($0.id),
                        fields: [.init("note", hint: "what you do about it, or nothing")]
                    )
                )
            }
        case .shelve:
            return signal.map {
                .form(
                    Form(
                        "Put \($0.id) aside",
                        purpose: .shelve($0.id),
                        fields: [
                            .init("for", "1h", hint: "30m, 2h, 3d; 7 days at most"),
                            .init("why", hint: "why it may wait"),
                        ]
                    )
                )
            }
        case .clearSignal:
            return signal.map {
                .form(
                    Form(
                        "Clear \($0.id) by hand",
                        purpose: .clearSignal($0.id),
                        fields: [.init("why", hint: "why it no longer matters")]
                    )
                )
            }
        case .maintenance: return .form(maintenanceForm)
        case .endMaintenance:
            let options = openWindows.map { window in
                Choice.Option(
                    label: "\(window.id) \(window.reason)",
                    outcome: .endMaintenance(window.id)
                )
            }
            return options.isEmpty
                ? nil : .choice(Choice(title: "End planned work", options: options))
        case .filter:
            return .form(
                Form(
                    "List only signals with",
                    purpose: .filter,
                    fields: [.init("words", signalFilter, hint: "node, rule or text; empty: all")]
                )
            )
        case .help, .palette, .quit, .back, .nextPane, .previousPane, .zoom, .toggleZone, .repaint,
            .suspend, .say, .declare, .status, .severity, .lead, .update, .updates, .signals,
            .incidents, .skipAhead, .faster, .slower, .up, .down, .pageUp, .pageDown, .first, .last,
            .openNode, .shorterWindow, .longerWindow, .cursorLeft, .cursorRight, .previousMark,
            .nextMark, .tick, .fail, .skip, .reopen, .correct, .impact, .residual, .retry,
            .openIncident, .openSignal, .unshelve, .showCleared, .playDrill, .addEndpoint,
            .openWithoutFleet:
            return nil
        }
    }

    private var maintenanceForm: Form {
        let nodes = signal?.finding.nodes.map(\.rawValue).joined(separator: " ") ?? ""
        return Form(
            "Plan work on nodes",
            purpose: .maintenance,
            fields: [
                .init("nodes", nodes, hint: "names apart by spaces; empty: all"),
                .init("for", "1h", hint: "30m, 2h, 3d; 7 days at most"),
                .init("why", hint: "what is done"),
                .init("begins in", hint: "30m, 2h, 3d; empty: now"),
            ]
        )
    }

    func shelve(_ form: Form, _ id: SignalID) throws(FormProblem) -> SignalCommand {
        let until = now + (try span(form, 0))
        return .shelve(id, until: until, reason: try needed(form, 1))
    }

    func clear(_ form: Form, _ id: SignalID) throws(FormProblem) -> SignalCommand {
        let isGone = log.signals[id].flatMap { fleet?.hasLost($0.finding) } ?? false
        return .clearByHand(id, reason: try needed(form, 0), isGone: isGone)
    }

    func declareMaintenance(_ form: Form) throws(FormProblem) -> SignalCommand {
        let isLater = !form.text(3).trimmed.isEmpty
        let from = isLater ? now + (try span(form, 3)) : now
        return .declareMaintenance(
            nodes: try nodes(form, 0),
            kinds: [],
            from: from,
            to: from + (try span(form, 1)),
            reason: try needed(form, 2)
        )
    }

    private func span(_ form: Form, _ field: Int) throws(FormProblem) -> Duration {
        let text = form.text(field).trimmed
        let span = try typed(field) { () throws(TypedText.Problem) in
            try TypedText.duration(text)
        }
        guard span <= MaintenanceWindow.longest else {
            throw FormProblem(field: field, message: "7 days at most")
        }
        return span
    }

    private func nodes(_ form: Form, _ field: Int) throws(FormProblem) -> [NodeID] {
        let known = fleet?.nodes.map(\.id) ?? []
        var nodes: [NodeID] = []
        for name in form.text(field).split(whereSeparator: { " ,".contains($0) }) {
            let node = NodeID(String(name))
            guard known.contains(node) else {
                throw FormProblem(field: field, message: "there is no node '\(name)'")
            }
            nodes.append(node)
        }
        return nodes
    }
}
