import Monitoring
import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// The parties: who is served, who is not, and since when, on one time axis.
enum PartiesPane {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        canvas.frame(
            rect,
            title: model.noted(
                [TextSpan("Parties" + model.filterNote(.parties), style: theme[.title])],
                theme
            ),
            style: theme[.border]
        )
        let inside = rect.inset(1)
        let parties = model.rows(.parties)
        if parties.isEmpty {
            canvas.draw(
                model.emptyWords(.parties, "The fleet file names no parties."),
                x: inside.x + 1,
                y: inside.y,
                width: inside.width - 1,
                style: theme[.muted]
            )
        }
        let visible = inside.height
        let selection = model.cursor(in: .parties).place(in: parties)
        let first = ScreenList.firstRow(
            selection: selection,
            count: parties.count,
            height: visible
        )
        let axis = axis(model)
        let nameWidth = min(14, parties.map { DisplayWidth.of($0) }.max() ?? 0)
        for (row, party) in parties.dropFirst(first).prefix(max(0, visible)).enumerated() {
            let line = Rect(x: inside.x, y: inside.y + row, width: inside.width, height: 1)
            let isSelected = first + row == selection && model.focus == .parties
            canvas.draw(isSelected ? "▸" : " ", x: line.x, y: line.y, style: theme[.key])
            canvas.draw(
                DisplayWidth.pad(
                    DisplayWidth.truncate(party, to: nameWidth),
                    to: nameWidth,
                    alignment: .leading
                ),
                x: line.x + 1,
                y: line.y,
                style: theme[.text]
            )
            let rest = Rect(
                x: line.x + nameWidth + 2,
                y: line.y,
                width: line.width - nameWidth - 2,
                height: 1
            )
            draw(PartyID(party), model, theme, axis: axis, in: rest, on: &canvas)
        }
        guard parties.count < visible, !model.log.impacts.isEmpty else { return }
        let bars = Rect(
            x: inside.x + nameWidth + 2 + wordWidth + 1,
            y: inside.maxY - 1,
            width: inside.width - nameWidth - 2 - barMargin,
            height: 1
        )
        drawAxis(axis, model, theme, in: bars, on: &canvas)
    }

    /// What a state takes of a row, and what the words beside a bar take together, in columns.
    private static let (wordWidth, barMargin) = (13, 22)

    /// The moments at which the bars begin and end.
    private static func drawAxis(
        _ axis: (from: Timestamp, to: Timestamp),
        _ model: AppModel,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        guard rect.width >= 6 else { return }
        let day = model.zoned(axis.from).date
        let isToday = day == model.zoned(axis.to).date
        // The day tells more than the minute where there is no room for both.
        let forms =
            isToday
            ? [model.minute(axis.from)]
            : ["\(day.dropFirst(5)) \(model.minute(axis.from))", "\(day.dropFirst(5))"]
        let from = forms.first { DisplayWidth.of($0) + 5 <= rect.width } ?? forms.last ?? ""
        let end = rect.width >= DisplayWidth.of(from) + 5 ? "now" : ""
        canvas.draw(from, x: rect.x, y: rect.y, width: rect.width, style: theme[.muted])
        canvas.draw(end, x: rect.maxX - DisplayWidth.of(end), y: rect.y, style: theme[.muted])
    }

    /// From when to when the bars run: from the oldest impact that still matters until now.
    private static func axis(_ model: AppModel) -> (from: Timestamp, to: Timestamp) {
        let starts = model.log.impacts.map(\.from)
        let declared = model.incident.map { [$0.impactFrom ?? $0.declaredAt] } ?? []
        let from = (starts + declared).min() ?? model.now - .seconds(3600)
        return (min(from, model.now - .seconds(600)), model.now)
    }

    private static func draw(
        _ party: PartyID,
        _ model: AppModel,
        _ theme: Theme,
        axis: (from: Timestamp, to: Timestamp),
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        let impacts = model.log.impacts.filter {
            $0.party == party && $0.mayConcern(model.fleet?.name)
        }
        let (word, role) = state(party, impacts, model)
        let barWidth = max(0, rect.width - barMargin)
        canvas.draw(word, x: rect.x, y: rect.y, width: wordWidth, style: theme[role])
        guard barWidth >= 6, !impacts.isEmpty else {
            // Who is served is not worth more words.
            let need = model.snapshot.needs[party]
            let reading = need?.truth == .holds ? "" : need?.reading ?? ""
            canvas.draw(
                reading,
                x: rect.x + 14,
                y: rect.y,
                width: max(0, rect.width - 14),
                style: theme[.muted]
            )
            return
        }
        let span = max(1, (axis.to - axis.from).milliseconds)
        for column in 0..<barWidth {
            let start = axis.from + .milliseconds(span * Int64(column) / Int64(barWidth))
            let end = axis.from + .milliseconds(span * Int64(column + 1) / Int64(barWidth))
            let hit = impacts.last { $0.from < end && ($0.to ?? model.now + .seconds(1)) > start }
            let cell: (String, ThemeRole) =
                switch hit?.cause {
                case .original: ("█", hit?.residualReason == nil ? .critical : .changed)
                case .mitigation, .rollback: ("▓", hit?.residualReason == nil ? .warning : .changed)
                case nil: ("─", .muted)
                }
            canvas.draw(cell.0, x: rect.x + 14 + column, y: rect.y, style: theme[cell.1].asBar)
        }
        let note = note(impacts.last, model)
        canvas.draw(
            note,
            x: rect.x + 15 + barWidth,
            y: rect.y,
            width: max(0, rect.width - 15 - barWidth),
            style: theme[.muted]
        )
    }

    static func state(
        _ party: PartyID,
        _ impacts: [ImpactWindow],
        _ model: AppModel
    ) -> (String, ThemeRole) {
        if let open = impacts.last(where: \.isOpen) {
            let since =
                model.now - open.from >= .seconds(86_400)
                ? String(model.zoned(open.from).date.dropFirst(5)) : model.minute(open.from)
            return open.residualReason == nil
                ? ("down \(since)", .critical) : ("rest \(since)", .changed)
        }
        switch model.snapshot.needs[party]?.truth {
        case .holds: return ("served", .muted)
        case .fails: return ("not served", .critical)
        case .unknown: return ("not known", .stale)
        case nil: return ("–", .muted)
        }
    }

    /// What is special about an impact, else for how long it lasts.
    private static func note(_ impact: ImpactWindow?, _ model: AppModel) -> String {
        guard let impact else { return "" }
        if impact.residualReason != nil { return "decided" }
        if impact.cause == .mitigation { return "by fix" }
        if impact.cause == .rollback { return "by rollback" }
        return impact.isOpen ? (model.now - impact.from).age : ""
    }
}

extension Style {
    /// The look of a bar of full blocks: in the colour that the role fills its background with,
    /// when it has one.
    fileprivate var asBar: Style {
        var bar = self
        if background != .terminal { bar.foreground = background }
        bar.background = .terminal
        bar.attributes.remove(.reverse)
        return bar
    }
}

extension ScreenList {
    /// The parties.
    static let parties = ScreenList(
        context: .parties,
        rows: { .names($0.parties.map(\.rawValue)) },
        texts: { $0.parties.map(\.rawValue) },
        row: lines(of: .parties) { _, rect in rect.inset(1) }
    )
}
