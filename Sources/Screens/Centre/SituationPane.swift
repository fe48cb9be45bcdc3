import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// What is wrong now, worst first, each with its cause only; then what comes next.
enum SituationPane {
    /// How many rows it wants inside its frame; none when nothing is wrong and nothing is open.
    static func wantedRows(_ model: AppModel, atMost limit: Int) -> Int {
        let signals = model.situationSignals.count
        guard signals > 0 || model.incident?.status.isOpen == true else { return 0 }
        return max(1, min(signals, limit)) + (model.nextWords == nil ? 0 : 1)
    }

    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        canvas.frame(rect, title: title(model, theme), style: theme[.border])
        drawRows(model, theme, in: rect.inset(1), on: &canvas)
    }

    /// The same without a frame, for the smallest screens: the worst signal, and what comes next.
    static func drawBare(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas)
    {
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
        guard let next = model.nextWords else { return }
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
        if critical + warnings == 0 { spans.append(TextSpan("quiet", style: theme[.muted])) }
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
        let first = ScreenList.firstRow(
            selection: selection,
            count: rows.count,
            height: area.height
        )
        if rows.isEmpty {
            canvas.draw(
                model.emptyWords(.situation, "Nothing that is watched is wrong now."),
                x: inside.x + 1,
                y: inside.y,
                width: max(0, inside.width - 1),
                style: theme[.muted]
            )
        }
        for (row, name) in rows.dropFirst(first).prefix(area.height).enumerated() {
            guard let signal = model.signal(inRow: name) else { continue }
            let line = Rect(x: area.x, y: area.y + row, width: area.width, height: 1)
            let isSelected = first + row == selection && model.focus == .situation
            draw(signal, isSelected, model, theme, in: line, on: &canvas)
        }
        let hidden = rows.count - area.height
        guard area.height < inside.height, let next = bottomWords(model) else { return }
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

    private static func since(_ signal: SignalState, _ model: AppModel, isLong: Bool) -> String {
        let age = model.age(since: signal.since)
        guard isLong else { return age }
        let day = model.zoned(signal.since).date
        let isToday = day == model.zoned(model.now).date
        return "\(isToday ? "" : day.dropFirst(5) + " ")\(model.minute(signal.since)) (\(age))"
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

    /// What comes next: the first steps that are not done, else what the incident waits for; nil
    /// when nothing is open and nothing is wrong.
    var nextWords: String? {
        guard let incident, incident.status.isOpen else {
            guard !uncleared.isEmpty else { return nil }
            return "next: \(keyText("incident declare")) declares an incident, "
                + "\(keyText("signal ack", in: .situation)) takes note of the signal"
        }
        let open = incident.steps.filter { !$0.isDone && !$0.progress.isSettled }
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
        if step.progress == .passed, let confirmer = step.definition.signOff {
            return "\(confirmer) confirms"
        }
        if step.progress == .failed { return "failed" }
        return step.condition == nil ? "by hand" : "by itself"
    }
}

extension ScreenList {
    /// What is wrong now.
    static let situation = ScreenList(
        context: .situation,
        rows: { .names($0.situationSignals.map(\.key.rowName)) },
        texts: { $0.situationSignals.map(SignalList.filterText) },
        row: lines(of: .situation) { model, rect in
            SituationPane.rows(model, in: rect.inset(1))
        },
        open: .openSignal
    )
}
