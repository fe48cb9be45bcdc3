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
        if let step = trail.goBack(to: next) { return takeUp(step) }
        trail.go(to: next, from: place)
        scroll = 0
        guard let context = list?.context else { return }
        let height = DetailScreen.inside(self).height
        let start = context == .detail ? detail?.start(height: height) ?? 0 : 0
        cursors[context, default: ListCursor()].move(to: start, in: rows(context))
    }

    /// Goes to where a way begins; there is nothing to go back to.
    mutating func begin(at start: ScreenRoute) {
        trail = Trail(at: start)
        scroll = 0
    }

    /// Goes back to the screen that the person came from.
    mutating func leaveScreen() {
        if let step = trail.goBack() { takeUp(step) } else { begin(at: .commandCentre) }
    }

    /// Where the person is on the screen shown.
    private var place: Trail.Step {
        let contexts = shown.lists.compactMap { list in
            cursors[list.context].map { (list.context, $0) }
        }
        return Trail.Step(
            route: screen,
            scroll: scroll,
            cursors: Dictionary(uniqueKeysWithValues: contexts),
            moment: nodeView.cursor
        )
    }

    private mutating func takeUp(_ step: Trail.Step) {
        scroll = step.scroll
        cursors.merge(step.cursors) { $1 }
        keepCursorOnNode()
        guard let node = screen.node, nodeView.loaded?.node != node else { return }
        nodeView.open()
        nodeView.cursor = step.moment
    }
}
