import Monitoring
import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// One node: its verdict, the course of every number on one time axis, its facts and its log.
enum NodeScreen {
    static func draw(
        _ model: AppModel,
        _ node: NodeID,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        let layout = NodeLayout(model, in: rect)
        defer { model.fadeInSilence(rect.inset(1), theme, on: &canvas) }
        canvas.fill(rect, style: theme[.text])
        canvas.frame(rect, title: title(model, node, theme), style: theme[.border])
        drawVerdict(model, node, theme, in: layout.verdict, on: &canvas)
        let marks = Annotation.all(model, node)
        let rows = NodeRows(model, node, theme)
        drawList(rows, model, node, theme, layout, on: &canvas)
        TimeAxis(model: model, marks: marks, theme: theme).draw(layout, on: &canvas)
        guard let details = layout.details else { return }
        canvas.verticalLine(
            x: details.x - 2,
            y: details.y,
            length: details.height,
            style: theme[.border]
        )
        let beyond = rows.selected - rows.names.count + 1
        let first = max(0, min(beyond, rows.lineCount - details.height))
        for (row, place) in (first..<rows.lineCount).prefix(details.height).enumerated() {
            canvas.draw(rows.line(place), x: details.x, y: details.y + row, width: details.width)
        }
    }

    /// The last place that the cursor can go to.
    static func lastSelectable(_ model: AppModel, _ node: NodeID) -> Int {
        let rows = NodeRows(model, node, .plain)
        let (series, lines) = (rows.names.count, rows.lineCount)
        guard let details = NodeLayout(model).details else { return max(0, series + lines - 1) }
        return max(0, series - 1 + max(0, lines - details.height))
    }

    // MARK: The top

    private static func title(_ model: AppModel, _ node: NodeID, _ theme: Theme) -> [TextSpan] {
        let look = model.look(of: node)
        var spans = [
            TextSpan("Node \(node) ─ ", style: theme[.title]),
            TextSpan(
                "\(look.mark) \(model.health(of: node).verdict.rawValue)",
                style: theme[look.role]
            ),
        ]
        spans = model.noted(spans, theme)
        spans.append(TextSpan("\(model.filterNote(.node)) ─", style: theme[.border]))
        let until =
            model.plotEnd.map { end in
                let (day, today) = (model.zoned(end).date, model.zoned(model.now).date)
                return " until \(day == today ? "" : "\(day.dropFirst(5)) ")\(model.minute(end))"
            } ?? ""
        for window in PlotWindow.allCases {
            let isShown = window == model.nodeView.window
            spans.append(
                TextSpan(
                    isShown ? " [\(window.title)\(until)]" : " \(window.title)",
                    style: theme[isShown ? .strong : .muted]
                )
            )
        }
        if model.nodeView.loadedWindow != model.nodeView.window {
            spans.append(TextSpan(" …", style: theme[.muted]))
        }
        return spans
    }

    private static func drawVerdict(
        _ model: AppModel,
        _ node: NodeID,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        guard rect.height > 0 else { return }
        let health = model.health(of: node)
        let look = model.look(of: node)
        let words = health.reasons + health.notes
        canvas.draw(
            look.mark + " "
                + (words.isEmpty ? "nothing is wrong" : words.joined(separator: "; ")),
            x: rect.x,
            y: rect.y,
            width: rect.width,
            style: theme[health.reasons.isEmpty ? .muted : look.role]
        )
        guard rect.height > 1 else { return }
        let spans = versions(model, node, theme)
        canvas.draw(spans, x: rect.x, y: rect.y + 1, width: rect.width)
    }

    /// Version, runtime, relay protocol and age of the process, as far as they are known.
    static func versions(
        _ model: AppModel,
        _ node: NodeID,
        _ theme: Theme
    ) -> [TextSpan] {
        let readings = model.snapshot.readings.nodes[node]
        var spans: [TextSpan] = []
        func add(_ word: String, _ value: String, _ role: ThemeRole = .text) {
            spans.append(TextSpan(spans.isEmpty ? "  " : "  ", style: theme[.muted]))
            spans.append(TextSpan(word + " ", style: theme[.muted]))
            spans.append(TextSpan(value, style: theme[role]))
        }
        for fact in [FactName.version, .runtime, .relay, .chain] {
            guard let value = readings?[fact] else { continue }
            let standing = fact == .version ? model.standing(of: value, on: node) : nil
            switch standing {
            case .offPolicy, .excepted:
                add(fact.rawValue, standing?.words(of: value) ?? value, standing?.role ?? .text)
            case .onPolicy, nil: add(fact.rawValue, value)
            }
        }
        if let start = readings?[.startTime], start > 0, start < 1e11 {
            let age = model.now - Timestamp(milliseconds: Int64(start * 1000))
            if age > .zero { add("up", age.brief) }
        }
        let answered = readings?.lastAnswerAt.map { "\((model.now - $0).brief) ago" }
        add("answered", answered ?? "not yet")
        return spans
    }

    // MARK: The list

