import CellGrid
import CommandTable

/// A list with what is known of the row under its cursor: beside it, and below it where the screen
/// is narrow.
enum ListDetail {
    /// From so many columns the two stand side by side, from so many rows one below the other; on
    /// smaller screens the list is alone.
    private static let (leastColumns, leastRows) = (100, 14)
    /// Rows of the smallest list, with its frame.
    private static let leastListRows = 6

    /// Where the list and the detail lie, each with its frame; a zoomed list is alone.
    static func parts(_ model: AppModel, in rect: Rect) -> (list: Rect, detail: Rect?) {
        guard !model.isZoomed, let list = model.shown.lists.first else { return (rect, nil) }
        if rect.width >= leastColumns {
            let parts = rect.columns([.share(11), .share(9)], overlap: 1)
            return (parts[0], parts[1])
        }
        guard rect.height >= leastRows else { return (rect, nil) }
        // The list takes what its rows need, up to half.
        let wanted = list.rows(model).count + 3
        let height = max(leastListRows, min(wanted, rect.height / 2))
        let parts = rect.rows([.fixed(height), .share(1)], overlap: 1)
        return (parts[0], parts[1])
    }

    static func draw(
        _ model: AppModel,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas,
        list drawList: AppScreen.Draw
    ) {
        let parts = parts(model, in: rect)
        canvas.fill(rect, style: theme[.text])
        drawList(model, theme, parts.list, &canvas)
        guard let detail = parts.detail else { return }
        DetailScreen.draw(model, theme, in: detail, on: &canvas)
        // Last, so that a shared border shows which of them has the keys.
        canvas.restyleBorder(of: model.readsDetail ? detail : parts.list, theme[.borderFocus])
    }
}

extension AppScreen {
    /// A screen of a list with the detail of its row.
    ///
    /// - Parameters:
    ///   - list: The list.
    ///   - drawList: Draws the list in a frame of its own.
    ///   - detail: What is known of the row under the cursor.
    static func of(
        _ list: ScreenList,
        id: String,
        title: String,
        opener: CommandRow,
        showsSeconds: Bool = false,
        hints: @escaping @Sendable (AppModel) -> [FooterBar.Hint],
        drawList: @escaping Draw,
        detail: @escaping @Sendable (AppModel, Theme, Int) -> Detail?
    ) -> AppScreen {
        AppScreen(
            id: id,
            title: title,
            opener: opener,
            context: { $0.readsDetail ? .detail : list.context },
            outer: list.context,
            lists: [list, .detail],
            place: { model, asked in
                let parts = ListDetail.parts(model, in: CommandCentreLayout(model).body)
                return asked.context == .detail ? parts.detail : parts.list
            },
            detail: detail,
            showsSeconds: showsSeconds,
            reads: .all,
            hints: hints,
            back: { model in
                defer { model.readsDetail = false }
                return model.readsDetail
            },
            draw: { ListDetail.draw($0, $1, in: $2, on: &$3, list: drawList) }
        )
    }

    /// A screen of all that is known of one row of a list.
    ///
    /// - Parameters:
    ///   - context: The list, whose keys mean the same here.
    ///   - verb: The name of the command that opens it.
    static func whole(
        of context: CommandRow.Context,
        id: String,
        title: String,
        verb: ScreenCommand,
        detail: @escaping @Sendable (AppModel, Theme, Int) -> Detail?
    ) -> AppScreen {
        AppScreen(
            id: id,
            title: title,
            verb: verb.rawValue,
            context: { _ in .detail },
            outer: context,
            lists: [.detail],
            detail: detail,
            showsSeconds: true,
            reads: .all,
            hints: { model in
                let node = model.node == nil ? [] : FooterBar.own(model, .detail)
                return node + FooterBar.own(model, context, without: verb)
                    + FooterBar.words(model, .back)
            },
            draw: { DetailScreen.draw($0, $1, in: $2, on: &$3) }
        )
    }

    /// The screen of a list with the detail of its row; nil where there is none.
    static func of(_ context: CommandRow.Context) -> AppScreen? {
        all.first { $0.lists.count == 2 && $0.lists.first?.context == context }
    }

    /// The screen of all that is known of one row of the list shown; nil where there is none.
    var whole: AppScreen? {
        guard lists.count == 2, let context = lists.first?.context else { return nil }
        return Self.all.first { $0.outer == context && $0.lists.count == 1 }
    }
}

extension AppModel {
    /// The row of a list that commands speak of: the one that is told of alone, else the one under
    /// the cursor.
    func subject(_ context: CommandRow.Context) -> String? {
        shown.outer == context ? screen.subject ?? selected(context) : selected(context)
    }

    /// Gives the keys to the detail beside the list, or back to the list; false where there is
    /// none.
    mutating func turnToDetail() -> Bool {
        guard shown.lists.count == 2, shown.place(self, .detail) != nil, let detail else {
            return false
        }
        readsDetail.toggle()
        if readsDetail { cursors[.detail]?.filter = "" }
        if readsDetail, cursors[.detail] == nil, let place = shown.place(self, .detail) {
            let start = detail.start(height: ListFrame.inside(place).height)
            cursors[.detail, default: ListCursor()].move(to: start, in: rows(.detail))
        }
        return true
    }
}
