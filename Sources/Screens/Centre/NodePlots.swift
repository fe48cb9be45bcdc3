import CellGrid
import CommandTable
import FleetModel
import Primitives

/// The course of the numbers of the node under the cursor, in the rows that the list of a small
/// fleet leaves free; those that a signal on it is about come first.
enum NodePlots {
    /// Rows from which a plot can be read: a heading, the plot, the time axis.
    private static let leastRows = 5
    /// Rows of a plot, which its label and its scale need, and that it has at most.
    private static let plotRows = 3...6

    /// Where the plots lie when the rows of the list are in `area`; nil when there is no room.
    static func place(_ model: AppModel, in area: Rect) -> Rect? {
        let used = model.rows(.fleet).count + 1
        guard area.height - used >= leastRows, model.selectedNode != nil else { return nil }
        return Rect(
            x: area.x,
            y: area.y + used,
            width: area.width,
            height: area.height - used
        )
    }

    /// The node whose plots the command centre shows now; nil when it shows none.
    static func node(_ model: AppModel) -> NodeID? {
        guard model.screen == .commandCentre,
            let pane = CommandCentreLayout(model).panes[.fleet],
            place(model, in: FleetPane.rows(model, in: pane)) != nil
        else { return nil }
        return model.selectedNode
    }

    static func draw(
        _ model: AppModel,
        _ node: NodeID,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        let names = PlotSeries.names(model, node)
        guard !names.isEmpty else { return }
        canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width, style: theme[.border])
        canvas.draw(
            " \(node) ─ last \(model.nodeView.window.title) ",
            x: rect.x + 1,
            y: rect.y,
            width: rect.width - 2,
            style: theme[.muted]
        )
        let layout = NodeLayout(
            plotsIn: Rect(
                x: rect.x,
                y: rect.y + 1,
                width: rect.width,
                height: rect.height - 1
            )
        )
        let rows = layout.list.height
        let count = min(names.count, max(1, rows / plotRows.lowerBound))
        let height = min(plotRows.upperBound, rows / count)
        for (place, name) in names.prefix(count).enumerated() {
            SeriesPlot(
                series: PlotSeries(model, node, name, dots: layout.plotWidth * 2),
                node: node,
                isSelected: false,
                model: model,
                theme: theme
            )
            .draw(layout, y: layout.list.y + place * height, height: height, on: &canvas)
        }
        guard layout.axis.height > 0 else { return }
        TimeAxis(model: model, marks: [], theme: theme)
            .drawTicks(layout, y: layout.list.y + count * height, on: &canvas)
    }
}
