import Primitives
import FleetModel
import Monitoring
import CellGrid

/// One series: its name and value, its course in dots, its scale.
struct SeriesPlot {
    let series: PlotSeries
    let node: NodeID
    let isSelected: Bool
    let model: AppModel
    let theme: Theme

    func draw(_ layout: NodeLayout, y: Int, height: Int, on canvas: inout Canvas) {
        let others = PlotOthers(model, node, series.metric)
        drawLabel(others, layout, y: y, height: height, on: &canvas)
        let ranges = [series.range, others?.range(in: model.plotSpan)]
        guard let range = ranges.compactMap({ $0 }).hull else {
            canvas.draw(
                "no samples in this window",
                x: layout.plotX,
                y: y,
                width: layout.plotWidth,
                style: theme[.muted]
            )
            return
        }
        // An area of what grows each second stands on zero.
        let values = series.metric.isCounter ? range.merged(with: 0...0) : range
        let limits = model.limits(of: series.metric, on: node)
        let scale = PlotRange(values, limits: limits)
        var grid = DotGrid(width: layout.plotWidth, height: height, within: scale.range)
        if let others {
            var below = grid
            others.draw(model, in: &below)
            canvas.draw(below, x: layout.plotX, y: y, style: theme[.plotOther])
        }
        for limit in scale.inside {
            canvas.draw(
                String(repeating: "╌", count: layout.plotWidth),
                x: layout.plotX,
                y: y + grid.row(of: limit),
                style: theme[.plotLimit]
            )
        }
        // A cell with a dot of its own course is the node's; an area would hide the others.
        if series.metric.isCounter, others == nil {
            grid.area(series.columns)
        } else {
            grid.line(series.columns)
        }
        let style = theme[isSelected ? .strong : isStale ? .stale : .plot]
        canvas.draw(grid, x: layout.plotX, y: y, style: style)
        drawScale(scale, grid, layout, y: y, on: &canvas)
    }

    private var isStale: Bool {
        guard let reading = model.snapshot.readings.nodes[node]?.metrics[series.metric]
        else { return true }
        return !reading.isFresh(at: model.now, within: limit)
    }

    private var limit: Duration { model.fleet?.polling.staleAfter ?? .seconds(30) }

    /// The name, and below it the value under the cursor or the newest one, with the median of the
    /// other nodes, and the least and the greatest of the window, as far as there is room.
    private func drawLabel(
        _ others: PlotOthers?,
        _ layout: NodeLayout,
        y: Int,
        height: Int,
        on canvas: inout Canvas
    ) {
        let x = layout.list.x
        let width = layout.labelWidth - 1
        canvas.draw(isSelected ? "▸" : " ", x: x, y: y, style: theme[.key])
        let nameStyle = theme[isSelected ? .strong : .muted]
        canvas.draw(series.title, x: x + 2, y: y, width: width - 2, style: nameStyle)
        var rows = [value]
        if let median = others?.median(at: moment ?? model.now) {
            let words = [
                TextSpan("○ ", style: theme[.plotOther]),
                TextSpan(series.text(median), style: theme[.muted]),
            ]
            let together = rows[0] + [TextSpan(" ", style: theme[.muted])] + words
            let columns = together.reduce(0) { $0 + DisplayWidth.of($1.text) }
            if columns <= width - 4 { rows[0] = together } else { rows.append(words) }
        }
        if height > 3, let range = series.range {
            rows += [("min", range.lowerBound), ("max", range.upperBound)].map { word, value in
                [TextSpan("\(word) \(series.text(value))", style: theme[.muted])]
            }
        }
        for (row, spans) in rows.prefix(height - 1).enumerated() {
            canvas.draw(spans, x: x + 4, y: y + row + 1, width: width - 4)
        }
    }

    /// The moment whose values are told: that of the cursor, or where a window of the past ends;
    /// nil for the newest.
    private var moment: Timestamp? { model.nodeView.cursor ?? model.plotEnd }

    /// The value at the moment told or the newest one, with its age when it is old.
    private var value: [TextSpan] {
        if let moment {
            let text = series.value(at: moment).map(series.text) ?? "·"
            return [TextSpan(text, style: theme[.changed])]
        }
        guard let last = series.last else { return [TextSpan("·", style: theme[.text])] }
        let text = series.text(last)
        let at = model.snapshot.readings.nodes[node]?.metrics[series.metric]?.at
        guard isStale, let at else { return [TextSpan(text, style: theme[.text])] }
        return [TextSpan("?\(text) \((model.now - at).brief) old", style: theme[.stale])]
    }

    /// The greatest value beside the top, the least beside the bottom, and limits beside their
    /// lines or, with an arrow, at the end that they lie beyond.
    private func drawScale(
        _ scale: PlotRange,
        _ grid: DotGrid,
        _ layout: NodeLayout,
        y: Int,
        on canvas: inout Canvas
    ) {
        let width = layout.scaleWidth - 1
        guard width > 0, grid.height > 0 else { return }
        let ends = [scale.range.lowerBound, scale.range.upperBound]
        let hasRoom = ends.allSatisfy { DisplayWidth.of(series.scaleText($0)) <= width }
        func value(_ value: Double) -> [TextSpan] {
            let text = hasRoom ? series.scaleText(value) : series.text(value)
            return [TextSpan(text, style: theme[.muted])]
        }
        func limit(_ limit: Double, _ mark: String = "") -> [TextSpan] {
            let (long, short) = (series.scaleText(limit), series.text(limit))
            let texts = ["\(mark)limit \(long)", "\(mark)limit \(short)"]
            let text = texts.first { DisplayWidth.of($0) <= width } ?? mark + short
            return [TextSpan(text, style: theme[.plotLimit])]
        }
        let (low, high) = (value(scale.range.lowerBound), value(scale.range.upperBound))
        var rows: [Int: [TextSpan]] = high == low ? [:] : [0: high]
        if rows[grid.height - 1] == nil { rows[grid.height - 1] = low }
        for inside in scale.inside { rows[grid.row(of: inside)] = limit(inside) }
        for (beyond, row, next, mark) in [
            (scale.above, 0, 1, "▲ "), (scale.below, grid.height - 1, grid.height - 2, "▼ "),
        ] {
            guard let beyond else { continue }
            if grid.height > 2, rows[next] == nil {
                rows[next] = limit(beyond, mark)
            } else if let text = rows[row] {
                let short = TextSpan(
                    " \(mark.trimmed)\(series.text(beyond))",
                    style: theme[.plotLimit]
                )
                rows[row] = text + [short]
            }
        }
        let x = layout.plotX + layout.plotWidth + 1
        for (row, spans) in rows { canvas.draw(spans, x: x, y: y + row, width: width) }
    }
}
