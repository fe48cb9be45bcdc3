import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Cursors, filters and the mouse, the same in every list.
extension AppModel {
    /// The list that keys go to; nil where there is none.
    var list: ScreenList? {
        let context = shown.context(self)
        return shown.lists.first { $0.context == context }
    }

    /// Where the person is in a list.
    func cursor(in context: CommandRow.Context) -> ListCursor { cursors[context] ?? ListCursor() }

    /// The rows of a list that its filter leaves, by their identities.
    func rows(_ context: CommandRow.Context) -> ListRows {
        guard let list = ScreenList.of(context) else { return .names([]) }
        let text = cursor(in: context).filter
        return text.isEmpty ? list.rows(self) : list.filter.rows(self, text)
    }

    /// The row under the cursor of a list; nil when it is empty.
    func selected(_ context: CommandRow.Context) -> String? {
        let rows = rows(context)
        return rows.isEmpty ? nil : rows[cursor(in: context).place(in: rows)]
    }

    /// Moves the cursor of a list.
    mutating func move(_ context: CommandRow.Context, by count: Int) {
        if context == .log {
            scrollLog(to: logScroll - count)
            return
        }
        let rows = rows(context)
        var cursor = cursor(in: context)
        if context == .detail, !readsDetail, let area = shown.place(self, .detail),
            shown.lists.count > 1
        {
            // It has no cursor to be seen: its text moves at once.
            let last = ListFrame.inside(area).height - 1
            cursor.move(to: max(cursor.place(in: rows), count < 0 ? last + 1 : last), in: rows)
        }
        cursors[context, default: cursor].move(to: cursor.place(in: rows) + count, in: rows)
        // What is told is of another row now.
        if context != .detail { cursors[.detail] = nil }
    }

    /// How the row under the cursor of a list looks: whether the list has the keys.
    func mark(_ context: CommandRow.Context) -> ThemeRole {
        list?.context == context ? .selection : .selectionUnfocused
    }

    /// What stands in the frame of a list that is filtered: its words, shown and all; else nothing.
    func filterNote(_ context: CommandRow.Context) -> String {
        let filter = cursor(in: context).filter
        guard !filter.isEmpty, let list = ScreenList.of(context) else { return "" }
        return " ─ /\(filter) \(rows(context).count)/\(list.rows(self).count)"
    }

    /// What an empty list says.
    func emptyWords(_ context: CommandRow.Context, _ words: String) -> String {
        let filter = cursor(in: context).filter
        return filter.isEmpty ? emptyWords(words) : "Nothing matches '\(filter)'. Esc lists all."
    }

    /// Lists only rows with these words in the list that keys go to.
    mutating func filter(_ words: String) {
        guard let context = list?.context else { return }
        cursors[context, default: ListCursor()].filter = words
        if context == .log { logScroll = 0 }
        if context == .fleet { arrangeFleet() }
    }

    // MARK: The mouse

    /// The wheel scrolls the list under the pointer, a press chooses a row, and a press on the
    /// chosen one opens it.
    mutating func handle(_ mouse: MouseEvent) -> [Effect] {
        if let dialog { return handle(mouse, in: dialog) }
        let under = list(atX: mouse.x, y: mouse.y)
        if let under, let effects = under.list.mouse?(&self, under.rect, mouse) { return effects }
        switch mouse.action {
        case .wheelUp, .wheelDown:
            let isUp = mouse.action == .wheelUp
            guard let under, under.list.context != list?.context else {
                return perform(isUp ? .up : .down)
            }
            move(under.list.context, by: isUp ? -1 : 1)
        case .press(.left):
            hold(at: mouse)
            // A horizontal divider carries the title of a pane, which a press chooses.
            guard let under, heldDivider?.isVertical != true else { return [] }
            return press(under.list, in: under.rect, x: mouse.x, y: mouse.y)
        case .move where heldDivider != nil: drag(to: mouse)
        case .release: held = nil
        case .press, .move, .wheelLeft, .wheelRight: break
        }
        return []
    }

    private func list(atX x: Int, y: Int) -> (list: ScreenList, rect: Rect)? {
        let under = shown.lists.compactMap { list in
            shown.place(self, list).flatMap { $0.contains(x: x, y: y) ? (list, $0) : nil }
        }
        // A shared border shows the title of the list below.
        return under.first { $0.1.y == y } ?? under.first
    }

    private mutating func press(_ list: ScreenList, in rect: Rect, x: Int, y: Int) -> [Effect] {
        let hadKeys = self.list?.context == list.context
        if let pane = Pane.allCases.first(where: { $0.context == list.context }) { focus = pane }
        readsDetail = list.context == .detail
        let rows = rows(list.context)
        let selection = cursor(in: list.context).place(in: rows)
        guard let place = list.row(self, rect, y), rows.indices.contains(place) else {
            list.press?(&self, rect, x, y)
            return []
        }
        guard place == selection, hadKeys else {
            cursors[list.context, default: ListCursor()].move(to: place, in: rows)
            if list.context != .detail { cursors[.detail] = nil }
            return []
        }
        return row(for: Key(.enter)).map { request($0) } ?? []
    }

    /// In a dialog, the wheel and a press choose a line, and a press on the chosen one takes it.
    private mutating func handle(_ mouse: MouseEvent, in dialog: Dialog) -> [Effect] {
        let body = CommandCentreLayout(self).body
        guard let lines = DialogBox.lines(of: dialog, self, in: body) else { return [] }
        switch mouse.action {
        case .wheelUp: return handle(Key(.up), in: dialog)
        case .wheelDown: return handle(Key(.down), in: dialog)
        case .press(.left):
            guard lines.area.contains(x: mouse.x, y: mouse.y) else { return [] }
            return choose(lines.first + mouse.y - lines.area.y, in: dialog)
        case .press, .release, .move, .wheelLeft, .wheelRight: return []
        }
    }

    private mutating func choose(_ place: Int, in dialog: Dialog) -> [Effect] {
        switch dialog {
        case .choice(var choice):
            guard choice.options.indices.contains(place) else { return [] }
            if place == choice.selection { return handle(Key(.enter), in: dialog) }
            choice.selection = place
            self.dialog = .choice(choice)
        case .palette(var palette):
            guard palette.rows.indices.contains(place) else { return [] }
            if place == palette.selection { return handle(Key(.enter), in: dialog) }
            palette.selection = place
            self.dialog = .palette(palette)
        case .help(var help):
            guard help.lines.indices.contains(place) else { return [] }
            if place == help.selection { return handle(Key(.enter), in: dialog) }
            help.selection = place
            self.dialog = .help(help)
        case .form, .confirmation, .entry: break
        }
        return []
    }
}
