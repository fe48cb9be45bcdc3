import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// What is wrong now, worst first, each with its cause only; then what comes next.
enum SituationPane {
    /// How many rows it wants inside its frame; none when nothing is wrong and nothing is open.
    static func wantedRows(_ model: AppModel, atMost limit: Int) -> Int {
        let signals = model.situationSignals
        guard !signals.isEmpty || model.incident?.status.isOpen == true else { return 0 }
        let meanings =
            isRoomy(model) ? signals.prefix(limit).count { $0.finding.meaning != nil } : 0
        return max(1, min(signals.count + meanings, limit)) + (model.nextWords == nil ? 0 : 1)
    }

    /// Whether rows that no signal needs may tell what the worst ones mean.
    private static func isRoomy(_ model: AppModel) -> Bool {
        model.size.width >= 120 && model.size.height >= 40
    }

    /// One row of the pane.
    private enum Line {
        /// The signal at this place of the list.
        case signal(Int)
        /// What the signal at this place usually means.
        case meaning(Int, String)
    }

    /// The rows in so much height: signals first, and below the worst ones what they mean, as far
    /// as rows are left.
    private static func lines(_ model: AppModel, height: Int) -> [Line] {
        let rows = model.rows(.situation)
        let selection = model.cursor(in: .situation).place(in: rows)
        let first = ScreenList.firstRow(
            selection: selection,
            count: rows.count,
            height: height
        )
        var left = isRoomy(model) ? height - rows.count : 0
        var lines: [Line] = []
        for (place, name) in rows.enumerated().dropFirst(first).prefix(height) {
            lines.append(.signal(place))
            guard left > 0, let meaning = model.signal(inRow: name)?.finding.meaning else {
                continue
            }
            lines.append(.meaning(place, meaning))
            left -= 1
        }
        return lines
    }

    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        canvas.frame(rect, title: title(model, theme), style: theme[.border])
        drawRows(model, theme, in: rect.inset(1), on: &canvas)
    }

    /// The same without a frame, for the smallest screens: the worst signal, and what comes next.
    static func drawBare(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas)
    {
        canvas.fill(rect, style: theme[.text])
        guard let signal = model.situationSignals.first else {
            return drawRows(model, theme, in: rect, on: &canvas)
        }
        let look = SignalLook(signal, at: model.now)
        let age = model.age(since: signal.since)
        let more = model.situationSignals.count > 1 ? " +\(model.situationSignals.count - 1)" : ""
        let text = "\(look.mark)\(more) \(age) \(signal.text)"
        let rows = max(1, rect.height - (model.nextWords == nil ? 0 : 1))
        var lines = DisplayWidth.wrap(text, width: rect.width)
        if lines.count > rows {
            lines = Array(lines.prefix(rows))
            lines[rows - 1] = DisplayWidth.truncate(lines[rows - 1] + "…", to: rect.width)
        }
        for (row, line) in lines.enumerated() {
            canvas.draw(
                line,
                x: rect.x,
                y: rect.y + row,
                width: rect.width,
                style: theme[look.role]
            )
        }
        guard rect.height > 1, let next = model.nextWords else { return }
        canvas.draw(
            next,
            x: rect.x,
            y: rect.maxY - 1,
            width: rect.width,
            style: theme[.muted]
        )
    }

    private static func title(_ model: AppModel, _ theme: Theme) -> [TextSpan] {
        let counts = SignalList.counts(model)
        let critical = counts.newCritical + counts.knownCritical
        let warnings = counts.newWarnings + counts.knownWarnings
        var spans = [TextSpan("Situation ─ ", style: theme[.title])]
        if critical > 0 {
            let role: ThemeRole = counts.newCritical > 0 ? .critical : .criticalAcknowledged
            spans.append(TextSpan("\(critical) critical", style: theme[role]))
        }
        if warnings > 0 {
            let role: ThemeRole = counts.newWarnings > 0 ? .warning : .warningAcknowledged
            let words = warnings == 1 ? "1 warning" : "\(warnings) warnings"
            if critical > 0 { spans.append(TextSpan(", ", style: theme[.muted])) }
            spans.append(TextSpan(words, style: theme[role]))
        }
        let silence = model.silenceNote
        if critical + warnings == 0, silence.isEmpty {
            spans.append(TextSpan("quiet", style: theme[.muted]))
        } else if !silence.isEmpty {
            if critical + warnings > 0 { spans.append(TextSpan(", ", style: theme[.muted])) }
            spans.append(TextSpan(silence, style: theme[.warning]))
        }
        spans.append(TextSpan(model.filterNote(.situation), style: theme[.key]))
        return spans
    }

    private static func drawRows(
        _ model: AppModel,
        _ theme: Theme,
        in inside: Rect,
        on canvas: inout Canvas
    ) {
        guard !inside.isEmpty else { return }
        let area = rows(model, in: inside)
        let rows = model.rows(.situation)
        let selection = model.cursor(in: .situation).place(in: rows)
        if rows.isEmpty {
            canvas.draw(
                model.emptyWords(
                    .situation,
                    model.silence == nil
                        ? "Nothing that is watched is wrong now."
                        : "Nothing was wrong when the nodes were last heard of."
                ),
                x: inside.x + 1,
                y: inside.y,
                width: max(0, inside.width - 1),
                style: theme[.muted]
            )
        }
        var isExplained = false
        for (row, shown) in lines(model, height: area.height).enumerated() {
            let line = Rect(x: area.x, y: area.y + row, width: area.width, height: 1)
            switch shown {
            case .signal(let place):
                guard let signal = model.signal(inRow: rows[place]) else { continue }
                let isSelected = place == selection && model.focus == .situation
                draw(signal, isSelected, model, theme, in: line, on: &canvas)
            case .meaning(let place, let meaning):
                isExplained = isExplained || place == selection
                canvas.draw(
                    "usually: \(meaning)",
                    x: line.x + 5,
                    y: line.y,
                    width: max(0, line.width - 5),
                    style: theme[.muted]
                )
            }
        }
        let hidden = rows.count - area.height
        let bottom = isExplained ? model.nextWords : bottomWords(model)
        guard area.height < inside.height, let next = bottom else { return }
        let more = hidden > 0 ? "+\(hidden) more  ·  " : ""
        canvas.draw(
            " " + more + next,
            x: inside.x,
            y: inside.maxY - 1,
            width: inside.width,
            style: theme[.muted]
        )
    }

    /// Where the rows of the signals lie: above what comes next.
    static func rows(_ model: AppModel, in inside: Rect) -> Rect {
        let next = model.nextWords == nil || inside.height < 2 ? 0 : 1
        return Rect(
            x: inside.x,
            y: inside.y,
            width: inside.width,
            height: max(1, inside.height - next)
        )
    }

    /// What the chosen signal usually means, while the person is here; else what comes next.
    private static func bottomWords(_ model: AppModel) -> String? {
        guard model.focus == .situation, let signal = model.signal,
            let meaning = signal.finding.meaning
        else { return model.nextWords }
        return "usually: \(meaning)"
    }

    private static func draw(
        _ signal: SignalState,
        _ isSelected: Bool,
        _ model: AppModel,
        _ theme: Theme,
        in line: Rect,
        on canvas: inout Canvas
    ) {
        let look = SignalLook(signal, at: model.now)
        canvas.draw(isSelected ? "▸" : " ", x: line.x, y: line.y, style: theme[.key])
        canvas.draw(look.mark, x: line.x + 1, y: line.y, style: theme[look.role])
        let owner = owner(of: signal)
        let since = since(signal, model, isLong: line.width >= 76)
        let ownerWidth = line.width >= 60 ? max(12, min(18, line.width / 7)) : 0
        let sinceWidth = DisplayWidth.of(since)
        let room = max(0, line.width - 5 - sinceWidth - 2 - ownerWidth)
        canvas.draw(
            text(signal, model),
            x: line.x + 5,
            y: line.y,
            width: room,
            style: theme[signal.acknowledgement == nil ? .strong : .text]
        )
        canvas.draw(
            since,
            x: line.x + 5 + room + 1,
            y: line.y,
            style: theme[.text]
        )
        if ownerWidth > 0 {
            canvas.draw(
                DisplayWidth.truncate(owner.words, to: ownerWidth - 1),
                x: line.maxX - ownerWidth + 1,
                y: line.y,
                style: theme[owner.role]
            )
        }
        if isSelected { canvas.select(line, theme[.selection]) }
    }

    /// What is wrong, with how many signals follow from it.
    private static func text(_ signal: SignalState, _ model: AppModel) -> String {
        let following = model.log.suppressed(by: signal).count
        return following == 0 ? signal.text : "\(signal.text) (+\(following) that follow from it)"
    }

    /// The place of the signal on a row of the pane; the row of its meaning is its own.
    static func place(at row: Int, height: Int, _ model: AppModel) -> Int? {
        let lines = lines(model, height: height)
        guard lines.indices.contains(row) else { return nil }
        switch lines[row] {
        case .signal(let place), .meaning(let place, _): return place
        }
    }

    private static func since(_ signal: SignalState, _ model: AppModel, isLong: Bool) -> String {
        isLong ? model.momentAndAge(signal.since) : model.age(since: signal.since)
    }

    private static func owner(of signal: SignalState) -> (words: String, role: ThemeRole) {
        guard let acknowledgement = signal.acknowledgement else { return ("nobody", .warning) }
        return ("\(acknowledgement.by.name) has it", .muted)
    }
}

