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
        /// The first malformed line of each wanted metric, by index; not under `.everything`.
        package internal(set) var unreadable: [Int: Unreadable] = [:]
        /// How many malformed lines belong to no wanted metric, as far as can be seen.
        package internal(set) var strayLines = 0
        /// The number of the first of these lines, from 1; nil when there are none.
        package internal(set) var firstStrayLine: Int?
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

    /// A line that begins as a sample of a wanted metric and does not go on as one.
    package struct Unreadable: Sendable, Equatable {
        /// The number of the line, from 1.
        package let line: Int
        /// Where it stops to be one.
        package let part: Part

        /// The parts of a sample behind its name, in their order.
        package enum Part: Sendable, Equatable {
            case labels
            case value
            case time
        }
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
