import CommandTable
import Primitives
import Reports
import FleetModel
import CellGrid
import Monitoring

extension AppModel {
    /// Takes a message into account and returns what the shell has to do.
    package mutating func update(_ message: AppMessage) -> [Effect] {
        // While time stands still nothing else takes the last word away.
        let stands = isTimeStopped || drill?.isOver == true
        if stands, case .input(.key) = message { toast = nil }
        let effects = take(message)
        var isKey = false
        if case .input = message {
            isKey = true
            footerRefusals.restsSince = nil
            keepDrafts()
            past.hasFailed = false
        }
        followOpenIncident()
        foldLog()
        keepNodeEntries()
        indexEntries()
        return effects + askForSiblings(isKey: isKey) + askForPast() + askForReview()
            + stopOrStartTime()
    }

    private mutating func take(_ message: AppMessage) -> [Effect] {
        switch message {
        case .input(let event): return handle(event)
        case .clock(let time):
            now = time
            if let toast, toast.until <= time { self.toast = nil }
            judgeFooter()
            return refreshHistory()
        case .entries(let new, let state): return take(new, state)
        case .opened(let fleet, let isEmpty): takeOpened(fleet, isEmpty: isEmpty)
        case .past(let request, let entries): return take(entries, of: request)
        case .log(let news): take(news)
        case .fleet(let snapshot):
            self.snapshot = snapshot
            if let fleet = snapshot.fleet { self.fleet = fleet }
            takeHealth()
            orderNodes()
            followSiblings()
            fleetColumns = FleetColumns.Choice(
                snapshot.readings,
                health,
                of: self.fleet,
                before: fleetColumns
            )
        case .answered(let command, let refusal): settle(command, refusal: refusal)
        case .problem(let text): show(text, as: .backgroundProblem)
        case .notice(let text): show(text, isProblem: false)
        case .drill(let status): drill = status
        case .score(let score): take(score)
        case .history(let request, let bins): take(bins, for: request)
        case .review(let request, let written): review.take(written, for: request)
        case .colleagues(let people): colleagues = people
        case .rewound: rewind()
        case .edited(let text): take(edited: text)
        }
        return []
    }

    /// What was not known when the screen was opened.
    private mutating func takeOpened(_ fleet: Fleet?, isEmpty: Bool) {
        reading = .underWay
        self.fleet = fleet
        nodeOrder = NodeOrder(fleet?.nodes.map(\.id) ?? [])
        arrangeFleet()
        keepCursorOnNode()
        if fleet == nil { focus = .log }
        if fleet == nil, isEmpty, screen == .commandCentre { begin(at: .welcome) }
    }

    /// Shows how the drill went to who is in nothing else, and tells others where it is.
    private mutating func take(_ new: DrillScore) {
        score = new
        if screen == .commandCentre, dialog == nil, !isComposing {
            show(.score)
        } else {
            show("the drill is over: 'score' tells how it went", isProblem: false)
        }
    }

    /// For how long a short word stays.
    private static let toastSpan: Duration = .seconds(6)

    mutating func show(_ text: String, isProblem: Bool) {
        show(text, as: isProblem ? .problem : .notice)
    }

    mutating func show(_ text: String, as kind: Toast.Kind) {
        // Virtual time may run fast: the word stays as long in real time.
        let span = Self.toastSpan * (drill?.speed ?? 1)
        toast = Toast(text: text, kind: kind, until: now + span)
    }

    /// Takes the word away that a mistake of the person left: something else has been done well.
    mutating func clearProblem() {
        if toast?.kind == .problem { toast = nil }
    }

    /// Keeps the cursor of the fleet on a node that is there.
    mutating func keepCursorOnNode() {
        let rows = rows(.fleet)
        let row = cursor(in: .fleet).row
        // What is listed again later finds the cursor where it was.
        guard let first = rows.first, row.flatMap(rows.place) == nil else { return }
        let heading = row.flatMap { fleetRows?.heading(hiding: $0) }
        cursors[.fleet, default: ListCursor()].row = heading ?? first
    }
}

// MARK: Input

extension AppModel {
    private mutating func handle(_ event: InputEvent) -> [Effect] {
        switch event {
        case .key(let key): return handle(key)
        case .escapeThen(let key):
            let together = Key(key.code, modifiers: key.modifiers.union(.alt))
            return binds(together) ? handle(together) : handle(Key(.escape)) + handle(key)
        case .paste(let text):
            paste(text)
            return []
        case .mouse(let mouse): return handle(mouse)
        case .resized(let width, let height):
            size = (width, height)
            bare?.fit(size)
            return []
        case .interrupted: return [.quit]
        case .resumed: return [.repaint]
        case .focus, .wake, .background: return []
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
            dialog = .palette(filled(palette))
        case .help(var help):
            help.editor.insert(text.joinedLines)
            dialog = .help(filled(help))
        case .choice, .confirmation, .entry: show("a paste goes into a text field", isProblem: true)
        case nil:
            guard shown.hasComposer else {
                show(
                    "a paste goes into a text field; \(keyText(.say)) opens the log's",
                    isProblem: true
                )
                return
            }
            if let readOnlyRefusal { return show(readOnlyRefusal, isProblem: true) }
            isComposing = true
            composer.insert(text)
        }
    }

    /// Whether a key with Alt means something at this place.
    private func binds(_ key: Key) -> Bool {
        let newLine = Key(.enter, modifiers: .alt)
        return switch dialog {
        case .form(let form): key == newLine && form.fields[form.focus].isLong
        case .choice, .confirmation, .palette, .help, .entry: false
        case nil where isComposing: key == newLine
        case nil: row(for: key) != nil
        }
    }

    private mutating func handle(_ key: Key) -> [Effect] {
        if key == Key("z", modifiers: .control) { return [.suspend] }
        if key.modifiers.contains(.alt), !binds(key) { return [] }
        if let dialog { return handle(key, in: dialog) }
        if isComposing { return compose(key) }
        return row(for: key).map { request($0) } ?? []
    }
}

extension String {
    /// The text in one line.
    fileprivate var joinedLines: String {
        split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
