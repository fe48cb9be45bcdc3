import CellGrid
import Monitoring
import Primitives

/// The dividers between the panes of the command centre: moved by keys and by the mouse, kept
/// beyond the end of the program.
extension AppModel {
    /// The dividers that are shown.
    private var dividers: [PaneDivider: PaneDivider.Line] {
        screen == .commandCentre ? CommandCentreLayout(self).dividers : [:]
    }

    // MARK: Keys

    /// The divider that is nearest to the pane with the keys; nil where none is shown.
    func movableDivider(isVertical: Bool) -> PaneDivider? {
        let all: [PaneDivider] =
            if isVertical {
                [.columns]
            } else {
                switch focus {
                case .situation: [.situation]
                case .fleet, .checklist: [.left, .situation]
                case .log, .parties: [.right, .situation]
                }
            }
        let shown = dividers
        return all.first { shown[$0] != nil }
    }

    /// What is said where there is none.
    static let noDivider = "no divider is shown here"

    /// Moves the divider that is nearest to the pane with the keys.
    mutating func moveDivider(isVertical: Bool, by cells: Int) {
        guard let divider = movableDivider(isVertical: isVertical), let line = dividers[divider]
        else { return }
        put(divider, at: line.place + cells)
    }

    /// Puts all dividers back where they are by themselves.
    mutating func resetDividers() {
        paneShares = [:]
        show("the panes take the room that they need", isProblem: false)
    }

    private mutating func put(_ divider: PaneDivider, at place: Int) {
        guard let line = dividers[divider] else { return }
        let kept = min(max(place, line.range.lowerBound), line.range.upperBound)
        guard kept != line.place else { return }
        paneShares[divider] = PaneShare(before: kept - line.room.lowerBound, room: line.room.count)
    }

    // MARK: The mouse

    /// A press of the mouse on a divider.
    struct DividerPress: Sendable {
        let divider: PaneDivider
        let at: Timestamp
    }

    /// Two presses within this span are a double click.
    private static let doubleClick = Duration.milliseconds(500)

    /// Takes hold of the divider under the mouse; a second press at once puts it back where it is
    /// by itself.
    mutating func hold(at mouse: MouseEvent) {
        let dividers = dividers
        let under = PaneDivider.allCases.first { divider in
            guard let line = dividers[divider] else { return false }
            let (along, across) = divider.isVertical ? (mouse.y, mouse.x) : (mouse.x, mouse.y)
            // The corner belongs to the border above.
            return across == line.place && along > line.extent.lowerBound
                && line.extent.contains(along)
        }
        held = under.map { .divider($0) }
        let before = dividerPress
        dividerPress = under.map { DividerPress(divider: $0, at: now) }
        guard let under, let before, before.divider == under,
            now - before.at <= Self.doubleClick * (drill?.speed ?? 1)
        else { return }
        paneShares[under] = nil
        (held, dividerPress) = (nil, nil)
    }

    /// The divider that the mouse holds; nil for none.
    var heldDivider: PaneDivider? {
        if case .divider(let divider) = held { divider } else { nil }
    }

    /// Moves the divider that the mouse holds.
    mutating func drag(to mouse: MouseEvent) {
        guard let heldDivider else { return }
        dividerPress = nil
        put(heldDivider, at: heldDivider.isVertical ? mouse.x : mouse.y)
    }
}
