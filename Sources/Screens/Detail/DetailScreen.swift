import CellGrid
import CommandTable

/// All that is known of one thing on the whole screen, with a cursor on its lines.
enum DetailScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let inside = ListFrame.inside(rect)
        let detail = model.shown.detail?(model, theme, inside.width)
        let all = zip(detail?.rows ?? [], detail?.lines ?? [])
        let rows = model.rows(.detail)
        let listed = Set(rows)
        ListFrame.draw(
            (detail?.title ?? "") + model.filterNote(.detail),
            rows: all.filter { listed.contains($0.0) }.map(\.1.spans),
            empty: model.emptyWords(.detail, "It is there no more."),
            selection: model.cursor(in: .detail).place(in: rows),
            theme,
            in: rect,
            on: &canvas
        )
    }

    /// Where the lines lie.
    static func inside(_ model: AppModel) -> Rect {
        ListFrame.inside(CommandCentreLayout(model).body)
    }
}

extension AppModel {
    /// What the screen tells of its subject, as wide as it is shown; nil where it tells nothing.
    var detail: Detail? {
        shown.detail?(self, .plain, DetailScreen.inside(self).width)
    }
}

extension ScreenList {
    /// The lines of what is told of one thing.
    static let detail = ScreenList(
        context: .detail,
        rows: { .names($0.detail?.rows ?? []) },
        texts: { $0.detail?.texts ?? [] },
        row: lines(of: .detail) { ListFrame.inside($1) },
        open: .openNode
    )
}
