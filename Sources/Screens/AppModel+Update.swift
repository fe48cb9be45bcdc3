import CellGrid
import IncidentCore

extension AppModel {
    /// Takes a message into account and returns what the shell has to do.
    package mutating func update(_ message: AppMessage) -> [Effect] {
        switch message {
        case .input(let event): return handle(event)
        case .clock(let time):
            now = time
            if let toast, toast.until <= time { self.toast = nil }
            return refreshHistory()
        case .entries(let new): return take(new)
        case .fleet(let snapshot):
            self.snapshot = snapshot
            if let fleet = snapshot.fleet { self.fleet = fleet }
            knownColumns = FleetColumns.known(in: snapshot.readings)
            reorderNodes()
        case .refused(let reason): show(reason, isProblem: true)
        case .notice(let text): show(text, isProblem: false)
        case .drill(let status): drill = status
        case .history(let request, let bins): nodeView.take(bins, for: request)
        }
        return []
    }

    /// For how long a short word stays.
    private static let toastSpan: Duration = .seconds(6)

    mutating func show(_ text: String, isProblem: Bool) {
        // Virtual time may run fast: the word stays as long in real time.
        let span = Self.toastSpan * (drill?.speed ?? 1)
        toast = (text, isProblem, now + span)
    }

    private mutating func take(_ new: [Entry]) -> [Effect] {
        var effects: [Effect] = []
        let linesBefore = channelScroll == 0 ? 0 : channelCount
        var changesHealth = false
        for entry in new where entry.sequence > log.sequence {
            log.apply(entry)
            entries.append(entry)
            if case .signal(let event) = entry.event, ringsBell(event) { effects = [.bell] }
            if case .signal = entry.event { changesHealth = true }
            if case .incident(.declared) = entry.event {
                incidentID = entry.incident
                if screen == .welcome { screen = .commandCentre }
            }
        }
        if changesHealth { takeHealth() }
        if entries.count > Self.entryLimit {
            entries.removeFirst(entries.count - Self.entryLimit)
        }
        if incidentID == nil { incidentID = log.openIncidents.first?.id }
        // Who reads further up must not be moved by what arrives below.
        if channelScroll > 0 { channelScroll += channelCount - linesBefore }
        return effects
    }

    /// Whether a signal calls: a critical one that is new, came back, grew worse or was forgotten,
    /// unless somebody already takes care of it.
    private func ringsBell(_ event: SignalEvent) -> Bool {
        let id: SignalID
        switch event {
        case .raised(let signal, .critical, _, _, _), .changed(let signal, .critical, _, _, _, _),
            .reminded(let signal):
            id = signal
        case .found(let finding), .reopened(let finding): id = finding.id
        default: return false
        }
        guard let signal = log.signals[id] else { return false }
        return signal.priority == .critical && signal.standing(at: now) == .unacknowledged
    }

    /// Worst first; nodes of the same verdict keep the order of the fleet file, so that rows move
    /// only when a verdict changes.
    private mutating func reorderNodes() {
        guard let fleet else { return }
        let judged = fleet.nodes.map { (id: $0.id, verdict: assessment($0.id).verdict) }
        takeHealth()
        nodeOrder = NodeAssessment.Verdict.allCases.sorted(by: >).flatMap { verdict in
            judged.filter { $0.verdict == verdict }.map(\.id)
        }
        if let node = selectedNode, !nodeOrder.contains(node) { selectedNode = nil }
        if selectedNode == nil { selectedNode = nodeOrder.first }
    }
}

// MARK: Input

extension AppModel {
    private mutating func handle(_ event: InputEvent) -> [Effect] {
        switch event {
        case .key(let key): return handle(key)
        case .paste(let text):
            paste(text)
            return []
        case .mouse(let mouse): return handle(mouse)
        case .resized(let width, let height):
            size = (width, height)
            return []
        case .interrupted: return [.quit]
        case .resumed: return [.repaint]
        case .focus, .wake: return []
        }
    }

