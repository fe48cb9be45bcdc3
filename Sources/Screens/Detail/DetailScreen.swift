import CellGrid
import CommandTable

/// What is known of one thing: on the whole screen, or beside the list that it is a row of.
enum DetailScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let detail = model.shown.detail?(model, theme, ListFrame.inside(rect).width)
        let isMoved = model.cursors[.detail] != nil
        // Nothing is filtered, nor is there a cursor, until somebody turns to it.
        let rows = isMoved ? model.rows(.detail) : .names(detail?.rows ?? [])
        let listed = Set(rows)
        let lines = zip(detail?.rows ?? [], detail?.lines ?? []).filter { listed.contains($0.0) }
        ListFrame.draw(
            (detail?.title ?? "") + model.filterNote(.detail),
            rows: lines.map(\.1.spans),
            empty: detail == nil ? "" : model.emptyWords(.detail, ""),
            selection: model.cursor(in: .detail).place(in: rows),
            mark: model.list?.context == .detail ? .selection : nil,
            theme,
            in: rect,
            on: &canvas
        )
    }
}

extension AppModel {
    /// What the screen tells of its subject, as wide as it is shown; nil where it tells nothing.
    var detail: Detail? {
        guard let place = shown.place(self, .detail) else { return nil }
        return shown.detail?(self, .plain, ListFrame.inside(place).width)
    }
}

extension ScreenList {
    /// The lines of what is told of one thing.
    static let detail = ScreenList(
        context: .detail,
        rows: { .names($0.detail?.rows ?? []) },
        texts: { $0.detail?.texts ?? [] },
        row: lines(of: .detail) { ListFrame.inside($1) }
    )
}
