import CellGrid
import IncidentCore

/// What the screens that are one list have in common: a frame, a cursor, rows that scroll.
private enum ListFrame {
    static func draw(
        _ title: String,
        rows: [[TextSpan]],
        empty: String,
        selection: Int,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        canvas.fill(rect, style: theme[.text])
        canvas.frame(rect, title: title, style: theme[.border], titleStyle: theme[.title])
        let inside = rect.inset(columns: 2, rows: 1)
        guard !rows.isEmpty else {
            canvas.draw(
                empty,
                x: inside.x,
                y: inside.y,
                width: inside.width,
                style: theme[.muted]
            )
            return
        }
        let first = max(0, min(selection - inside.height + 1, rows.count - inside.height))
        for (row, spans) in rows.dropFirst(first).prefix(max(0, inside.height)).enumerated() {
            let y = inside.y + row
            let isSelected = first + row == selection
            canvas.draw(isSelected ? "▸" : " ", x: rect.x + 1, y: y, style: theme[.key])
            canvas.draw(spans, x: inside.x, y: y, width: inside.width)
        }
    }
}

/// What asks for attention, the most urgent first.
enum SignalsScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let rows = model.log.activeSignals.map { signal in
            let role: ThemeRole = signal.priority == .critical ? .critical : .warning
            return [
                TextSpan(signal.priority == .critical ? "CRIT " : "WARN ", style: theme[role]),
                TextSpan(
                    "\(model.minute(signal.since)) \((model.now - signal.since).brief)  ",
                    style: theme[.muted]
                ),
                TextSpan(signal.text, style: theme[.text]),
            ]
        }
        ListFrame.draw(
            "Signals ─ \(rows.count)",
            rows: rows,
            empty: "Nothing asks for attention.",
            selection: model.selectedRow,
            theme,
            in: rect,
            on: &canvas
        )
    }
}

/// Every incident, the newest first.
enum IncidentsScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let rows = model.log.incidents.reversed().map { incident in
            [
                TextSpan("\(incident.id) ", style: theme[.strong]),
                TextSpan("\(incident.severity.label) ", style: theme[.text]),
                TextSpan(
                    DisplayWidth.pad(incident.status.label, to: 14, alignment: .leading),
                    style: theme[incident.status.isOpen ? .warning : .muted]
                ),
                TextSpan(
                    "\(incident.declaredAt.date) \(model.minute(incident.declaredAt))  "
                        + DisplayWidth.pad(
                            incident.elapsed(at: model.now).brief,
                            to: 7,
                            alignment: .trailing
                        )
                        + "  ",
                    style: theme[.muted]
                ),
                TextSpan(incident.title, style: theme[.text]),
            ]
        }
        ListFrame.draw(
            "Incidents ─ \(rows.count)",
            rows: rows,
            empty: "No incident yet. D declares one.",
            selection: model.selectedRow,
            theme,
            in: rect,
            on: &canvas
        )
    }
}

/// Updates and their receipts: one row an update, one column a channel.
enum UpdatesScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let updates = Array((model.incident?.updates ?? []).reversed())
        let rows = updates.map { update in
            var spans = [
                TextSpan(
                    "#\(update.number) \(model.minute(update.at)) \(update.author.name)  ",
                    style: theme[.text]
                )
            ]
            for channel in update.channels {
                let (text, role) = cell(update.deliveries[channel], model)
                spans.append(TextSpan("\(channel) ", style: theme[.muted]))
                spans.append(TextSpan("\(text)  ", style: theme[role]))
            }
            return spans
        }
        let parts = rect.rows([.share(1), .share(1)], overlap: 1)
        ListFrame.draw(
            "Updates ─ \(rows.count)",
            rows: rows,
            empty: "No update was sent yet. u writes one.",
            selection: model.selectedRow,
            theme,
            in: parts[0],
            on: &canvas
        )
        guard parts.count > 1 else { return }
        let chosen = updates.indices.contains(model.selectedRow) ? updates[model.selectedRow] : nil
        drawText(chosen, model, theme, in: parts[1], on: &canvas)
    }

    /// `✓ 1234…`, `… queued`, `! again 08:02`, `✗ reason`.
    private static func cell(
        _ delivery: StatusUpdate.Delivery?,
        _ model: AppModel
    ) -> (String, ThemeRole) {
        switch delivery {
        case .delivered(let receipt, _): ("✓ \(receipt.prefix(12))", .good)
        case .queued: ("… sending", .changed)
        case .retrying(let reason, let attempt, let at):
            ("! try \(attempt): \(reason), again \(model.second(at))", .warning)
        case .failed(let reason, _): ("✗ \(reason)", .critical)
        case nil: ("–", .muted)
        }
    }

    private static func drawText(
        _ update: StatusUpdate?,
        _ model: AppModel,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        canvas.frame(
            rect,
            title: update.map { "Text of #\($0.number)" } ?? "Text",
            style: theme[.border],
            titleStyle: theme[.title]
        )
        let inside = rect.inset(columns: 2, rows: 1)
        guard let update, inside.width > 4 else { return }
        var y = inside.y
        for paragraph in update.text.split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        ) {
            for line in DisplayWidth.wrap(String(paragraph), width: inside.width)
            where y < inside.maxY {
                canvas.draw(line, x: inside.x, y: y, style: theme[.text])
                y += 1
            }
        }
    }
}
