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
    /// The borders between the panes that can be moved.
    private(set) var dividers: [PaneDivider: PaneDivider.Line] = [:]
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
        var splitter = PaneSplitter(model.paneShares)
        var panes: [AppModel.Pane: Rect] = [:]
        var rest = rows[1]
        if wanted > 0 {
            (panes[.situation], rest) = splitter.split(
                rest,
                at: .situation,
                usual: wanted + 2,
                least: (Least.situation, Self.leastBelow(model))
            )
        }
        panes.merge(Self.panes(in: rest, model, &splitter)) { own, _ in own }
        self.panes = panes
        dividers = splitter.lines
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

    /// The least columns and rows of the panes, with their frames.
    private enum Least {
        static let columns = 30
        static let situation = 3
        /// The heading, the reason and two nodes.
        static let fleet = 6
        static let checklist = 3
        static let log = 4
        static let parties = 3
    }

    private static func panes(
        in body: Rect,
        _ model: AppModel,
        _ splitter: inout PaneSplitter
    ) -> [AppModel.Pane: Rect] {
        let usual = body.columns([.share(12), .share(13)], overlap: 1)[0].width
        let (left, right) = splitter.split(
            body,
            at: .columns,
            usual: usual,
            least: (Least.columns, Least.columns)
        )
        var panes: [AppModel.Pane: Rect] = [.fleet: left, .log: right]
        let parties = model.parties.count
        if parties > 0 {
            (panes[.log], panes[.parties]) = splitter.split(
                right,
                at: .right,
                usual: right.height - min(parties, 5) - 2,
                least: (Least.log, Least.parties)
            )
        }
        if model.incident?.steps.isEmpty == false {
            (panes[.fleet], panes[.checklist]) = splitter.split(
                left,
                at: .left,
                usual: fleetRows(model, in: left),
                least: (Least.fleet, Least.checklist)
            )
        }
        return panes
    }

    /// The rows of the fleet above a checklist: what it needs, up to three fifths, and what the
    /// checklist leaves; texts of the checklist that are cut come before plots.
    private static func fleetRows(_ model: AppModel, in room: Rect) -> Int {
        let steps = ChecklistRows.wantedLines(model, width: room.width - 2)
        let wanted = model.nodeOrder.count + 4
        let limit = max(6, room.height * 3 / 5)
        return max(min(wanted, limit), min(max(room.height - steps - 2, 0), limit))
    }

    /// The rows that the panes below the situation have at least.
    private static func leastBelow(_ model: AppModel) -> Int {
        let hasSteps = model.incident?.steps.isEmpty == false
        return max(
            Least.fleet + (hasSteps ? Least.checklist - 1 : 0),
            Least.log + (model.parties.isEmpty ? 0 : Least.parties - 1)
        )
    }
}