extension AppModel {
    /// The signals of the fleet that stand and call for somebody: worst first, then the oldest.
    var situationSignals: [SignalState] {
        let now = self.now
        let name = fleetName
        return uncleared.filter { signal in
            signal.isActive && signal.suppressor == nil && !signal.isShelved(at: now)
                && signal.mayConcern(name)
        }.sorted {
            if $0.priority != $1.priority { return $0.priority < $1.priority }
            return ($0.raisedAt, $0.key) < ($1.raisedAt, $1.key)
        }
    }

    /// What of the process itself cannot wait: a watch that nobody keeps, a task that is late, a
    /// date that others set; nil when all can.
    private var processNote: String? {
        guard let incident else { return nil }
        let soon = now + .seconds(86_400)
        if let gap = incident.attendance?.gaps(from: now).first, gap.from < soon {
            return "NOBODY watches \(minute(gap.from)) to \(told(gap.to)) (watch cover)"
        }
        if let draft = log.advice.first(where: { $0.isDraft && incident.mayConcern($0.fleet) }) {
            return "advise operators? \(draft.kind.words(draft.version)) (advice give)"
        }
        if let task = incident.tasks.first(where: { $0.isOverdue(at: now) }) {
            return "task \(task.number) is OVERDUE: \(task.text) (\(task.owner ?? "nobody"))"
        }
        let clocks = incident.clocks.filter { $0.outcome == nil && $0.due < soon }
        return clocks.min { $0.due < $1.due }.map { clock in
            clock.due > now
                ? "\(clock.name) in \((clock.due - now).brief)"
                : "\(clock.name) is over: say what came out (clock end \(clock.number))"
        }
    }

