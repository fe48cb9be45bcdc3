extension PrometheusText {
    /// What a scan saw besides the samples.
    package struct Summary: Sendable, Equatable {
        /// How many samples went to the sink.
        package internal(set) var samples = 0
        /// How many lines were passed over because their name was not wanted.
        package internal(set) var skippedLines = 0
        /// How many lines were no sample, no comment and not empty.
        package internal(set) var malformedLines = 0
        /// The first of the malformed lines.
        package internal(set) var firstProblem: Problem?
        /// How many `TYPE` lines the page has.
        package internal(set) var families = 0
        /// The wanted metrics, by index, that a `HELP` or `TYPE` line announces while no sample
        /// follows: the program counts them and has counted nothing yet; not under `.everything`.
        ///
        /// nim-metrics prints a labelled metric so until its first observation.
        package internal(set) var unobserved: Set<Int> = []
        /// The kind of each family by the name in its `TYPE` line; only under `.everything`.
        ///
        /// nim-metrics writes the bare name there and appends `_total` to the samples.
        package internal(set) var kinds: [String: Kind] = [:]
        /// The help text of each family; only under `.everything`.
        package internal(set) var helpTexts: [String: String] = [:]
        /// Whether the page ends with `# EOF` as OpenMetrics demands.
        package internal(set) var isOpenMetrics = false
        /// Whether the last line has no line end, so that a number in it may be cut short.
        package internal(set) var endsMidLine = false
    }

    /// A line that could not be read.
    package struct Problem: Sendable, Equatable {
        /// The number of the line, from 1.
        package let line: Int
        /// The beginning of the line, bounded and free of control characters.
        package let snippet: String
    }

    /// The type of a metric family.
    package enum Kind: String, Sendable, Equatable, CaseIterable {
        /// A sum that only grows.
        case counter
        /// A value that goes up and down.
        case gauge
        /// Counts by upper bound.
        case histogram
        /// Quantiles made by the exporter.
        case summary
        /// OpenMetrics: labels as the value.
        case info
        /// OpenMetrics: one of several states.
        case stateset
        /// OpenMetrics: a histogram that may shrink.
        case gaugehistogram
        /// No type, or one nobody knows.
        case untyped
    }
}
