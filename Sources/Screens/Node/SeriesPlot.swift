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
        var grid = DotGrid(width: layout.plotWidth, height: height, within: range)
        if let others {
            var below = grid
            others.draw(model, in: &below)
            canvas.draw(below, x: layout.plotX, y: y, style: theme[.plotOther])
        }
        // A cell with a dot of its own course is the node's.
        grid.line(series.columns)
        let style = theme[isSelected ? .strong : isStale ? .stale : .plot]
        canvas.draw(grid, x: layout.plotX, y: y, style: style)
        drawScale(range, layout, y: y, height: height, on: &canvas)
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
        if let median = others?.median(at: model.nodeView.cursor ?? model.now) {
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

    /// The value under the cursor or the newest one, with its age when it is old.
    private var value: [TextSpan] {
        if let cursor = model.nodeView.cursor {
            let text = series.value(at: cursor).map(series.text) ?? "·"
            return [TextSpan(text, style: theme[.changed])]
        }
        guard let last = series.last else { return [TextSpan("·", style: theme[.text])] }
        let text = series.text(last)
        let at = model.snapshot.readings.nodes[node]?.metrics[series.metric]?.at
        guard isStale, let at else { return [TextSpan(text, style: theme[.text])] }
        return [TextSpan("?\(text) \((model.now - at).brief) old", style: theme[.stale])]
    }

    /// The greatest value beside the top, the least beside the bottom.
    private func drawScale(
        _ range: ClosedRange<Double>,
        _ layout: NodeLayout,
        y: Int,
        height: Int,
        on canvas: inout Canvas
    ) {
        guard layout.scaleWidth > 1 else { return }
        let x = layout.plotX + layout.plotWidth + 1
        let width = layout.scaleWidth - 1
        let low = series.text(range.lowerBound)
        let high = series.text(range.upperBound)
        if high != low {
            canvas.draw(high, x: x, y: y, width: width, style: theme[.muted])
        }
        canvas.draw(low, x: x, y: y + height - 1, width: width, style: theme[.muted])
    }
}