    /// What comes next: the first steps that are not done, else what the incident waits for; nil
    /// when nothing is open and nothing is wrong.
    var nextWords: String? {
        guard let incident, incident.status.isOpen else {
            guard !uncleared.isEmpty else { return nil }
            return "next: \(keyText("incident declare")) declares an incident, "
                + "\(keyText("signal ack", in: .situation)) takes note of the signal"
        }
        let note = processNote.map { "\($0)  ·  " } ?? ""
        return note + stepWords(of: incident)
    }

    /// What is to be done first of an incident, and then.
    private func stepWords(of incident: IncidentState) -> String {
        let open = incident.steps.filter { step in
            !step.isDone(at: now) && !step.awaitsConfirmation(at: now)
        }
        guard let first = open.first else {
            guard !incident.updates.isEmpty else {
                return "next: the first update (\(keyText("update send")))"
            }
            return "next: \(keyText("incident state")) takes the incident on from "
                + incident.status.label.lowercased()
        }
        let then = open.dropFirst().first.map { "  ·  then \($0.definition.title)" } ?? ""
        return "next: \(first.definition.title) (\(Self.doer(of: first)))\(then)"
    }

    /// Who brings a step on.
    private static func doer(of step: StepState) -> String {
        if step.progress == .failed { return "failed" }
        return step.definition.isSensed ? "by itself" : "by hand"
    }
}

extension ScreenList {
    /// What is wrong now.
    static let situation = ScreenList(
        context: .situation,
        rows: { .names($0.situationSignals.map(\.key.rowName)) },
        texts: { $0.situationSignals.map(SignalList.filterText) },
        row: { model, rect, y in
            let area = SituationPane.rows(model, in: rect.inset(1))
            return SituationPane.place(at: y - area.y, height: area.height, model)
        }
    )
}
