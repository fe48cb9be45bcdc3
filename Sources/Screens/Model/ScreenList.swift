import CellGrid
import CommandTable

/// One list of the screen: what is in it, and where its rows lie.
///
/// Keys, the mouse and the filter know lists only from the screens that they are on.
struct ScreenList: Sendable {
    /// Where keys go while the list has them; also the name of the list.
    let context: CommandRow.Context
    /// The identities of all rows in their order, before the filter.
    let rows: @Sendable (AppModel) -> ListRows
    /// How its filter chooses among them.
    let filter: RowFilter
    /// The place of the row drawn on a line of the screen when the list lies in a rectangle; nil
    /// for what is no row.
    let row: @Sendable (AppModel, Rect, Int) -> Int?
    /// Commands of the list that the footer names last, where there is room.
    var lastHints: [String] = []
    /// What the mouse does in a part of the list that is more than rows, when the list lies in a
    /// rectangle; nil for what concerns only rows.
    var mouse: (@Sendable (inout AppModel, Rect, MouseEvent) -> [Effect]?)?
    /// What a press beside the rows does, at a column and a line of the screen, when the list lies
    /// in a rectangle.
    var press: (@Sendable (inout AppModel, Rect, Int, Int) -> Void)?

    /// Every list of every screen, once.
    static let all: [ScreenList] = AppScreen.all.flatMap(\.lists)
        .reduce(into: []) { lists, list in
            if !lists.contains(where: { $0.context == list.context }) { lists.append(list) }
        }

    /// The list of a place; nil where there is none.
    static func of(_ context: CommandRow.Context) -> ScreenList? {
        all.first { $0.context == context }
    }

    /// The first row shown when `selection` of `count` rows has to be in sight.
    static func firstRow(selection: Int, count: Int, height: Int) -> Int {
        max(0, min(selection - height + 1, count - height))
    }

    /// Rows of one line each in the part of the list's rectangle that `area` gives.
    static func lines(
        of context: CommandRow.Context,
        in area: @escaping @Sendable (AppModel, Rect) -> Rect
    ) -> @Sendable (AppModel, Rect, Int) -> Int? {
        { model, rect, y in
            let area = area(model, rect)
            guard y >= area.y, y < area.maxY else { return nil }
            let rows = model.rows(context)
            let selection = model.cursor(in: context).place(in: rows)
            return firstRow(selection: selection, count: rows.count, height: area.height)
                + y - area.y
        }
    }
}

extension ScreenList {
    /// A list whose filter looks for words in texts, which are those of the same rows.
    init(
        context: CommandRow.Context,
        rows: @escaping @Sendable (AppModel) -> ListRows,
        texts: @escaping @Sendable (AppModel) -> [String],
        row: @escaping @Sendable (AppModel, Rect, Int) -> Int?,
        mouse: (@Sendable (inout AppModel, Rect, MouseEvent) -> [Effect]?)? = nil
    ) {
        self.init(
            context: context,
            rows: rows,
            filter: .words(rows, texts),
            row: row,
            mouse: mouse
        )
    }
}
