import IncidentCore
import WireFormats

/// The wanted lines of an exposition page, with answers to the questions probes have.
struct MetricsPage {
    let answer: HTTPAnswer
    let samples: [PrometheusSample]
    let summary: PrometheusText.Summary

    /// Reads a page.
    init(_ answer: HTTPAnswer, selecting selection: MetricSelection) throws(ProbeFailure) {
        self.answer = answer
        var found: [PrometheusSample] = []
        summary = try answer.read { bytes throws(WireFormatError) in
            try PrometheusText.scan(bytes, selection: selection) { found.append($0) }
        }
        samples = found
    }

    /// The values of a wanted metric whose labels match, added up; nil when there is none: a
    /// series that was never observed is absent, which is not the same as zero.
    func sum(_ index: Int, labels: [String: String] = [:]) -> Double? {
        let values = samples.lazy.filter { sample in
            sample.index == index && labels.allSatisfy { sample.labels[$0.key] == $0.value }
        }.map(\.value)
        return values.isEmpty ? nil : values.reduce(0, +)
    }

    /// What a counter of errors has counted: nothing yet when the page announces it and shows no
    /// sample; nil when the page does not know it.
    func errorCount(_ index: Int) -> Double? {
        sum(index) ?? (summary.unobserved.contains(index) ? 0 : nil)
    }

    /// The first non-empty value of a label of a wanted metric.
    func label(_ name: String, of index: Int) -> String? {
        for sample in samples where sample.index == index {
            if let value = sample.labels[name], !value.isEmpty { return value }
        }
        return nil
    }

    /// How many samples the page has, wanted or not.
    var sampleCount: Int { summary.samples + summary.skippedLines }

    /// The version in the first line of build information that has one.
    ///
    /// Programs call it `<program>_build_info`. The compiler's own line, which
    /// Go programs add, is not the program's.
    var buildVersion: String? {
        answer.body.withUnsafeBytes { bytes in
            var position = 0
            while let hit = bytes.firstOffset(of: "_build_info{", from: position) {
                let start = bytes[..<hit].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
                let end = bytes[hit...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                position = end
                let line = [UInt8](bytes[start..<end])
                let sample = try? PrometheusText.samples(in: line.span).first
                guard let sample, sample.name != "go_build_info" else { continue }
                if let version = sample.labels["version"], !version.isEmpty { return version }
            }
            return nil
        }
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
