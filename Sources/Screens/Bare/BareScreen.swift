import CellGrid
import CommandTable

/// The text of one list or detail over the whole terminal: no frame, nothing beside it, and
/// nothing that moves while a person selects from it.
enum BareScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        canvas.fill(rect, style: theme[.text])
        canvas.leavesMouse = true
        guard rect.height > 0, let view = model.bare?.fitted(to: (rect.width, rect.height))
        else { return }
        for (row, text) in view.shown.enumerated() {
            canvas.draw(text, x: rect.x, y: rect.y + row, width: rect.width, style: theme[.text])
        }
        let last = Rect(x: rect.x, y: rect.maxY - 1, width: rect.width, height: 1)
        if model.dialog != nil || model.toast != nil {
            FooterBar.draw(model, theme, in: last, on: &canvas)
        } else {
            drawWords(view, model, theme, in: last, on: &canvas)
        }
    }

    private static func drawWords(
        _ view: BareView,
        _ model: AppModel,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        let (moment, key) = (model.minute(view.moment), model.keyText(.back))
        let forms = [
            "frozen at \(moment) · drag selects, the terminal copies · \(key) returns",
            "frozen \(moment) · drag copies · \(key) back", "frozen \(moment) · \(key)",
        ]
        let words = forms.first { DisplayWidth.of($0) <= rect.width } ?? forms[forms.count - 1]
        let used = canvas.draw(
            words,
            x: rect.x,
            y: rect.y,
            width: rect.width,
            style: theme[.muted]
        )
        let hidden = view.hidden
        let more = [("▲", hidden.above), ("▼", hidden.below)].filter { $0.1 > 0 }
            .map { "\($0.1) \($0.0)" }.joined(separator: "  ")
        let start = rect.maxX - DisplayWidth.of(more)
        guard start >= rect.x + used + 2 else { return }
        canvas.draw(more, x: start, y: rect.y, style: theme[.muted])
    }
}

extension ScreenRoute {
    /// The text of what was shown before.
    static let bare = ScreenRoute("bare")
}

extension AppScreen {
    /// The text of what was shown before.
    static let bare = AppScreen(
        id: ScreenRoute.bare.screen,
        title: "Bare view",
        opener: CommandRow(
            "bare view",
            "the text alone, to copy it with the mouse",
            [.init("\\")],
            cli: "snapshot SCREEN"
        ),
        fillsTerminal: true,
        only: [
            .up, .down, .pageUp, .pageDown, .first, .last, .copy, .mute, .help, .repaint, .suspend,
            .back, .quit,
        ],
        move: { $0.bare?.scroll(by: $1) },
        draw: { BareScreen.draw($0, $1, in: $2, on: &$3) }
    )
}
