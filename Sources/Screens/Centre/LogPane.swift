import CellGrid
import CommandTable
import IncidentLog
import Primitives
import Reports

/// The log: one truthful log in the order of what happened, the newest line at the bottom.
enum LogPane {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let back = model.logScroll
        let title = back > 0 ? "Log ─ \(back) below ▼" : "Log"
        canvas.frame(
            rect,
            title: title + model.filterNote(.log),
            style: theme[.border],
            titleStyle: theme[.title]
        )
        var inside = rect.inset(1)
        guard inside.width > 16, inside.height > 0 else { return }
        if drawUnacknowledged(model, theme, in: inside, on: &canvas) {
            inside = Rect(
                x: inside.x,
                y: inside.y + 1,
                width: inside.width,
                height: inside.height - 1
            )
        }
        guard model.entries.contains(where: model.logShows) else {
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
            return
        }
        // The newest first, and no more than there is room for: every frame comes along here.
        let recent = Array(
            model.entries.reversed().lazy.filter(model.logShows).dropFirst(back)
                .prefix(inside.height + 1)
        )
        var y = inside.maxY
        for (place, entry) in recent.prefix(inside.height).enumerated() {
            var lines = self.lines(entry, model, theme, width: inside.width)
            let older = place + 1 < recent.count ? recent[place + 1] : nil
            if let day = newDay(of: entry, after: older, model) {
                lines.insert([TextSpan("── \(day) ──", style: theme[.muted])], at: 0)
            }
            y -= lines.count
            for (index, line) in lines.enumerated() where y + index >= inside.y {
                canvas.draw(line, x: inside.x, y: y + index, width: inside.width)
            }
            if y <= inside.y { break }
        }
        guard y > inside.y, let words = model.olderWords else { return }
        canvas.draw(words, x: inside.x, y: y - 1, width: inside.width, style: theme[.muted])
    }

    /// What nobody has taken note of stays in sight; returns whether there is such a line.
    private static func drawUnacknowledged(
        _ model: AppModel,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) -> Bool {
        guard rect.height >= 6, let (first, count) = model.unacknowledgedCritical else {
            return false
        }
        let more = count > 1 ? " +\(count - 1)" : ""
        canvas.draw(
            "!!*\(more) \(model.age(since: first.since)) A: \(first.text)",
            x: rect.x,
            y: rect.y,
            width: rect.width,
            style: theme[.critical]
        )
        return true
    }

    /// The day of an entry when it is another than that of the entry before, or of today.
    private static func newDay(of entry: Entry, after older: Entry?, _ model: AppModel) -> String? {
        let day = model.zoned(entry.occurredAt).date
        return day == model.zoned(older?.occurredAt ?? model.now).date ? nil : day
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
            entry.actor.name == model.operatorName ? theme[.strong] : theme[.link]
        let head = author.isEmpty ? 0 : DisplayWidth.of(author) + 1
        let isNote = line.mark == " "
        let indent = isNote ? 6 : 8
        let body = max(8, width - indent)
        // The author leads the first line: a placeholder of the same width wraps with the text.
        let lead = String(repeating: "\u{1}", count: min(head, body - 4))
        let wrapped = wrap(line.text + written(entry, model), lead: lead, width: body)
        return wrapped.enumerated().map { index, text in
            guard index == 0 else {
                return [
                    TextSpan(String(repeating: " ", count: indent), style: theme[.text]),
                    TextSpan(text, style: theme[line.role]),
                ]
            }
            var spans = [TextSpan(model.minute(entry.occurredAt) + " ", style: theme[.muted])]
            if !isNote { spans.append(TextSpan("\(line.mark) ", style: theme[line.role])) }
            if !author.isEmpty { spans.append(TextSpan(author + " ", style: authorStyle)) }
            spans.append(TextSpan(text, style: theme[line.role]))
            return spans
        }
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
    /// The log; it has no cursor, it is scrolled from its newest line.
    static let log = ScreenList(
        context: .log,
        rows: { .names($0.entries.filter($0.belongsToLog).map(\.id.rawValue)) },
        texts: { model in model.entries.filter(model.belongsToLog).map(model.filterText) },
        row: { _, _, _ in nil }
    )
}
