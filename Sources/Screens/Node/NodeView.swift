import CommandTable
import FleetModel
import Monitoring
import Primitives

/// Where the person is on the screen of a node: the window of time and the moment looked at, and
/// what was read of the past.
struct NodeView: Sendable {
    /// How much of the past is shown.
    var window = PlotWindow.hour
    /// The moment whose values are shown; nil for the newest.
    var cursor: Timestamp?
    /// The last moment of the window; nil for the present.
    var end: Timestamp?
    /// What was read, and what was asked for then.
    private(set) var history: [MetricName: [SampleBin]] = [:]
    private(set) var loaded: HistoryRequest?
    /// The window that was shown then, and where it ended.
    private(set) var loadedWindow: PlotWindow?
    private(set) var loadedEnd: Timestamp?
    /// What was asked for and not answered yet.
    var pending: HistoryRequest?
    /// The other nodes drawn beside this one.
    var siblings = SiblingView()

    /// Begins anew with another node, in the same window of time.
    ///
    /// - Parameter compares: Whether other nodes are drawn too, even where the person did not ask
    ///   for it.
    mutating func open(compares: Bool = false) {
        self = NodeView(window: window, siblings: siblings.begun(compares: compares))
    }

    /// Takes an answer in; one to an earlier question is left out.
    mutating func take(_ bins: [MetricName: [SampleBin]], for request: HistoryRequest) {
        guard request == pending else { return }
        pending = nil
        loaded = request
        loadedWindow = window
        loadedEnd = end
        history = bins
    }

    /// The request for what the window shows now.
    ///
    /// - Parameter interval: The usual span between two polls. Spans that hold only a few of them
    ///   would hold now more and now less, so that every sample is asked for instead.
    mutating func ask(
        for node: NodeID,
        of span: PlotSpan,
        interval: Duration
    ) -> HistoryRequest {
        let request = HistoryRequest(
            node: node,
            from: span.from - window.step,
            to: span.to,
            step: window.step >= interval * 4 ? window.step : .zero
        )
        // Courses of another node, window or time say nothing here.
        let isOther = loaded.map { $0.node != node || $0.to > span.to } ?? true
        if isOther || loadedWindow != window || loadedEnd != end { siblings.forget() }
        pending = request
        return request
    }

    /// Whether what was read is too old for the window.
    func isStale(for node: NodeID, of span: PlotSpan) -> Bool {
        guard pending == nil, siblings.pending == nil else { return false }
        guard let loaded, loaded.node == node, loadedWindow == window, loadedEnd == end else {
            return true
        }
        return span.to - loaded.to >= window.refreshSpan || span.to < loaded.to
    }
}

/// How much of the past a plot shows.
enum PlotWindow: Int, CaseIterable, Sendable {
    case quarter, hour, sixHours, day, week, month, year

    /// The length of the window.
    var span: Duration {
        switch self {
        case .quarter: .seconds(900)
        case .hour: .seconds(3600)
        case .sixHours: .seconds(6 * 3600)
        case .day: .seconds(86_400)
        case .week: .seconds(7 * 86_400)
        case .month: .seconds(30 * 86_400)
        case .year: .seconds(365 * 86_400)
        }
    }

    /// The spans that samples are summed up in: some hundred in each window.
    var step: Duration {
        switch self {
        case .quarter: .zero
        case .hour: .seconds(10)
        case .sixHours: .seconds(60)
        case .day: .seconds(300)
        case .week: .seconds(1800)
        case .month: .seconds(7200)
        case .year: .seconds(86_400)
        }
    }

    /// Whether the time axis tells days instead of hours.
    var isToldInDays: Bool { span > .seconds(86_400) }

    /// How old what was read may become: what comes meanwhile is shown from the readings.
    var refreshSpan: Duration { max(.seconds(10), span / 100) }

    /// The name of the window.
    var title: String {
        switch self {
        case .quarter: "15m"
        case .hour: "1h"
        case .sixHours: "6h"
        case .day: "24h"
        case .week: "7d"
        case .month: "30d"
        case .year: "1y"
        }
    }

