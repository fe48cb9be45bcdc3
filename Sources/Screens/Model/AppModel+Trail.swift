import CellGrid
import CommandTable
import Monitoring

/// From screen to screen, and back to where one came from.
extension AppModel {
    /// The screen shown.
    package var screen: ScreenRoute { trail.here }

    /// Goes to a screen: back to it where the person came through it, and away from it when it is
    /// shown already.
    mutating func show(_ next: ScreenRoute) {
        if next == screen { return leaveScreen() }
        if next == .commandCentre { return begin(at: next) }
        let left = shown.lists
        if let step = trail.goBack(to: next) { return takeUp(step, from: left) }
        let frozen =
            next == .bare
            ? BareView(bareText(width: size.width), at: now, size: size) : nil
        trail.go(to: next, from: place)
        settle()
        bare = frozen
        // A list that both have keeps its place.
        guard let context = list?.context,
            context == .detail || !left.contains(where: { $0.context == context })
        else { return }
        var start = 0
        if context == .detail, let area = shown.place(self, .detail) {
            start = detail?.start(height: ListFrame.inside(area).height) ?? 0
        }
        cursors[context, default: ListCursor()].move(to: start, in: rows(context))
    }

    /// Begins on a screen: at its top, with the keys in its list.
    private mutating func settle() {
        bare = nil
        scroll = 0
        readsDetail = false
        cursors[.detail] = nil
        let pane = Pane.allCases.first { $0.context == shown.outer }
        if shown.id != ScreenRoute.commandCentre.screen, let pane { focus = pane }
    }

    /// Goes to where a way begins; there is nothing to go back to.
    mutating func begin(at start: ScreenRoute) {
        trail = Trail(at: start)
        settle()
    }

    /// Goes back to the screen that the person came from.
    mutating func leaveScreen() {
        let left = shown.lists
        guard let step = trail.goBack() else { return begin(at: .commandCentre) }
        takeUp(step, from: left)
    }

    /// Where the person is on the screen shown.
    private var place: Trail.Step {
        let contexts = shown.lists.compactMap { list in
            cursors[list.context].map { (list.context, $0) }
        }
        return Trail.Step(
            route: screen,
            scroll: scroll,
            readsDetail: readsDetail,
            cursors: Dictionary(uniqueKeysWithValues: contexts),
            moment: nodeView.cursor,
            windowEnd: nodeView.end
        )
    }

    private mutating func takeUp(_ step: Trail.Step, from left: [ScreenList]) {
        settle()
        scroll = step.scroll
        readsDetail = step.readsDetail
        for (context, cursor) in step.cursors
        where context == .detail || !left.contains(where: { $0.context == context }) {
            cursors[context] = cursor
        }
        keepCursorOnNode()
        guard let node = screen.node, nodeView.loaded?.node != node else { return }
        beginNodeView()
        nodeView.cursor = step.moment
        nodeView.end = step.windowEnd
    }
}
