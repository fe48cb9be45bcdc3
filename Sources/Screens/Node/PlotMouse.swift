import CellGrid
import CommandTable
import Primitives

/// The mouse over the plots: the wheel shows more or less of the past around the moment under the
/// pointer, a press puts the cursor there and takes it along.
extension AppModel {
    /// What a report of the mouse does when the plots lie in a rectangle; nil when it is about
    /// something else.
    mutating func handlePlots(_ mouse: MouseEvent, in rect: Rect) -> [Effect]? {
        let layout = NodeLayout(self, in: rect)
        let moment = layout.moment(atX: mouse.x, in: plotSpan)
        if case .move = mouse.action, held == .plotCursor {
            nodeView.cursor = moment
            return []
        }
        guard mouse.x >= layout.plotX, mouse.x < layout.plotX + layout.plotWidth,
            let place = plot(at: mouse.y, layout)
        else { return nil }
        switch mouse.action {
        case .wheelUp: return changeWindow(by: -1, around: moment)
        case .wheelDown: return changeWindow(by: 1, around: moment)
        case .press(.left):
            held = .plotCursor
            nodeView.cursor = moment
            if case .series(let row) = place {
                cursors[.node, default: ListCursor()].move(to: row, in: rows(.node))
            }
            return []
        case .press, .release, .move, .wheelLeft, .wheelRight: return nil
        }
    }

    /// What lies on a line of the screen at the columns of the plots.
    private enum PlotPlace {
        case series(Int)
        case axis
    }

    /// What a line of the screen shows there; nil for neither a plot nor the time axis.
    private func plot(at y: Int, _ layout: NodeLayout) -> PlotPlace? {
        if y >= layout.axis.y, y < layout.axis.maxY { return .axis }
        guard let node = screen.node,
            let row = NodeScreen.row(self, node, at: y, in: layout),
            row < NodeRows(self, node, .plain).names.count
        else { return nil }
        return .series(row)
    }
}
