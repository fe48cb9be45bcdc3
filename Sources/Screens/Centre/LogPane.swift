import CellGrid
import CommandTable
import IncidentLog
import Primitives
import Reports

/// The log: one truthful log in the order of what happened, the newest line at the bottom; people
/// first, what the machine noticed folded.
enum LogPane {
    /// So many lines are kept below the cursor when one scrolls back.
    private static let tail = 3

    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let inside = rect.inset(1)
        let back = max(0, model.logScroll - min(tail, max(0, inside.height / 4)))
        let below = back > 0 ? " ─ \(back) below ▼" : ""
        canvas.frame(
            rect,
            title: [
                TextSpan("Log ─ ", style: theme[.title]),
                TextSpan(model.logView.rawValue, style: theme[.muted]),
                TextSpan(below + filterNote(model), style: theme[.key]),
            ],
            style: theme[.border]
        )
        guard inside.width > 16, inside.height > 0 else { return }
        guard !model.logRows.rows.isEmpty else {
            return drawEmpty(model, theme, in: inside, on: &canvas)
        }
        // The newest first, and no more than there is room for.
        let rows = model.logRows.rows.dropFirst(back)
        var y = inside.maxY
        for (place, row) in zip(rows.indices, rows) {
            guard model.entries.indices.contains(row.newest) else { break }
            var lines = self.lines(row, model, theme, width: inside.width)
            let older = place + 1 < rows.endIndex ? model.entries[rows[place + 1].newest] : nil
            y -= lines.count
            let isSelected = place == model.logScroll && model.focus == .log
            if isSelected {
                let top = max(inside.y, y)
                let area = Rect(
                    x: inside.x,
                    y: top,
                    width: inside.width,
                    height: max(0, y + lines.count - top)
                )
                canvas.fill(area, style: theme[.text])
            }
            if let day = newDay(of: model.entries[row.newest], after: older, model) {
                lines.insert([TextSpan("── \(day) ──", style: theme[.muted])], at: 0)
                y -= 1
            }
            for (index, line) in lines.enumerated() where y + index >= inside.y {
                canvas.draw(line, x: inside.x, y: y + index, width: inside.width)
            }
            if isSelected {
                select(from: y, lines.count, theme, in: inside, on: &canvas)
            }
            if y <= inside.y { break }
        }
        guard y > inside.y, let words = model.olderWords else { return }
        canvas.draw(words, x: inside.x, y: y - 1, width: inside.width, style: theme[.muted])
    }

    /// What its rows know already: the whole log would be looked through for each frame.
    private static func filterNote(_ model: AppModel) -> String {
        let filter = model.logRows.source.filter
        guard !filter.isEmpty else { return "" }
        return " ─ /\(filter) \(model.logRows.rows.count)/\(model.logRows.allCount)"
    }

    private static func select(
        from y: Int,
        _ count: Int,
        _ theme: Theme,
        in inside: Rect,
        on canvas: inout Canvas
    ) {
        for row in y..<(y + count) where row >= inside.y {
            let line = Rect(x: inside.x, y: row, width: inside.width, height: 1)
            canvas.select(line, theme[.selection])
        }
    }

    private static func drawEmpty(
        _ model: AppModel,
        _ theme: Theme,
        in inside: Rect,
        on canvas: inout Canvas
    ) {
        canvas.draw(
            model.olderWords
                ?? model.emptyWords(
                    .log,
                    "Nothing was said yet. i writes a line, D declares an incident."
                ),
            x: inside.x + 1,
            y: inside.y,
            width: inside.width - 1,
            style: theme[.muted]
        )
    }

    /// The day of an entry when it is another than that of the entry before, or of today.
    private static func newDay(of entry: Entry, after older: Entry?, _ model: AppModel) -> String? {
        let day = model.zoned(entry.occurredAt).date
        return day == model.zoned(older?.occurredAt ?? model.now).date ? nil : day
    }

    private static func lines(
        _ row: LogRows.Row,
        _ model: AppModel,
        _ theme: Theme,
        width: Int
    ) -> [[TextSpan]] {
        switch row {
        case .entry(let place): lines(model.entries[place], model, theme, width: width)
        case .burst(let places) where places.count == 1:
            [single(model.entries[places[0]], model, theme, width: width)]
        case .burst(let places): [burst(places, model, theme)]
        }
    }

    /// One thing that was noticed, quiet and on one line.
    private static func single(
        _ entry: Entry,
        _ model: AppModel,
        _ theme: Theme,
        width: Int
    ) -> [TextSpan] {
        let line = EntryText(entry, incident: model.incident, overlay: model.log.overlay)
        let time = model.minute(entry.occurredAt)
        let room = max(8, width - 9 - DisplayWidth.of(time))
        let text = DisplayWidth.truncate(line.text, to: room)
        return [TextSpan("      \(line.mark) \(text) \(time)", style: theme[.over])]
    }

    /// `▲ 6 signals changed, 2 more lines 13:06–13:58`.
    static func burst(_ places: [Int], _ model: AppModel, _ theme: Theme) -> [TextSpan] {
        var signals: Set<SignalKey> = []
        var others = 0
        for place in places {
            if case .signal(let event) = model.entries[place].event, let key = event.signal {
                signals.insert(key)
            } else {
                others += 1
            }
        }
        let count = signals.count
        var words: [String] = []
        if count > 0 { words.append(count == 1 ? "1 signal changed" : "\(count) signals changed") }
        if others > 0 { words.append(others == 1 ? "1 more line" : "\(others) more lines") }
        let (first, last) = (model.entries[places[places.count - 1]], model.entries[places[0]])
        let (from, to) = (model.minute(first.occurredAt), model.minute(last.occurredAt))
        let times = from == to ? from : "\(from)–\(to)"
        return [
            TextSpan("      ▲ ", style: theme[.over]),
            TextSpan("\(words.joined(separator: ", ")) \(times)", style: theme[.over]),
        ]
    }

    /// An entry wrapped to the width; continued lines start under the text.
    private static func lines(
        _ entry: Entry,
        _ model: AppModel,
        _ theme: Theme,
        width: Int
    ) -> [[TextSpan]] {
        let line = EntryText(entry, incident: model.incident, overlay: model.log.overlay)
        let author = entry.actor.kind == .automatic ? "" : entry.actor.name
        let authorStyle =
            entry.actor.name == model.operatorName ? theme[.strong] : theme[.person]
        let head = author.isEmpty ? 0 : DisplayWidth.of(author) + 1
        let isNote = line.mark == " "
        let indent = isNote ? 6 : 8
        let body = max(8, width - indent)
        // The author leads the first line: a placeholder of the same width wraps with the text.
        let lead = String(repeating: "\u{1}", count: min(head, body - 4))
        let text = line.text + deliveries(entry, model) + written(entry, model)
        let wrapped = wrap(text, lead: lead, width: body)
        let look = theme[model.role(of: entry, line)]
        let linked = TextSpan.linked(wrapped, of: text, style: look)
        return linked.enumerated().map { index, parts in
            guard index == 0 else {
                return [TextSpan(String(repeating: " ", count: indent), style: theme[.text])]
                    + parts
            }
            var spans = [TextSpan(model.minute(entry.occurredAt) + " ", style: theme[.muted])]
            if !isNote { spans.append(TextSpan("\(line.mark) ", style: look)) }
            if !author.isEmpty { spans.append(TextSpan(author + " ", style: authorStyle)) }
            return spans + parts
        }
    }

    /// How far an update got: `  discord ✓  matrix …`.
    private static func deliveries(_ entry: Entry, _ model: AppModel) -> String {
        guard model.logView == .people, case .update(.queued(let number, _, _, _)) = entry.event,
            let update = model.incident?.updates.first(where: { $0.number == number })
        else { return "" }
        return update.channels.map { channel in
            switch update.deliveries[channel] {
            case .delivered: "  \(channel) ✓"
            case .failed: "  \(channel) ✗"
            case .retrying: "  \(channel) !"
            case .queued, nil: "  \(channel) …"
            }
        }.joined()
    }

    /// When a line was written that speaks of an earlier moment.
    private static func written(_ entry: Entry, _ model: AppModel) -> String {
        guard entry.isBackDated else { return "" }
        let (written, spoken) = (model.zoned(entry.recordedAt), model.zoned(entry.occurredAt))
        let day = written.date == spoken.date ? "" : "\(written.date) "
        return " (written \(day)\(written.hourMinute))"
    }

    private static func wrap(_ text: String, lead: String, width: Int) -> [String] {
        let reserved = lead.utf8.count
        var lines = DisplayWidth.wrap(String(repeating: "x", count: reserved) + text, width: width)
        lines[0] = String(lines[0].dropFirst(reserved))
        return lines
    }
}

extension ScreenList {
    /// The log; its cursor counts from the newest line.
    static let log = ScreenList(
        context: .log,
        rows: { .names($0.entries.filter($0.belongsToLog).map(\.id.rawValue)) },
        texts: { model in model.entries.filter(model.belongsToLog).map(model.filterText) },
        row: { _, _, _ in nil }
    )
}
