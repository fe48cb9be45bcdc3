import FleetModel
import Monitoring
import IncidentLog
import Primitives

extension AppModel {
    /// Does what a command asks for, as far as the screen goes, and returns what the shell has to
    /// do.
    mutating func perform(_ command: CommandID) -> [Effect] {
        switch command {
        case .quit: return [.quit]
        case .suspend: return [.suspend]
        case .repaint: return [.repaint]
        case .skipAhead: return [.skipAhead]
        case .faster: return [.setSpeed(min((drill?.speed ?? 1) * 2, 3600))]
        case .slower: return [.setSpeed(max((drill?.speed ?? 1) / 2, 1))]
        case .reopen: return withStep { [.run(.reopenStep($0, $1), occurredAt: nil)] }
        case .tick: return tick()
        case .help: show(.help)
        case .palette: dialog = .palette(Palette())
        case .back: goBack()
        case .nextPane: moveFocus(by: 1)
        case .previousPane: moveFocus(by: -1)
        case .zoom: isZoomed.toggle()
        case .toggleZone: showsLocalTime.toggle()
        case .say: startComposing()
        case .updates: show(.updates)
        case .signals:
            show(.signals)
            selectedSignal = signalRows.first?.id
        case .incidents: show(.incidents)
        case .up: move(by: -1)
        case .down: move(by: 1)
        case .pageUp: move(by: -pageRows)
        case .pageDown: move(by: pageRows)
        case .first: move(by: -1_000_000)
        case .last: move(by: 1_000_000)
        case .openNode: return openNode()
        case .shorterWindow: return changeWindow(by: -1)
        case .longerWindow: return changeWindow(by: 1)
        case .cursorLeft: moveCursor(by: -1)
        case .cursorRight: moveCursor(by: 1)
        case .previousMark: moveCursor(toMark: .previous)
        case .nextMark: moveCursor(toMark: .next)
        case .openIncident: chooseIncident()
        case .openSignal: if let signal { show(.signal(signal.id)) }
        case .showCleared: showsCleared.toggle()
        case .unshelve:
            guard let signal else { return [] }
            let command = SignalCommand.unshelve(signal.id, reason: "taken back by hand")
            return [.run(.signal(command), occurredAt: nil)]
        case .declare, .openWithoutFleet, .status, .severity, .lead, .update, .fail, .skip,
            .correct, .impact, .residual, .retry, .playDrill, .addEndpoint, .ack, .shelve,
            .clearSignal, .maintenance, .endMaintenance, .filter:
            open(makeDialog(for: command))
        }
        return []
    }

    mutating func show(_ next: Screen) {
        screen = screen == next ? .commandCentre : next
        selectedRow = 0
        scroll = 0
    }

    private mutating func goBack() {
        if case .signal = screen {
            screen = .signals
            scroll = 0
        } else if case .node = screen, nodeView.cursor != nil {
            nodeView.cursor = nil
        } else if screen != .commandCentre, screen != .welcome {
            screen = .commandCentre
        } else if isZoomed {
            isZoomed = false
        } else {
            toast = nil
            channelScroll = 0
        }
    }

    private mutating func moveFocus(by step: Int) {
        guard screen == .commandCentre else {
            screen = .commandCentre
            return
        }
        let count = Pane.allCases.count
        focus = Pane(rawValue: (focus.rawValue + step + count) % count) ?? .fleet
    }

    /// How many rows a page key moves.
    private var pageRows: Int { max(1, size.height / 2) }

    private mutating func move(by rows: Int) {
        switch screen {
        case .node(let node): moveSeries(by: rows, of: node)
        case .help, .signal: scroll = max(0, min(scroll + rows, 500))
        case .welcome: break
        case .signals:
            let all = signalRows
            selectedRow = clamp(signalRow(in: all) + rows, all.count)
            selectedSignal = all.indices.contains(selectedRow) ? all[selectedRow].id : nil
        case .incidents: selectedRow = clamp(selectedRow + rows, log.incidents.count)
        case .updates: selectedRow = clamp(selectedRow + rows, incident?.updates.count ?? 0)
        case .commandCentre: moveInPane(by: rows)
        }
    }

    private mutating func moveInPane(by rows: Int) {
        switch focus {
        case .fleet:
            guard !nodeOrder.isEmpty else { return }
            let place = selectedNode.flatMap { nodeOrder.firstIndex(of: $0) } ?? 0
            selectedNode = nodeOrder[clamp(place + rows, nodeOrder.count)]
        case .checklist:
            selectedStep = clamp(selectedStep + rows, incident?.steps.count ?? 0)
        case .channel:
            channelScroll = clamp(channelScroll - rows, channelCount)
        case .parties:
            selectedParty = clamp(selectedParty + rows, parties.count)
        }
    }

    private func clamp(_ value: Int, _ count: Int) -> Int {
        max(0, min(value, count - 1))
    }

    /// Puts the cursor on a row of a pane, as a click asks for.
    mutating func select(row: Int, in pane: Pane) {
        guard row >= 0 else { return }
        switch pane {
        case .fleet:
            let place = row - 1 + FleetPane.firstRow(self)
            if nodeOrder.indices.contains(place), row > 0 { selectedNode = nodeOrder[place] }
        case .checklist: selectedStep = clamp(row, incident?.steps.count ?? 0)
        case .parties: selectedParty = clamp(row, parties.count)
        case .channel: break
        }
    }

    private mutating func chooseIncident() {
        let all = Array(log.incidents.reversed())
        guard all.indices.contains(selectedRow) else { return }
        showIncident(all[selectedRow].id)
        screen = .commandCentre
    }

    private func withStep(_ act: (IncidentID, StepID) -> [Effect]) -> [Effect] {
        guard let incident, let step else { return [] }
        return act(incident.id, step.definition.id)
    }

    /// A manual step is ticked at once, unless somebody found it failed; an automatic one is
    /// overridden only with a reason.
    private mutating func tick() -> [Effect] {
        guard let incident, let step else { return [] }
        let id = step.definition.id
        if step.condition == nil || step.progress == .passed {
            let command = Command.passStep(incident.id, id, note: nil)
            guard let warning = failureWarning(of: id, in: incident) else {
                return [.run(command, occurredAt: nil)]
            }
            dialog = .confirmation(passing(warning, .run(.run(command, occurredAt: nil))))
            return []
        }
        open(
            .form(
                Form(
                    "Tick by hand: \(step.definition.title)",
                    purpose: .passStep(incident.id, id),
                    fields: [
                        .init("why", hint: "this step checks itself; say why you override it")
                    ]
                )
            )
        )
        return []
    }

    /// What a person must know before a failed step is passed; nil when it has not failed.
    func failureWarning(of id: StepID, in incident: IncidentState) -> [String]? {
        guard let step = incident.step(id), step.progress == .failed else { return nil }
        let who = step.actor.map { " by \($0.name)" } ?? ""
        let when = step.at.map { " at \(minute($0))" } ?? ""
        return [
            "'\(step.definition.title)' was marked as failed\(who)\(when)"
                + (step.remark.map { ": \($0)" } ?? "") + ".",
            "It becomes passed.",
        ]
    }

    func passing(_ warning: [String], _ action: Confirmation.Action) -> Confirmation {
        Confirmation(
            title: "Pass the failed step?",
            lines: warning,
            verb: "pass it",
            action: action
        )
    }
}
