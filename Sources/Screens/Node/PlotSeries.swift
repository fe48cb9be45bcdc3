import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// The course of one metric over the window of time, ready to be drawn.
struct PlotSeries {
    /// The metric.
    let metric: MetricName
    /// The least and the greatest value of each column of dots; nil is a gap.
    let columns: [ClosedRange<Double>?]
    /// The values between which everything in the window lies; nil when there is none.
    let range: ClosedRange<Double>?
    /// The newest value; nil when there is none.
    let last: Double?
    private let course: PlotCourse

    /// The course of a metric of a node, in this many columns of dots.
    init(_ model: AppModel, _ node: NodeID, _ metric: MetricName, dots: Int) {
        self.metric = metric
        let view = model.nodeView
        let points = model.snapshot.readings.nodes[node]?.metrics[metric]?.history ?? []
        course = PlotCourse(of: metric, view.bins(of: metric, node), view.loaded, points)
        last = course.last(points)
        range = course.range(in: model.plotSpan)
        columns = course.columns(dots, in: model.plotSpan, gaps: model.plotGaps)
    }

    /// The name; that of a counter says that its growth is shown: `graft/s` for `graft_total`.
    var title: String {
        let name = metric.rawValue
        guard metric.isCounter else { return name }
        let isTotal = name.hasSuffix("_total") || name.hasSuffix(".total")
        return (isTotal ? String(name.dropLast(6)) : name) + "/s"
    }

    /// The value at a moment: that of the sample before it, unless that is too long ago.
    func value(at moment: Timestamp) -> Double? { course.value(at: moment) }

    /// A value as people read it.
    func text(_ value: Double) -> String {
        guard metric.isCounter else { return MetricText.brief(value, of: metric) }
        // A second of CPU each second is one core.
        if metric == .cpuSeconds { return NumberText.brief(value) }
        return MetricText.brief(value, of: metric)
    }

    /// A value with its unit, as it stands beside the plot.
    func scaleText(_ value: Double) -> String {
        let text = text(value)
        if metric == .cpuSeconds {
            let number = text.withoutTrailingZeros
            return number + (number == "1" ? " core" : " cores")
        }
        let isScaled = MetricText.unit(of: metric) == .bytes && !text.hasSuffix("B")
        return text + (isScaled ? "iB" : "") + (metric.isCounter ? "/s" : "")
    }
}

extension String {
    /// A number without the zeros at the end of its decimals.
    fileprivate var withoutTrailingZeros: String {
        guard contains(".") else { return self }
        let digits = dropLast(reversed().prefix { $0 == "0" }.count)
        return String(digits.last == "." ? digits.dropLast() : digits)
    }
}

extension PlotSeries {
    /// The metrics of a node that there is anything to show of: those that the signal is about that
    /// the person came from, then those of other signals on it, then those that tell most.
    static func names(_ model: AppModel, _ node: NodeID) -> [MetricName] {
        var names = Set((model.snapshot.readings.nodes[node]?.metrics ?? [:]).keys)
        if model.nodeView.loaded?.node == node { names.formUnion(model.nodeView.history.keys) }
        // Starts of the process are marks on the time axis.
        names.remove(.startTime)
        let ranked = names.map { (MetricCatalogue.rank(of: $0), $0) }
        let usual = ranked.sorted { $0 < $1 }.map(\.1)
        var affected: [MetricName] = []
        let from = model.trail.before?.signal.flatMap(model.signal(inRow:))
        for signal in [from].compactMap({ $0 }) + model.health.signals(on: node) {
            affected += AffectedSeries.names(signal.finding, among: usual)
                .filter { !affected.contains($0) }
        }
        return affected + usual.filter { !affected.contains($0) }
    }
}

extension AppModel {
    /// The spans in which nobody watched the fleet.
    var plotGaps: [WatchGap] {
        log.watchGaps.filter { $0.fleet == nil || fleet == nil || $0.fleet == fleet?.name }
    }
}
