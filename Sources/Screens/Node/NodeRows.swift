import Primitives
import CellGrid
import CommandTable
import FleetModel
import Monitoring

/// What the screen of a node lists, as far as its filter leaves it: series, and lines of details.
struct NodeRows {
    /// The series.
    let names: [MetricName]
    /// The place of the cursor: in the series, and beyond them in the lines.
    let selected: Int
    private let details: NodeDetails
    private let places: [Int]

    init(_ model: AppModel, _ node: NodeID, _ theme: Theme) {
        details = NodeDetails(model: model, node: node, theme: theme)
        let cursor = model.cursor(in: .node)
        let all = PlotSeries.names(model, node)
        if cursor.filter.isEmpty {
            names = all
            places = Array(details.indices)
        } else {
            let isListed = ListFilter(cursor.filter)
            names = all.filter { isListed($0.rawValue) }
            places = zip(details.indices, details)
                .filter { isListed($1.map(\.text).joined()) }.map(\.0)
        }
        selected = cursor.place(in: .names(names.map(\.rawValue) + places.map(Self.line)))
    }

    /// How many lines of details there are.
    var lineCount: Int { places.count }

    /// A line of the details, counted from the first.
    func line(_ place: Int) -> [TextSpan] { details[places[place]] }

    /// The identity of a line of the details.
    static func line(_ place: Int) -> String { "#\(place)" }
}
