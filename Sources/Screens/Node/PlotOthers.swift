import CellGrid
import FleetModel
import Monitoring
import Primitives

/// One metric on the other nodes of the fleet: each by itself, or of many the band that they are
/// in.
///
/// They are drawn so that they differ from the node's own course even without colours: each as a
/// broken line, a band as bars with dashes between them for the median.
enum PlotOthers {
    case courses([PlotCourse])
    case band(Band)

    /// The band of the nodes over time.
    struct Band {
        let samples: [FleetBand.Sample]
        /// For how long a sample stands for what comes after it, in milliseconds.
        let reach: Int64
    }

    /// What is to be drawn beside a node; nil for nothing.
    init?(_ model: AppModel, _ node: NodeID, _ metric: MetricName) {
        guard model.screen.node == node, model.nodeView.siblings.isShown else { return nil }
        guard model.hasFleetBand else {
            let known = model.nodeView.siblings.courses
            self = .courses(model.siblings(of: node).compactMap { known[$0]?[metric] })
            return
        }
        let samples = model.fleetBands.samples(of: metric, without: node)
        let distances = zip(samples, samples.dropFirst()).map { ($1.at - $0.at).milliseconds }
        let usual = distances.isEmpty ? 0 : distances.sorted()[distances.count / 2]
        self = .band(Band(samples: samples, reach: max(usual * 3, 60_000)))
    }

    /// The values between which everything in a window lies; nil when there is none.
    func range(in span: PlotSpan) -> ClosedRange<Double>? {
        switch self {
        case .courses(let courses): courses.compactMap { $0.range(in: span) }.hull
        case .band(let band):
            band.samples.filter { $0.at >= span.from && $0.at <= span.to }.map(\.range).hull
        }
    }

    /// The median of the nodes at a moment; nil when nothing is known of it.
    func median(at moment: Timestamp) -> Double? {
        switch self {
        case .courses(let courses):
            let values = courses.compactMap { $0.value(at: moment) }.sorted()
            guard !values.isEmpty else { return nil }
            let (low, high) = (values[(values.count - 1) / 2], values[values.count / 2])
            return low / 2 + high / 2
        case .band(let band):
            let sample = band.samples.last { $0.at <= moment }
            return sample.flatMap {
                (moment - $0.at).milliseconds <= band.reach ? $0.median : nil
            }
        }
    }

    /// Draws them into a plot.
    func draw(_ model: AppModel, in grid: inout DotGrid) {
        let pairs = (grid.width + 1) / 2
        switch self {
        case .courses(let courses):
            for course in courses {
                let columns = course.columns(
                    pairs * 2,
                    in: model.plotSpan,
                    gaps: model.plotGaps
                )
                grid.line(columns, every: 2)
            }
        case .band(let band):
            for (place, column) in band.columns(pairs, in: model.plotSpan).enumerated() {
                guard let column else { continue }
                grid.mark(place * 4, column.range)
                grid.mark(place * 4 + 2, column.median...column.median)
                grid.mark(place * 4 + 3, column.median...column.median)
            }
        }
    }
}

extension PlotOthers.Band {
    /// The band in each of so many columns of a window; nil is a gap.
    fileprivate func columns(_ count: Int, in span: PlotSpan) -> [FleetBand.Sample?] {
        var columns: [FleetBand.Sample?] = Array(repeating: nil, count: count)
        for (place, sample) in samples.enumerated() {
            let next = place + 1 < samples.count ? samples[place + 1].at : span.to
            let end = min(next, sample.at + .milliseconds(reach), span.to)
            guard count > 0, end >= span.from, sample.at <= span.to else { continue }
            let first = span.column(of: sample.at.milliseconds, of: count)
            let last = span.column(of: end.milliseconds, of: count)
            for column in first...max(first, last) {
                columns[column] = columns[column]?.merged(with: sample) ?? sample
            }
        }
        return columns
    }
}

extension ClosedRange<Double> {
    /// The range that both lie in.
    func merged(with other: Self) -> Self {
        Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
    }
}

extension Collection where Element == ClosedRange<Double> {
    /// The range that all of them lie in; nil when there are none.
    var hull: ClosedRange<Double>? {
        guard let first else { return nil }
        return dropFirst().reduce(first) { hull, range in
            hull.merged(with: range)
        }
    }
}

extension AppModel {
    /// What the other nodes in the plots are: how they are drawn, and in words; nil while they are
    /// not.
    var comparisonWords: (mark: String, text: String)? {
        guard let node = screen.node, nodeView.siblings.isShown, siblingCount > 0 else {
            return nil
        }
        guard !hasFleetBand else {
            return ("⡇⠤⡇", "band of \(siblingCount) nodes: min–max, median ○")
        }
        let word = siblingCount == 1 ? "sibling" : "siblings"
        let known = siblings(of: node).count { nodeView.siblings.courses[$0] != nil }
        return known == siblingCount
            ? ("⠤ ⠤", "\(known) \(word), median ○")
            : ("⠤ ⠤", "\(known) of \(siblingCount) \(word) …")
    }
}
