import CellGrid
import CommandTable

/// What is known of one thing: on the whole screen, or beside the list that it is a row of.
enum DetailScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let detail = model.shown.detail?(model, theme, ListFrame.inside(rect).width)
        // Not by the model's own rows: the detail would be made for each of them anew.
        let cursor = model.cursor(in: .detail)
        let isListed = ListFilter(cursor.filter)
        let rows = zip(detail?.rows ?? [], detail?.lines ?? []).filter { isListed($0.1.text) }
        ListFrame.draw(
            (detail?.title ?? "") + model.filterNote(.detail),
            rows: rows,
            empty: detail == nil ? "" : model.emptyWords(.detail, ""),
            selection: cursor.place(in: .names(rows.map(\.0))),
            mark: model.list?.context == .detail ? .selection : nil,
            theme,
            in: rect,
            on: &canvas
        ) { $0.1.spans }
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
