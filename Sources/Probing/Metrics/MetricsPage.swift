import FleetModel
import Primitives
import WireFormats

/// The wanted lines of an exposition page, with answers to the questions probes have.
struct MetricsPage {
    let answer: HTTPAnswer
    let samples: [PrometheusSample]
    let summary: PrometheusText.Summary
    private let wanted: [MetricSelection.Wanted]

    /// Reads a page.
    init(_ answer: HTTPAnswer, selecting selection: MetricSelection) throws(ProbeFailure) {
        self.answer = answer
        var found: [PrometheusSample] = []
        summary = try answer.read { bytes throws(WireFormatError) in
            try PrometheusText.scan(bytes, selection: selection) { found.append($0) }
        }
        samples = found
        wanted = selection.wanted
    }

    /// What is odd about the lines of the page, a sentence each: the first such line of each wanted
    /// metric, and all others together.
    var oddLines: [String] {
        var sentences = summary.unreadable.sorted { $0.value.line < $1.value.line }
            .map { index, odd in
                let name = wanted[index].name
                let words =
                    switch odd.part {
                    case .labels: "the labels of \(name) cannot be read"
                    case .value: "the value of \(name) is no number"
                    case .time: "what follows the value of \(name) is no time"
                    }
                return "line \(odd.line): \(words)"
            }
        if let first = summary.firstStrayLine {
            sentences.append(
                summary.strayLines == 1
                    ? "line \(first) of the page cannot be read"
                    : "\(summary.strayLines) lines of the page cannot be read, the first is line "
                        + "\(first)"
            )
        }
        return sentences
    }

    /// The value of a wanted metric over all series whose labels match, moments apart their sum;
    /// nil when there is none: a series that was never observed is absent, which is not the same
    /// as zero.
    ///
    /// As in Prometheus, no label is the same as an empty one, and a page that holds one series
    /// twice counts it once. When there is something under `preferred`, the other names that the
    /// metric may have are left out.
    func value(
        _ index: Int,
        of metric: MetricName = "",
        labels: [String: String] = [:],
        preferring preferred: String? = nil
    ) -> Double? {
        var matching = samples.filter { sample in
            sample.index == index
                && labels.allSatisfy { (sample.labels[$0.key] ?? "") == $0.value }
        }
        guard matching.count > 1 else { return matching.first?.value }
        if let preferred, matching.contains(where: { $0.name == preferred }) {
            matching.removeAll { $0.name != preferred }
        }
        var known: Set<[UInt8]> = []
        let values = matching.reversed().compactMap { sample in
            known.insert(sample.labels.raw).inserted ? sample.value : nil
        }
        let isParted = matching.contains {
            $0.labels["quantile"] != nil || $0.labels["le"] != nil
        }
        return SeriesCombination(of: metric, series: matching[0].name, isParted: isParted)
            .value(of: values)
    }

    /// What a counter of errors has counted: nothing yet when the page announces it and shows no
    /// sample; nil when the page does not know it.
    func errorCount(_ index: Int) -> Double? {
        value(index) ?? (summary.unobserved.contains(index) ? 0 : nil)
    }

    /// Whether the page has a wanted metric: a sample of it, or its announcement.
    func knows(_ index: Int) -> Bool {
        summary.unobserved.contains(index) || samples.contains { $0.index == index }
    }

    /// The first non-empty value of a label of a wanted metric.
    func label(_ name: String, of index: Int) -> String? {
        for sample in samples where sample.index == index {
            if let value = sample.labels[name], !value.isEmpty { return value }
        }
        return nil
    }

    /// The series of picks that the page lacks, with names on it that they may have now.
    func lookalikes(of picks: [MetricPick]) -> [(old: String, new: String)] {
        let names = SeriesLookalike.names(on: answer.body.span)
        return picks.compactMap { pick in
            guard !names.contains(pick.series) else { return nil }
            return SeriesLookalike.of(pick.series, among: names).map { (pick.series, $0) }
        }
    }

    /// How many samples the page has, wanted or not.
    var sampleCount: Int { summary.samples + summary.skippedLines }

    /// The version in the first line of build information that has one.
    ///
    /// Programs call it `<program>_build_info`. The compiler's own line, which Go programs add, is
    /// not the program's.
    var buildVersion: String? {
        var version: String?
        _ = firstSample(marked: "_build_info") { sample in
            guard sample.name.hasSuffix("_build_info"), sample.name != "go_build_info",
                let text = sample.labels["version"], !text.isEmpty
            else { return false }
            version = text
            return true
        }
        return version
    }

    /// Whether a sample has a name that begins so.
    func hasSeries(_ prefix: String) -> Bool {
        firstSample(marked: prefix) { $0.name.hasPrefix(prefix) } != nil
    }

    /// The first sample that fits, on lines that hold these bytes.
    ///
    /// The search only finds lines worth reading; what they say is the parser's word, since a line
    /// may be a comment, name something in a label, or be written in several ways.
    private func firstSample(
        marked mark: String,
        where fits: (PrometheusSample) -> Bool
    ) -> PrometheusSample? {
        answer.body.withUnsafeBytes { bytes in
            var position = 0
            while let hit = bytes.firstOffset(of: mark, from: position) {
                let start = bytes[..<hit].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
                let end = bytes[hit...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                position = end
                let line = [UInt8](bytes[start..<end])
                if let sample = try? PrometheusText.samples(in: line.span).first, fits(sample) {
                    return sample
                }
            }
            return nil
        }
    }
}

extension PollResult {
    /// Notes the lines of a page that could not be read.
    mutating func note(oddLinesOf page: MetricsPage, part: String) {
        for sentence in page.oddLines { note(part, .other(sentence)) }
    }
}

extension ProbeSession {
    /// Fetches and reads a metrics page.
    func metricsPage(
        _ url: String,
        selecting selection: MetricSelection
    ) async throws(ProbeFailure) -> MetricsPage {
        let answer = try await get(WebAddress.metricsPage(url)).successful()
        return try MetricsPage(answer, selecting: selection)
    }
}