    /// Pasted text goes to a text field only, never to command keys, and never sends.
    private mutating func paste(_ text: String) {
        switch dialog {
        case .form(var form):
            let kept = form.fields[form.focus].isLong ? text : text.joinedLines
            form.fields[form.focus].editor.insert(kept)
            dialog = .form(form)
        case .palette(var palette):
            palette.editor.insert(text.joinedLines)
            dialog = .palette(palette)
        case .choice, .confirmation: break
        case nil:
            guard screen == .commandCentre else { return }
            isComposing = true
            composer.insert(text)
        }
    }

    private mutating func handle(_ key: Key) -> [Effect] {
        if key == Key("z", modifiers: .control) { return [.suspend] }
        if let dialog { return handle(key, in: dialog) }
        if isComposing { return compose(key) }
        guard let command = CommandTable.command(for: key, in: contexts) else {
            return []
        }
        return request(command)
    }

    /// Performs a command, or says why not.
    mutating func request(_ command: CommandID) -> [Effect] {
        if let reason = refusal(of: command) {
            show(reason, isProblem: true)
            return []
        }
        return perform(command)
    }

    private mutating func compose(_ key: Key) -> [Effect] {
        switch key.code {
        case .escape:
            isComposing = false
            return []
        case .enter where key.modifiers.contains(.alt):
            composer.insert("\n")
            return []
        case .enter:
            return sendComposed()
        case .tab:
            isComposing = false
            return perform(.nextPane)
        default:
            if key == Key("c", modifiers: .control) {
                isComposing = false
                return []
            }
            _ = composer.handle(key)
            return []
        }
    }

    /// Sends the line: `/word` is a command by name, `@-15m` and `@08:00Z` back-date.
    private mutating func sendComposed() -> [Effect] {
        let line = composer.text
        guard !composer.isBlank else {
            isComposing = false
            return []
        }
        if line.hasPrefix("/") {
            let name = line.dropFirst().lowercased().split(separator: " ").first ?? ""
            guard
                let command = CommandID.allCases.first(where: { $0.rawValue.lowercased() == name })
            else {
                show("there is no command '\(name)'; : lists them all", isProblem: true)
                return []
            }
            composer = LineEditor()
            isComposing = false
            return request(command)
        }
        guard let (text, occurredAt) = backDated(line) else { return [] }
        composer = LineEditor()
        isComposing = false
        channelScroll = 0
        return [.run(.note(incidentID, text: text), occurredAt: occurredAt)]
    }

    /// A line without its back-dating mark, and the moment it speaks of.
    private mutating func backDated(_ line: String) -> (String, Timestamp?)? {
        guard line.hasPrefix("@"), let end = line.firstIndex(of: " ") else { return (line, nil) }
        let mark = String(line[line.index(after: line.startIndex)..<end])
        guard mark.first == "-" || mark.first?.isNumber == true else { return (line, nil) }
        guard let time = Timestamp(mark, before: now) else {
            show("'@\(mark)' is no time; write @-15m or @08:00Z", isProblem: true)
            return nil
        }
        return (String(line[line.index(after: end)...]), time)
    }

    private mutating func handle(_ mouse: MouseEvent) -> [Effect] {
        guard dialog == nil else { return [] }
        switch mouse.action {
        case .wheelUp: return perform(.up)
        case .wheelDown: return perform(.down)
        case .press:
            guard screen == .commandCentre else { return [] }
            let panes = CommandCentreLayout(self)
            for pane in Pane.allCases {
                if let rect = panes.panes[pane], rect.contains(x: mouse.x, y: mouse.y) {
                    focus = pane
                    select(row: mouse.y - rect.y - 1, in: pane)
                }
            }
            return []
        default: return []
        }
    }
}

extension String {
    /// The text in one line.
    fileprivate var joinedLines: String {
        split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
