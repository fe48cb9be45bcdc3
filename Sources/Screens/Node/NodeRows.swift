import Primitives
import CellGrid
import CommandTable
import FleetModel
import Monitoring

/// What the screen of a node lists, as far as its filter leaves it: series, and lines of details.
struct NodeRows {
    /// The series.
    let names: [MetricName]
    /// The lines of the details.
    let lines: [[TextSpan]]
    /// The place of the cursor: in the series, and beyond them in the lines.
    let selected: Int

    init(_ model: AppModel, _ node: NodeID, _ theme: Theme) {
        let rows = model.rows(.node)
        let listed = Set(rows)
        let all = NodeDetails(model: model, node: node, theme: theme).lines
        names = PlotSeries.names(model, node).filter { listed.contains($0.rawValue) }
        lines = all.indices.filter { listed.contains(Self.line($0)) }.map { all[$0] }
        selected = model.cursor(in: .node).place(in: rows)
    }

    /// The identity of a line of the details.
    static func line(_ place: Int) -> String { "#\(place)" }
}
