import CellGrid
import Primitives

/// Where everything of the screen of a node goes.
struct NodeLayout {
    /// The whole, with its frame.
    let frame: Rect
    /// The verdict at the top.
    let verdict: Rect
    /// The list of series, and on narrow screens the details below them.
    let list: Rect
    /// The marks, the time axis and the legend at the bottom of the list.
    let axis: Rect
    /// The details beside the list; nil where there is no room for them.
    let details: Rect?
    /// Columns of the names and values left of the plots.
    let labelWidth: Int
    /// Columns of the scale right of the plots.
    let scaleWidth: Int

    /// The layout at the size of the model.
    init(_ model: AppModel) {
        self.init(model, in: CommandCentreLayout(model).body)
    }

    /// The layout inside a frame.
    init(_ model: AppModel, in frame: Rect) {
        self.frame = frame
        let inside = frame.inset(columns: 2, rows: 1)
        let isWide = inside.width >= 110
        let detailsWidth = isWide ? min(64, inside.width / 3) : 0
        let width = inside.width - detailsWidth - (isWide ? 3 : 0)
        let verdictRows = min(inside.height, 2)
        let axisRows = inside.height >= 8 ? 3 : 0
        verdict = Rect(x: inside.x, y: inside.y, width: inside.width, height: verdictRows)
        let top = inside.y + verdictRows
        let rows = inside.height - verdictRows
        list = Rect(x: inside.x, y: top, width: width, height: rows - axisRows)
        axis = Rect(x: inside.x, y: list.maxY, width: width, height: axisRows)
        details =
            isWide
            ? Rect(x: inside.x + width + 3, y: top, width: detailsWidth, height: rows) : nil
        labelWidth = Self.labelWidth(of: width)
        scaleWidth = width < 40 ? 0 : width < 70 ? 9 : model.hasLimits ? 14 : 11
    }

    /// The layout of nothing but plots with their time axis, without a frame around them.
    init(plotsIn rect: Rect) {
        frame = rect
        verdict = Rect(x: rect.x, y: rect.y, width: rect.width, height: 0)
        let axisRows = rect.height > 3 ? 1 : 0
        list = Rect(x: rect.x, y: rect.y, width: rect.width, height: rect.height - axisRows)
        axis = Rect(x: rect.x, y: list.maxY, width: rect.width, height: axisRows)
        details = nil
        labelWidth = Self.labelWidth(of: rect.width)
        scaleWidth = rect.width >= 32 ? 7 : 0
    }

    /// What the labels beside the plots take of so many columns.
    private static func labelWidth(of width: Int) -> Int {
        width >= 60 ? 22 : width >= 48 ? 18 : 14
    }

    /// Columns of the plots.
    var plotWidth: Int { max(0, list.width - labelWidth - scaleWidth) }
    /// The first column of the plots.
    var plotX: Int { list.x + labelWidth }

    /// The moment in the middle of a column of the screen; at an end for what lies beside the
    /// plots.
    func moment(atX x: Int, in span: PlotSpan) -> Timestamp {
        let column = Int64(max(0, min(plotWidth - 1, x - plotX)))
        return span.from
            + .milliseconds(span.length * (column * 2 + 1) / Int64(max(1, plotWidth) * 2))
    }
}
