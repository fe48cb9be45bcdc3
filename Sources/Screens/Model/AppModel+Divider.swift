import CellGrid

/// The divider between the panes of the command centre: moved by keys and by the mouse, kept while
/// the program runs.
extension AppModel {
    mutating func moveDivider(by columns: Int) {
        let range = CommandCentreLayout.dividerRange(size.width)
        dividerShift = min(max(dividerShift + columns, range.lowerBound), range.upperBound)
    }

    /// The column of the divider; nil when the panes are not beside one another.
    private var divider: (x: Int, y: Int)? {
        guard screen == .commandCentre,
            let rect = CommandCentreLayout(self).panes[.log], rect.x > 0
        else { return nil }
        return (rect.x, rect.y)
    }

    /// Whether the mouse is on the divider.
    func isDivider(_ mouse: MouseEvent) -> Bool {
        divider.map { $0.x == mouse.x && mouse.y > $0.y } ?? false
    }

    mutating func dragDivider(to x: Int) {
        guard let divider else { return }
        moveDivider(by: x - divider.x)
    }
}