    /// The spans that the time axis may be divided into.
    var ticks: [Duration] {
        switch self {
        case .quarter: [60, 120, 300].map { .seconds($0) }
        case .hour: [300, 600, 900, 1800].map { .seconds($0) }
        case .sixHours: [1800, 3600, 7200].map { .seconds($0) }
        case .day: [7200, 10_800, 21_600, 43_200].map { .seconds($0) }
        case .week: [1, 2].map { .seconds($0 * 86_400) }
        case .month: [2, 5, 10].map { .seconds($0 * 86_400) }
        case .year: [30, 60, 120].map { .seconds($0 * 86_400) }
        }
    }
}

// MARK: What keys do

extension AppModel {
    /// Opens the screen of a node; what was kept of it follows.
    mutating func openNode(_ node: NodeID) -> [Effect] {
        guard screen.node != node else { return [] }
        show(.node(node))
        beginNodeView()
        cursors[.node] = nil
        return refreshHistory()
    }

    /// Asks for the past of the node whose plots are shown, when what is known of it is too old.
    mutating func refreshHistory() -> [Effect] {
        guard let node = screen.node ?? NodePlots.node(self),
            nodeView.isStale(for: node, of: plotSpan)
        else { return [] }
        return [.ask(.loadHistory(ask(for: node)))]
    }

    private mutating func ask(for node: NodeID) -> HistoryRequest {
        let interval = fleet?.polling.interval ?? Polling().interval
        return nodeView.ask(for: node, of: plotSpan, interval: interval)
    }

    /// Shows more or less of the past, so that a moment stays where it is on the screen: that of
    /// the cursor where none is given.
    mutating func changeWindow(by step: Int, around moment: Timestamp? = nil) -> [Effect] {
        guard let node = screen.node,
            let next = PlotWindow(rawValue: nodeView.window.rawValue + step)
        else { return [] }
        let span = plotSpan
        if let moment = moment ?? nodeView.cursor {
            let after = (span.to - moment).milliseconds
            let part = Double(after) / Double(max(1, span.length))
            let end = moment + .milliseconds(Int64(part * Double(next.span.milliseconds)))
            nodeView.end = end < now ? end : nil
        }
        nodeView.window = next
        if let cursor = nodeView.cursor, cursor < plotSpan.from || cursor > plotSpan.to {
            nodeView.cursor = nil
        }
        return [.ask(.loadHistory(ask(for: node)))]
    }

    /// Takes one step back to the present: from the cursor, then from a window of the past; false
    /// when there is none.
    mutating func leaveMoment() -> Bool {
        guard nodeView.cursor == nil else {
            nodeView.cursor = nil
            return true
        }
        defer { nodeView.end = nil }
        return plotEnd != nil
    }

    /// Moves the cursor through the series and on through the details, as far as they go.
    mutating func moveSeries(by count: Int) {
        guard let node = screen.node else { return }
        let rows = rows(.node)
        let last = NodeScreen.lastSelectable(self, node)
        let place = cursor(in: .node).place(in: rows)
        cursors[.node, default: ListCursor()].move(to: min(place + count, last), in: rows)
    }

    /// Moves the cursor by columns of the plots; beyond the newest moment it is gone, and a window
    /// of the past goes on with it.
    mutating func moveCursor(by columns: Int) -> [Effect] {
        let span = plotSpan
        let column = nodeView.window.span / max(1, NodeLayout(self).plotWidth)
        let next = (nodeView.cursor ?? span.to) + column * columns
        if next > span.to, plotEnd != nil {
            let end = span.to + nodeView.window.span / 2
            nodeView.end = end < now ? end : nil
        }
        nodeView.cursor = next >= now ? nil : max(next, span.from)
        return refreshHistory()
    }

    /// Which mark the cursor goes to.
    enum MarkDirection {
        case previous, next
    }

    mutating func moveCursor(toMark direction: MarkDirection) -> [Effect] {
        guard let node = screen.node else { return [] }
        let moments = Annotation.all(self, node).map(\.at)
        let place = nodeView.cursor ?? plotSpan.to
        let target =
            switch direction {
            case .previous: moments.last { $0 < place }
            case .next: moments.first { $0 > place }
            }
        if let target {
            nodeView.cursor = target
        } else if direction == .next {
            nodeView.cursor = nil
            nodeView.end = nil
        }
        return refreshHistory()
    }
}
