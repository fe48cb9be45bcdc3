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
        drawLabel(layout, y: y, height: height, on: &canvas)
        let style = theme[isSelected ? .strong : isStale ? .stale : .text]
        if let range = series.range {
            let rows = Sparkline.braille(
                series.columns,
                within: range,
                width: layout.plotWidth,
                height: height
            )
            for (row, text) in rows.enumerated() {
                canvas.draw(text, x: layout.plotX, y: y + row, style: style)
            }
            drawScale(range, layout, y: y, height: height, on: &canvas)
        } else {
            canvas.draw(
                "no samples in this window",
                x: layout.plotX,
                y: y,
                width: layout.plotWidth,
                style: theme[.muted]
            )
        }
    }

    private var isStale: Bool {
        guard let reading = model.snapshot.readings.nodes[node]?.metrics[series.metric]
        else { return true }
        return !reading.isFresh(at: model.now, within: limit)
    }

    private var limit: Duration { model.fleet?.polling.staleAfter ?? .seconds(30) }

    /// The name, and the value under the cursor or the newest one with its age when it is old.
    private func drawLabel(_ layout: NodeLayout, y: Int, height: Int, on canvas: inout Canvas) {
        let x = layout.list.x
        let width = layout.labelWidth - 1
        canvas.draw(isSelected ? "▸" : " ", x: x, y: y, style: theme[.key])
        let nameStyle = theme[isSelected ? .strong : .muted]
        canvas.draw(series.title, x: x + 2, y: y, width: width - 2, style: nameStyle)
        guard height > 1 else { return }
        var text = "·"
        var style = theme[.text]
        if let cursor = model.nodeView.cursor {
            text = series.value(at: cursor).map(series.text) ?? "·"
            style = theme[.changed]
        } else if let last = series.last {
            text = series.text(last)
            if isStale,
                let at = model.snapshot.readings.nodes[node]?.metrics[series.metric]?.at
            {
                text = "?" + text + " \((model.now - at).brief) old"
                style = theme[.stale]
            }
        }
        canvas.draw(text, x: x + 4, y: y + 1, width: width - 4, style: style)
        guard height > 3, let range = series.range else { return }
        let words = [
            "min \(series.text(range.lowerBound))", "max \(series.text(range.upperBound))",
        ]
        for (row, word) in words.enumerated() where row + 2 < height {
            canvas.draw(word, x: x + 4, y: y + row + 2, width: width - 4, style: theme[.muted])
        }
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