    private static func drawList(
        _ rows: NodeRows,
        _ model: AppModel,
        _ node: NodeID,
        _ theme: Theme,
        _ layout: NodeLayout,
        on canvas: inout Canvas
    ) {
        let list = layout.list
        guard !list.isEmpty else { return }
        let lineCount = layout.details == nil ? rows.lineCount : 0
        guard !rows.names.isEmpty || lineCount > 0 else {
            let words =
                model.cursor(in: .node).filter.isEmpty
                ? "nothing is known of it yet" : model.emptyWords(.node, "")
            canvas.draw(words, x: list.x, y: list.y, width: list.width, style: theme[.muted])
            return
        }
        let selected = min(rows.selected, rows.names.count + lineCount - 1)
        for slot in slots(rows.names.count, lineCount, selected: selected, in: list) {
            guard slot.place < rows.names.count else {
                let line = rows.line(slot.place - rows.names.count)
                canvas.draw(line, x: list.x, y: slot.y, width: list.width)
                continue
            }
            SeriesPlot(
                series: PlotSeries(
                    model,
                    node,
                    rows.names[slot.place],
                    dots: layout.plotWidth * 2
                ),
                node: node,
                isSelected: slot.place == selected,
                model: model,
                theme: theme
            ).draw(layout, y: slot.y, height: slot.height, on: &canvas)
        }
    }

    /// Which row of the list is drawn on a line of the screen; nil when none is.
    static func row(_ model: AppModel, _ node: NodeID, at y: Int, in layout: NodeLayout) -> Int? {
        let rows = NodeRows(model, node, .plain)
        let details = layout.details == nil ? rows.lineCount : 0
        let selected = min(rows.selected, rows.names.count + details - 1)
        return slots(rows.names.count, details, selected: selected, in: layout.list)
            .first { y >= $0.y && y < $0.y + $0.height }?.place
    }

    /// A row of the list that is in sight, and where.
    private typealias Slot = (place: Int, y: Int, height: Int)

    private static func slots(
        _ series: Int,
        _ lines: Int,
        selected: Int,
        in list: Rect
    ) -> [Slot] {
        guard selected >= 0 else { return [] }
        let heights = heights(series, lines, selected: selected, in: list.height)
        var first = 0
        while first < selected, heights[first...selected].reduce(0, +) > list.height { first += 1 }
        var slots: [Slot] = []
        var y = list.y
        for place in first..<heights.count where y < list.maxY {
            let height = min(heights[place], list.maxY - y)
            // A plot that is cut off tells nothing true about its scale.
            if place < series, height < 2, heights[place] > height { break }
            slots.append((place, y, height))
            y += height
        }
        return slots
    }

    /// Rows of each series and of each line after them: as many as there are, two at least, and
    /// more for the one under the cursor.
    private static func heights(
        _ series: Int,
        _ lines: Int,
        selected: Int,
        in rows: Int
    ) -> [Int] {
        let extra = rows >= 30 ? 4 : 2
        let plain = series == 0 ? 2 : max(2, min(6, (rows - extra) / series))
        var heights = Array(repeating: plain, count: series) + Array(repeating: 1, count: lines)
        // What all of them leave free is for the one that is looked at, up to a point.
        let spare = lines == 0 ? min(12, rows - plain * series) : 0
        if selected < series { heights[selected] = min(rows, plain + max(extra, spare)) }
        return heights
    }
}

extension ScreenRoute {
    private static let nodeScreen = "node"

    /// One node.
    static func node(_ id: NodeID) -> ScreenRoute { ScreenRoute(nodeScreen, of: id.rawValue) }

    /// The node that the screen shows; nil on other screens.
    var node: NodeID? { screen == Self.nodeScreen ? subject.map { NodeID($0) } : nil }
}

extension AppScreen {
    /// One node.
    static let node = AppScreen(
        id: "node",
        title: "Node",
        verb: ScreenCommand.openNode.rawValue,
        context: { _ in .node },
        lists: [.node],
        showsSeconds: true,
        reads: .all,
        hints: { model in
            [
                .init(FooterBar.keys(model, .up, .down), "series"),
                .init(FooterBar.keys(model, .cursorLeft, .cursorRight), "cursor"),
                .init(FooterBar.keys(model, .previousMark, .nextMark, apart: " "), "marks"),
                .init(FooterBar.keys(model, .shorterWindow, .longerWindow, apart: " "), "window"),
            ] + FooterBar.words(model, .compareNodes, .back)
        },
        move: { $0.moveSeries(by: $1) },
        back: { $0.leaveMoment() },
        draw: { model, theme, rect, canvas in
            guard let node = model.screen.node else { return }
            NodeScreen.draw(model, node, theme, in: rect, on: &canvas)
        }
    )
}

extension ScreenList {
    /// The series of a node, and after them the lines of what else is known of it.
    static let node = ScreenList(
        context: .node,
        rows: { model in
            guard let node = model.screen.node else { return .names([]) }
            let lines = NodeDetails(model: model, node: node, theme: .plain).count
            let series = PlotSeries.names(model, node).map(\.rawValue)
            return .names(series + (0..<lines).map(NodeRows.line))
        },
        texts: { model in
            guard let node = model.screen.node else { return [] }
            let lines = NodeDetails(model: model, node: node, theme: .plain)
            return PlotSeries.names(model, node).map(\.rawValue)
                + lines.map { $0.map(\.text).joined() }
        },
        row: { model, rect, y in
            model.screen.node.flatMap {
                NodeScreen.row(model, $0, at: y, in: NodeLayout(model, in: rect))
            }
        },
        mouse: { model, rect, mouse in model.handlePlots(mouse, in: rect) }
    )
}
