import CellGrid
import CommandTable
import FleetModel
import Monitoring
import Primitives

/// The nodes, worst first: verdict, version and the few numbers that tell most.
enum FleetPane {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        canvas.frame(rect, title: title(model, theme, width: rect.width - 4), style: theme[.border])
        let inside = rect.inset(1)
        guard !inside.isEmpty else { return }
        guard !model.nodeOrder.isEmpty else {
            drawEmpty(model, theme, in: inside, on: &canvas)
            return
        }
        let columns = FleetColumns(model, width: inside.width)
        let area = rows(model, in: rect)
        let strip = Rect(x: inside.x, y: inside.y, width: inside.width, height: 1)
        if hasStrip(model, in: inside) {
            model.heat.draw(x: strip.x + 1, y: strip.y, width: strip.width - 2, theme, on: &canvas)
        }
        let heading = Rect(x: inside.x, y: area.y - 1, width: inside.width, height: 1)
        drawHeading(columns, model.fleetSort, theme, in: heading, on: &canvas)
        let nodes = model.rows(.fleet)
        let selection = model.cursor(in: .fleet).place(in: nodes)
        let first = ScreenList.firstRow(
            selection: selection,
            count: nodes.count,
            height: area.height
        )
        for (row, node) in nodes.dropFirst(first).prefix(area.height).enumerated() {
            let line = Rect(x: area.x, y: area.y + row, width: area.width, height: 1)
            let isSelected = first + row == selection && model.screen == .commandCentre
            if let group = model.fleetRows?.group(node) {
                drawGroup(group, isSelected, model, theme, in: line, on: &canvas)
                continue
            }
            drawNode(NodeID(node), isSelected, columns, model, theme, in: line, on: &canvas)
        }
        if let node = model.selectedNode, let place = NodePlots.place(model, in: area) {
            NodePlots.draw(model, node, theme, in: place, on: &canvas)
        }
        if nodes.isEmpty {
            canvas.draw(
                model.emptyWords(.fleet, ""),
                x: area.x + 1,
                y: area.y,
                width: area.width - 1,
                style: theme[.muted]
            )
        }
        drawReason(model, theme, y: inside.maxY - 1, in: inside, on: &canvas)
    }

    /// A press on the heading orders the nodes by what is pressed, a second one turns them round.
    static func press(_ model: inout AppModel, in rect: Rect, x: Int, y: Int) {
        let inside = rect.inset(1)
        guard y == rows(model, in: rect).y - 1,
            let key = FleetColumns(model, width: inside.width).sortKey(at: x - inside.x)
        else { return }
        model.sortNodes(key == model.fleetSort.key ? model.fleetSort.reversed : FleetSort(key))
    }

    /// Where the rows of the nodes lie: below the heading, above the reason.
    static func rows(_ model: AppModel, in rect: Rect) -> Rect {
        let inside = rect.inset(1)
        let top = hasStrip(model, in: inside) ? 2 : 1
        return Rect(
            x: inside.x,
            y: inside.y + top,
            width: inside.width,
            height: max(0, inside.height - top - 1)
        )
    }

    /// Whether all nodes stand in a strip above the heading: where the rows do not show all.
    private static func hasStrip(_ model: AppModel, in inside: Rect) -> Bool {
        !model.heat.isEmpty && inside.height >= 6 && model.nodeOrder.count > inside.height - 2
    }

    // MARK: The title

    /// What of the title gives way to the rest, first to last.
    private enum Brevity: Int, CaseIterable, Comparable {
        /// The heading shows the order too.
        case whole, noOrder, noFleetName, shortHealth, noPaneName, noHealth

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// The title in so many columns: what the person made of the rows stays longest.
    private static func title(_ model: AppModel, _ theme: Theme, width: Int) -> [TextSpan] {
        guard let fleet = model.fleet else { return [TextSpan("Fleet", style: theme[.title])] }
        for brevity in Brevity.allCases {
            let spans = title(model, fleet, theme, brevity)
            let needed = spans.reduce(0) { $0 + DisplayWidth.of($1.text) }
            if needed <= width || brevity == Brevity.allCases.last { return spans }
        }
        return []
    }

    private static func title(
        _ model: AppModel,
        _ fleet: Fleet,
        _ theme: Theme,
        _ brevity: Brevity
    ) -> [TextSpan] {
        let (healthy, all) = (model.healthyCount, fleet.nodes.count)
        let name = brevity >= .noFleetName ? "Fleet" : "Fleet \(fleet.name)"
        let health =
            brevity >= .noHealth
            ? "" : "\(healthy)/\(all)" + (brevity >= .shortHealth ? "" : " healthy")
        let parts: [(text: String, role: ThemeRole)] = [
            (brevity >= .noPaneName ? "" : name, .title), (model.silenceNote, .warning),
            (health, healthy == all ? .muted : .warning),
            (brevity >= .noOrder ? "" : order(model.fleetSort), .muted),
            (model.markedNodes.isEmpty ? "" : "\(model.markedNodes.count) marked", .key),
            (model.fleetGrouping.words, .key), (filter(model, all), .key),
        ]
        let shown = parts.filter { !$0.text.isEmpty }
        return shown.enumerated().flatMap { place, part -> [TextSpan] in
            let span = TextSpan(part.text, style: theme[part.role])
            return place == 0 ? [span] : [TextSpan(" ─ ", style: theme[.title]), span]
        }
    }

    /// The order, where it is not the one that everybody expects.
    private static func order(_ sort: FleetSort) -> String {
        switch sort.key {
        case .verdict where sort.isDescending: ""
        case .verdict: sort.title
        case .name, .column: "by \(sort.title) \(sort.arrow)"
        }
    }

    /// What the filter is, and how many nodes it leaves.
    private static func filter(_ model: AppModel, _ all: Int) -> String {
        let filter = model.cursor(in: .fleet).filter
        guard !filter.isEmpty else { return "" }
        let words = DisplayWidth.truncate(filter, to: longestFilter)
        return "/\(words) \(model.fleetRows?.nodes.count ?? all)/\(all)"
    }

    /// A longer filter is cut in the title, so that the count behind it is seen.
    private static let longestFilter = 24

    private static func drawEmpty(
        _ model: AppModel,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        let sources = model.fleet?.sources ?? []
        if !sources.isEmpty {
            let problems = model.snapshot.readings.sourceProblems.values.flatMap { $0 }
            let words = problems.map { "\($0.part): \($0.reason.sentence)" }
            let text = words.isEmpty ? "Waiting for the sources." : words.joined(separator: "; ")
            canvas.draw(text, x: rect.x + 1, y: rect.y, width: rect.width - 1, style: theme[.muted])
            return
        }
        guard model.reading != .opening else {
            let text = "reading the fleet file…"
            canvas.draw(text, x: rect.x + 1, y: rect.y, width: rect.width - 1, style: theme[.muted])
            return
        }
        let text = model.fleet == nil ? "No fleet is configured." : "The fleet file names no nodes."
        canvas.draw(text, x: rect.x + 1, y: rect.y, width: rect.width - 1, style: theme[.muted])
        canvas.draw(
            "tocsin config detect URL writes one.",
            x: rect.x + 1,
            y: rect.y + 1,
            width: rect.width - 1,
            style: theme[.muted]
        )
    }

    private static func drawHeading(
        _ columns: FleetColumns,
        _ sort: FleetSort,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        canvas.draw("node", x: rect.x + 4, y: rect.y, style: theme[.tableHeader])
        if sort.key == .name {
            canvas.draw(sort.arrow, x: rect.x + 8, y: rect.y, style: theme[.key])
        }
        var x = rect.x + 4 + columns.nameWidth + 1
        for column in columns.shown {
            let text = DisplayWidth.pad(column.title, to: column.width, alignment: column.alignment)
            canvas.draw(text, x: x, y: rect.y, style: theme[.tableHeader])
            if sort.key == .column(column.source), !column.isCourse {
                // In the gap after the column where the title fills it.
                let end = column.alignment == .leading ? column.title.count : column.width
                canvas.draw(sort.arrow, x: x + end, y: rect.y, style: theme[.key])
            }
            x += column.width + 1
        }
    }

    private static func drawNode(
        _ node: NodeID,
        _ isSelected: Bool,
        _ columns: FleetColumns,
        _ model: AppModel,
        _ theme: Theme,
        in line: Rect,
        on canvas: inout Canvas
    ) {
        let (mark, role) = model.look(of: node)
        let y = line.y
        canvas.draw(isSelected ? "▸" : " ", x: line.x, y: y, style: theme[.key])
        canvas.draw(mark, x: line.x + 1, y: y, style: theme[role])
        if model.markedNodes.contains(node) {
            canvas.draw("*", x: line.x + 2, y: y, style: theme[.key])
        }
        let nameStyle = role == .muted ? theme[.text] : theme[role]
        canvas.draw(
            DisplayWidth.truncateMiddle(node.rawValue, to: columns.nameWidth + 1),
            x: line.x + 3,
            y: y,
            width: columns.nameWidth + 1,
            style: nameStyle
        )
        var x = line.x + 4 + columns.nameWidth + 1
        for (column, cell) in zip(columns.shown, columns.cells(of: node)) {
            let text = DisplayWidth.pad(
                cell.text,
                to: column.width,
                alignment: column.alignment
            )
            canvas.draw(text, x: x, y: y, width: max(0, line.maxX - x), style: theme[cell.role])
            x += column.width + 1
        }
        if isSelected, model.focus == .fleet {
            canvas.select(line, theme[.selection])
        }
    }

    /// A group: how many of its nodes fare how, and all of them in a strip.
    private static func drawGroup(
        _ group: FleetRows.Group,
        _ isSelected: Bool,
        _ model: AppModel,
        _ theme: Theme,
        in line: Rect,
        on canvas: inout Canvas
    ) {
        let spans =
            [TextSpan(isSelected ? "▸" : " ", style: theme[.key])] + words(of: group, theme)
        canvas.draw(spans, x: line.x, y: line.y, width: line.width)
        let used = spans.reduce(0) { $0 + DisplayWidth.of($1.text) } + 2
        group.heat.draw(
            x: line.x + used,
            y: line.y,
            width: max(0, line.width - used - 1),
            theme,
            on: &canvas
        )
        if isSelected, model.focus == .fleet { canvas.select(line, theme[.selection]) }
    }

    /// A group in words.
    static func words(of group: FleetRows.Group, _ theme: Theme) -> [TextSpan] {
        let nodes = group.counts.values.reduce(0, +)
        var spans = [
            TextSpan(group.isFolded ? "+ " : "- ", style: theme[.key]),
            TextSpan(DisplayWidth.truncateMiddle(group.name, to: 24), style: theme[.strong]),
            TextSpan(nodes == 1 ? "  1 node " : "  \(nodes) nodes ", style: theme[.muted]),
        ]
        for verdict in NodeAssessment.Verdict.allCases.sorted(by: >) {
            guard verdict != .healthy, let count = group.counts[verdict] else { continue }
            spans.append(TextSpan(" \(verdict.mark)\(count)", style: theme[verdict.role]))
        }
        return spans
    }

    /// Why the node under the cursor is not healthy, with the age of what is shown.
    private static func drawReason(
        _ model: AppModel,
        _ theme: Theme,
        y: Int,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        let selected = model.selectedNode ?? model.selectedGroup?.worst
        guard rect.height > 2, let node = selected else { return }
        let assessment = model.health(of: node)
        let answered = model.snapshot.readings.nodes[node]?.lastAnswerAt
        let age = answered.map { "answered \((model.now - $0).age) ago" } ?? "no answer yet"
        let words = assessment.reasons + assessment.notes + [age]
        canvas.draw(
            " \(node): " + words.joined(separator: "; "),
            x: rect.x,
            y: y,
            width: rect.width,
            style: theme[model.look(of: node).role]
        )
    }
}

