package import Primitives

/// What a series did in one span of time: a single sample, or many summed up.
package struct SampleBin: Equatable, Sendable {
    /// The beginning of the span; of a single sample, its moment.
    package var start: Timestamp
    /// The least value.
    package var min: Double
    /// The greatest value.
    package var max: Double
    /// The mean of all values.
    package var mean: Double
    /// The value that came last.
    package var last: Double
    /// How many samples it sums up; at least 1.
    package var count: Int

    /// A bin of these figures.
    package init(
        start: Timestamp,
        min: Double,
        max: Double,
        mean: Double,
        last: Double,
        count: Int
    ) {
        self.start = start
        self.min = min
        self.max = max
        self.mean = mean
        self.last = last
        self.count = count
    }

    /// A single sample.
    package init(at: Timestamp, value: Double) {
        self.init(start: at, min: value, max: value, mean: value, last: value, count: 1)
    }

    /// Takes in what came later in the same span; the beginning stays.
    package mutating func merge(_ later: SampleBin) {
        let all = Double(count) + Double(later.count)
        let sum = mean * Double(count) + later.mean * Double(later.count)
        // The sum of two finite numbers may be infinite; their shares of the mean are not.
        mean =
            sum.isFinite
            ? sum / all : mean * (Double(count) / all) + later.mean * (Double(later.count) / all)
        min = Swift.min(min, later.min)
        max = Swift.max(max, later.max)
        last = later.last
        count = count.addingReportingOverflow(later.count).partialValue
    }
}

/// Puts samples and bins of one series into spans of equal length.
package struct SampleBinner: Sendable {
    private let step: Int64
    private var bins: [SampleBin] = []
    private var isInOrder = true

    /// Spans of this length, which begin at whole multiples of it since 1970; with a length of
    /// zero every moment is a span of its own.
    package init(step: Duration) {
        self.step = Swift.max(0, step.milliseconds)
    }

    /// The beginning of the span that a moment lies in.
    package static func start(of moment: Timestamp, step: Duration) -> Timestamp {
        let length = step.milliseconds
        guard length > 0 else { return moment }
        let rest = moment.milliseconds % length
        return moment - .milliseconds(rest < 0 ? rest + length : rest)
    }

    /// Adds a sample; one that is not finite says nothing and is left out.
    package mutating func add(_ value: Double, at moment: Timestamp) {
        if value.isFinite { add(SampleBin(at: moment, value: value)) }
    }

    /// Adds what was summed up before, best the oldest first.
    package mutating func add(_ bin: SampleBin) {
        var bin = bin
        bin.start = Self.start(of: bin.start, step: .milliseconds(step))
        if let last = bins.last, last.start == bin.start {
            bins[bins.count - 1].merge(bin)
            return
        }
        if let last = bins.last, last.start > bin.start { isInOrder = false }
        bins.append(bin)
    }

    /// The spans that something lies in, the oldest first.
    package var result: [SampleBin] {
        guard !isInOrder else { return bins }
        // Equal beginnings keep their order, so that the last value stays the last.
        let order = bins.indices.sorted {
            (bins[$0].start, $0) < (bins[$1].start, $1)
        }
        var merged: [SampleBin] = []
        for place in order {
            if let last = merged.last, last.start == bins[place].start {
                merged[merged.count - 1].merge(bins[place])
            } else {
                merged.append(bins[place])
            }
        }
        return merged
    }
}

/// How long and how much of a fleet's past is kept.
package struct HistorySettings: Equatable, Sendable {
    /// For how long every single sample is kept; what is older is kept in spans of five minutes
    /// for 30 days and of one hour for a year.
    package var keep: Duration
    /// How large the file may become, in bytes; when it is full, the oldest goes first.
    package var sizeBytes: Double

    /// Settings with the defaults: 48 h and 500 MB.
    package init(keep: Duration = .seconds(48 * 3600), sizeBytes: Double = 500_000_000) {
        self.keep = keep
        self.sizeBytes = sizeBytes
    }
}
