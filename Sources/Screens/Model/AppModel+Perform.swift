import Primitives
import Monitoring
import IncidentLog
import CommandTable

extension AppModel {
    /// Does what a command asks for, as far as the screen goes, and returns what the shell has to
    /// do.
    mutating func perform(_ command: ScreenCommand) -> [Effect] {
        switch command {
        case .quit: return [.quit]
        case .suspend: return [.suspend]
        case .repaint: return [.repaint]
        case .skipAhead:
            isPaused = false
            return [.ask(.skipAhead)]
        case .pause: isPaused.toggle()
        case .drillWaits: toggleDrillWaits()
        case .entryBefore: return [.ask(.scrub(.entries(-1)))]
        case .entryAfter: return [.ask(.scrub(.entries(1)))]
        case .timeBefore: return [.ask(.scrub(.time(.zero - Self.replayStep)))]
        case .timeAfter: return [.ask(.scrub(.time(Self.replayStep)))]
        case .reviewForm: review.turnStyle()
        case .reviewAudience: review.turnAudience()
        case .copy: return copied.map { [.copy($0.text, what: $0.what)] } ?? []
        case .undo: return undo()
        case .mute: toggleMute()
        case .edit: return editLine()
        case .faster: return [.ask(.setSpeed(min((drill?.speed ?? 1) * 2, 3600)))]
        case .slower: return [.ask(.setSpeed(max((drill?.speed ?? 1) / 2, 1)))]
        case .help: openHelp()
        case .palette: openPalette(.commands)
        case .jump: openPalette(.places)
        case .search: openPalette(.entries)
        case .back: return goBackOneStep()
        case .nextPane: moveFocus(by: 1)
        case .previousPane: moveFocus(by: -1)
        case .zoom: isZoomed.toggle()
        case .toggleZone: showsLocalTime.toggle()
        case .say: startComposing()
        case .up, .previousHit: move(by: -1)
        case .down, .nextHit: move(by: 1)
        case .pageUp: move(by: -pageRows)
        case .pageDown: move(by: pageRows)
        case .first: move(by: -1_000_000)
        case .last: move(by: 1_000_000)
        case .openNode: return openNodeOrFold()
        case .groupNodes: groupFleet()
        case .markNode: toggleMark()
        case .markAll: toggleAllMarks()
        case .sortByNext: sortNodes(by: 1)
        case .sortByPrevious: sortNodes(by: -1)
        case .reverseSort: sortNodes(fleetSort.reversed)
        case .shorterWindow: return changeWindow(by: -1)
        case .longerWindow: return changeWindow(by: 1)
        case .cursorLeft: return moveCursor(by: -1)
        case .cursorRight: return moveCursor(by: 1)
        case .previousMark: return moveCursor(toMark: .previous)
        case .nextMark: return moveCursor(toMark: .next)
        case .compareNodes: nodeView.siblings.toggle()
        case .logView: turnLogView()
        case .openLine: openLogRow()
        case .dividerLeft: moveDivider(isVertical: true, by: -4)
        case .dividerRight: moveDivider(isVertical: true, by: 4)
        case .dividerUp: moveDivider(isVertical: false, by: -1)
        case .dividerDown: moveDivider(isVertical: false, by: 1)
        case .dividerReset: resetDividers()
        case .openIncident: chooseIncident()
        case .openRow: openRow()
        case .openSignal: if let signal { show(.signal(signal.key.rowName)) }
        case .showCleared: showsCleared.toggle()
        case .playDrill: chooseDrill()
        case .theme: chooseTheme()
        case .addEndpoint: open(.form(endpointForm))
        case .filter: askForFilter()
        }
        return []
    }

    private mutating func goBackOneStep() -> [Effect] {
        goBack()
        return refreshHistory()
    }

    private mutating func openNodeOrFold() -> [Effect] {
        if let node { return openNode(node) }
        foldGroup()
        return []
    }

    private mutating func turnLogView() {
        logView = logView.next
        foldLog()
        show("the log shows \(logView.rawValue)", isProblem: false)
    }

    private mutating func chooseDrill() {
        let options = drillNames.map { Choice.Option(label: $0, outcome: .drill($0)) }
        dialog = .choice(Choice(title: "Play a drill", options: options))
    }

    private mutating func askForFilter() {
        guard list != nil else { return show("there is no list here", isProblem: true) }
        open(.form(filterForm))
    }

    /// Opens the list of the row under the cursor with its detail, and from there all of it.
    private mutating func openRow() {
        guard let context = list?.context else { return }
        guard let whole = shown.whole else {
            if let next = AppScreen.of(context) { show(ScreenRoute(next.id)) }
            return
        }
        if let row = selected(context) { show(ScreenRoute(whole.id, of: row)) }
    }

    private mutating func goBack() {
        if let context = list?.context, !cursor(in: context).filter.isEmpty {
            filter("")
        } else if !shown.back(&self) {
            leaveScreen()
        }
    }

    /// Takes away, one after the other, what the person made of the picture.
    mutating func settleDown() {
        if isZoomed {
            isZoomed = false
        } else if !markedNodes.isEmpty, focus == .fleet {
            unmark()
        } else {
            toast = nil
            scrollLog(to: 0)
        }
    }

    private mutating func moveFocus(by step: Int) {
        if turnToDetail() { return }
        guard screen == .commandCentre else {
            begin(at: .commandCentre)
            return
        }
        let count = Pane.allCases.count
        focus = Pane(rawValue: (focus.rawValue + step + count) % count) ?? .fleet
    }

    /// How many rows a page key moves.
    private var pageRows: Int { max(1, size.height / 2) }

    private mutating func move(by rows: Int) { shown.move(&self, rows) }

    private mutating func chooseIncident() {
        guard let row = selected(.incidents) else { return }
        showIncident(IncidentID(row))
        begin(at: .commandCentre)
    }

    /// Opens the list of themes with the cursor on the one that is shown.
    private mutating func chooseTheme() {
        let own = themes.names.map { Choice.Option(label: $0, outcome: .theme($0)) }
        let options = [.init(label: "what fits the terminal", outcome: .theme(nil))] + own
        var choice = Choice(title: "Theme", options: options)
        choice.selection = options.firstIndex { $0.outcome == .theme(themes.chosen) } ?? 0
        dialog = .choice(choice)
    }

    private var endpointForm: Form {
        Form(
            "Point Tocsin at an endpoint",
            purpose: .endpoint,
            fields: [.init("addresses", hint: "http://127.0.0.1:9615/metrics …")],
            draftKey: .init(nil, Drafts.endpoint)
        )
    }

    private var filterForm: Form {
        let filter = list.map { cursor(in: $0.context).filter } ?? ""
        return Form(
            "List only what has these words",
            purpose: .filter,
            fields: [.init("words", filter, hint: list?.filter.hint ?? "")],
            draftKey: nil
        )
    }
}
