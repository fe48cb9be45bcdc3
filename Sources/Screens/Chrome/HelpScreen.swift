import CellGrid
import CommandTable

/// The help: every command with its keys and its form on the command line, from the one table.
enum HelpScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        canvas.fill(rect, style: theme[.text])
        canvas.frame(
            rect,
            title: "Help ─ ↑↓ scroll, Esc back",
            style: theme[.border],
            titleStyle: theme[.title]
        )
        let inside = rect.inset(columns: 2, rows: 1)
        let lines = lines(model, theme)
        let first = min(model.scroll, max(0, lines.count - inside.height))
        for (row, line) in lines.dropFirst(first).prefix(max(0, inside.height)).enumerated() {
            canvas.draw(line, x: inside.x, y: inside.y + row, width: inside.width)
        }
    }

    private static func lines(_ model: AppModel, _ theme: Theme) -> [[TextSpan]] {
        var lines: [[TextSpan]] = []
        for context in CommandRow.Context.allCases where context != .welcome {
            let rows = model.commands.filter { !$0.keys(in: context).isEmpty }
            if rows.isEmpty { continue }
            if !lines.isEmpty { lines.append([]) }
            lines.append([TextSpan(context.title, style: theme[.title])])
            lines += rows.map { line($0, in: context, model, theme) }
        }
        lines.append([])
        lines.append([TextSpan("Marks", style: theme[.title])])
        lines += marks.map { mark, meaning in
            [TextSpan("  \(mark)  ", style: theme[.key]), TextSpan(meaning, style: theme[.text])]
        }
        return lines
    }

    private static func line(
        _ row: CommandRow,
        in context: CommandRow.Context,
        _ model: AppModel,
        _ theme: Theme
    ) -> [TextSpan] {
        let keys = row.keys(in: context).map(\.description).joined(separator: " ")
        var spans = [
            TextSpan(
                "  " + DisplayWidth.pad(keys, to: 16, alignment: .leading),
                style: theme[.key]
            ),
            TextSpan(DisplayWidth.pad(row.title, to: 40, alignment: .leading), style: theme[.text]),
        ]
        if let reason = model.refusal(of: row) {
            spans.append(TextSpan(" not now: \(reason)", style: theme[.muted]))
        } else if let line = row.commandLine {
            spans.append(TextSpan(" tocsin \(line)", style: theme[.muted]))
        }
        return spans
    }

    private static let marks: [(String, String)] = [
        ("●", "healthy"), ("◐", "something is wrong"), ("✗", "down, or failed"),
        ("?", "not known, or too old to count"), ("◌", "holds, not yet long enough"),
        ("✓", "passed, or delivered"), ("↺", "had passed and no longer holds"),
        ("▲ △", "signal raised, cleared"),
        ("!!* !!", "critical signals that nobody has acknowledged, and those acknowledged"),
        ("!* !", "warnings that nobody has acknowledged, and those acknowledged"),
        ("z ~", "signal shelved, suppressed by its cause or by planned work"),
        ("◆", "status update"), ("≠", "a fact changed"),
        ("↻ V", "on plots: the process restarted, its version changed"),
    ]
}

extension ScreenRoute {
    /// The help.
    static let help = ScreenRoute("help")
}

extension AppScreen {
    /// The help.
    static let help = AppScreen(
        id: ScreenRoute.help.screen,
        title: "Help",
        verb: ScreenCommand.help.rawValue,
        hints: { model in
            [(FooterBar.keys(model, .up, .down), "scroll")] + FooterBar.words(model, .back)
        },
        move: scrolls,
        draw: { HelpScreen.draw($0, $1, in: $2, on: &$3) }
    )
}