extension AppModel {
    /// The glyph and the role of a node: its verdict, or the signal that stands on a node that
    /// answers well.
    func look(of node: NodeID) -> (mark: String, role: ThemeRole) {
        let verdict = assessment(node).verdict
        guard verdict == .healthy, let signal = health.priority(on: node) else {
            return (verdict.mark, verdict.role)
        }
        return ("▲", signal == .critical ? .critical : .warning)
    }
}

extension NodeAssessment.Verdict {
    /// A glyph that tells the verdict without colour.
    var mark: String {
        switch self {
        case .healthy: "●"
        case .unknown: "?"
        case .degraded: "◐"
        case .down: "✗"
        }
    }

    /// The role that tells the verdict by colour; healthy is quiet.
    var role: ThemeRole {
        switch self {
        case .healthy: .muted
        case .unknown: .stale
        case .degraded: .warning
        case .down: .critical
        }
    }
}

extension ScreenList {
    private static let shown: @Sendable (AppModel) -> ListRows = { model in
        model.fleetRows.map(ListRows.fleet) ?? .nodes(model.nodeOrder)
    }

    /// The nodes.
    static let fleet = ScreenList(
        context: .fleet,
        rows: shown,
        filter: RowFilter(
            hint: "words, or such as peers < 8, version != 0.4; empty: all",
            problem: { $0.problem(ofFilter: $1) },
            // Thousands of nodes are chosen once for each news, not for each frame.
            rows: { model, _ in shown(model) }
        ),
        row: lines(of: .fleet) { FleetPane.rows($0, in: $1) },
        lastHints: [
            ScreenCommand.markNode.rawValue, ScreenCommand.sortByNext.rawValue,
            "maintenance start",
        ],
        press: { FleetPane.press(&$0, in: $1, x: $2, y: $3) }
    )
}
