import IncidentLog
package import CellGrid

/// Where the panes of the command centre lie, from the size and the focus alone.
package struct CommandCentreLayout {
    /// The line at the top.
    package let header: Rect
    /// Everything between the header and the footer, for a screen of its own.
    let body: Rect
    /// Where the worst signal stands without a frame; nil where there is room for its pane.
    let bareSituation: Rect?
    /// The panes shown; a zoomed pane is alone.
    package let panes: [AppModel.Pane: Rect]
    /// The line being typed.
    package let composer: Rect
    /// The line of hints at the bottom.
    package let footer: Rect

    /// The size from which all four panes fit beside one another.
    private static let smallestForPanes = (width: 72, height: 18)

    /// The layout of this model.
    package init(_ model: AppModel) {
        let size = model.size
        let isTiny = size.height < Self.smallestForFrames
        let isTyped = model.isComposing || !model.composer.text.isEmpty
        let composerRows =
            !isTiny
            ? min(4, 1 + model.composer.text.count { $0.isNewline })
            // A row of the list tells more than the place of a line that nobody writes.
            : isTyped || size.height > Self.leastRows ? 1 : 0
        let rows = Rect(x: 0, y: 0, width: size.width, height: size.height)
            .rows([.fixed(1), .share(1), .fixed(composerRows), .fixed(1)])
        header = rows[0]
        composer = rows[2]
        footer = rows[3]
        body = Rect(x: 0, y: 1, width: size.width, height: max(0, footer.y - 1))
        guard !isTiny else {
            let hasRoom = rows[1].height > (isTyped ? 0 : 1)
            let wanted = Self.showsSituation(model) && hasRoom ? 1 : 0
            let parts = rows[1].rows([.fixed(wanted), .share(1)])
            bareSituation = wanted > 0 ? parts[0] : nil
            panes = [model.focus: Self.frameless(model.focus, parts[1])]
            return
        }
        let isSmall =
            size.width < Self.smallestForPanes.width || size.height < Self.smallestForPanes.height
        guard !model.isZoomed, !isSmall else {
            let wanted = SituationPane.wantedRows(model, atMost: rows[1].height < 9 ? 1 : 2)
            let showsBare =
                !model.isZoomed && model.focus != .situation && wanted > 0 && rows[1].height >= 6
            let parts = rows[1].rows([.fixed(showsBare ? wanted : 0), .share(1)])
            bareSituation = showsBare ? parts[0] : nil
            panes = [model.focus: parts[1]]
            return
        }
        bareSituation = nil
        let wanted = SituationPane.wantedRows(model, atMost: Self.signalRows(rows[1].height))
        guard wanted > 0 else {
            panes = Self.panes(in: rows[1], model)
            return
        }
        let parts = rows[1].rows([.fixed(wanted + 2), .share(1)], overlap: 1)
        panes = Self.panes(in: parts[1], model)
            .merging([.situation: parts[0]]) { own, _ in own }
    }

    /// Below so many rows a pane has no frame: only its rows are seen.
    private static let smallestForFrames = 9
    /// So many rows are the header, the worst signal, one row of the list and the hints.
    private static let leastRows = 4

    /// Whether the worst signal stands on a row of its own on the smallest screens.
    private static func showsSituation(_ model: AppModel) -> Bool {
        !model.isZoomed && model.focus != .situation
            && SituationPane.wantedRows(model, atMost: 1) > 0
    }

    /// A place for a pane whose rows fill `area`: what it has around them lies under its
    /// neighbours, which are drawn later, or outside of the screen.
    private static func frameless(_ pane: AppModel.Pane, _ area: Rect) -> Rect {
        // The fleet has a heading above its rows and a reason below.
        let margin = pane == .fleet ? 2 : 1
        return Rect(
            x: area.x - 1,
            y: area.y - margin,
            width: area.width + 2,
            height: area.height + 2 * margin
        )
    }

    /// How many signals the situation lists on so many rows.
    private static func signalRows(_ height: Int) -> Int {
        height < 22 ? 2 : height < 40 ? 4 : 7
    }

    /// The column of the divider between the panes, and how far it may be moved.
    static func dividerRange(_ width: Int) -> ClosedRange<Int> {
        let usual = width * 12 / 25
        let room = max(0, min(usual, width - usual) - 30)
        return -room...room
    }

    private static func panes(in body: Rect, _ model: AppModel) -> [AppModel.Pane: Rect] {
        let range = dividerRange(body.width)
        let shift = min(max(model.dividerShift, range.lowerBound), range.upperBound)
        let usual = body.columns([.share(12), .share(13)], overlap: 1)
        let columns =
            shift == 0
            ? usual : body.columns([.fixed(usual[0].width + shift), .share(1)], overlap: 1)
        let parties = model.parties.count
        let right = columns[1].rows(
            parties == 0 ? [.share(1)] : [.share(1), .fixed(min(parties, 5) + 3)],
            overlap: 1
        )
        let nodes = model.nodeOrder.count
        let steps = model.incident?.steps.count ?? 0
        let stepLines =
            steps == 0 ? 0 : ChecklistRows.wantedLines(model, width: columns[0].width - 2)
        // The fleet gets what it needs, up to three fifths when there is a checklist below, and
        // what the checklist leaves; texts of the checklist that are cut come before plots.
        let wanted = nodes + 4
        let limit = steps == 0 ? body.height : max(6, body.height * 3 / 5)
        let least = max(body.height - stepLines - 2, 0)
        let fleetRows = steps == 0 ? body.height : max(min(wanted, limit), min(least, limit))
        let left = columns[0].rows(
            steps == 0 ? [.share(1)] : [.fixed(fleetRows), .share(1)],
            overlap: 1
        )
        var panes: [AppModel.Pane: Rect] = [.fleet: left[0], .log: right[0]]
        if left.count > 1 { panes[.checklist] = left[1] }
        if right.count > 1 { panes[.parties] = right[1] }
        return panes
    }
}
