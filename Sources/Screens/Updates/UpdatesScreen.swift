import CellGrid
import CommandTable
import IncidentLog
import Primitives

/// Updates and their receipts: one row an update, one column a channel.
enum UpdatesScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let ids = model.rows(.updates)
        let all = model.incident?.updates ?? []
        let updates = ids.compactMap { id in all.first { "\($0.number)" == id } }
        let selection = model.cursor(in: .updates).place(in: ids)
        let rows = updates.map { update in
            var spans = [
                TextSpan(
                    "#\(update.number) \(model.momentAndAge(update.at)) \(update.author.name)  ",
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
        let parts = parts(of: rect)
        ListFrame.draw(
            "Updates ─ \(rows.count)" + model.filterNote(.updates),
            rows: rows,
            empty: model.emptyWords(.updates, "No update was sent yet. u writes one."),
            selection: selection,
            theme,
            in: parts[0],
            on: &canvas
        )
        guard parts.count > 1 else { return }
        let chosen = updates.indices.contains(selection) ? updates[selection] : nil
        drawText(chosen, model, theme, in: parts[1], on: &canvas)
    }

    /// Where the list with its frame lies.
    static func list(in rect: Rect) -> Rect { parts(of: rect)[0] }

    private static func parts(of rect: Rect) -> [Rect] {
        rect.rows([.share(1), .share(1)], overlap: 1)
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
            ("! try \(attempt): \(reason), again \(model.momentAndAge(at))", .warning)
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

extension ScreenList {
    /// The updates of the incident shown.
    static let updates = ScreenList(
        context: .updates,
        rows: { .names(($0.incident?.updates ?? []).reversed().map { "\($0.number)" }) },
        texts: { model in
            (model.incident?.updates ?? []).reversed().map { update in
                "#\(update.number) \(update.author.name) \(update.text)"
            }
        },
        row: lines(of: .updates) { ListFrame.inside(UpdatesScreen.list(in: $1)) }
    )
}

extension ScreenRoute {
    /// The updates of the incident shown.
    static let updates = ScreenRoute("updates")
}

extension AppScreen {
    /// The updates of the incident shown.
    static let updates = AppScreen(
        id: ScreenRoute.updates.screen,
        title: "Updates",
        opener: CommandRow(
            "updates",
            "see updates and their receipts",
            [.init("U")],
            cli: "update list"
        ),
        context: { _ in .updates },
        lists: [.updates],
        hints: { model in
            [.init(model.keyText("update send"), "new update")] + FooterBar.own(model, .updates)
                + FooterBar.words(model, .back)
        },
        draw: { UpdatesScreen.draw($0, $1, in: $2, on: &$3) }
    )
}
