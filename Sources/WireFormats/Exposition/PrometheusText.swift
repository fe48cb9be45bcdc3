/// The Prometheus text format 0.0.4, with OpenMetrics tolerated.
///
/// Written for many large pages of which few lines are wanted: no `String` is made before a
/// line is known to be wanted, and line ends are found with `memchr`.
package enum PrometheusText {
    /// Hands every wanted sample of the page to `sink`, in the order of the page.
    ///
    /// Lines that are no sample are counted and skipped. Lines whose name is not wanted are
    /// not read any further, so a fault in them goes unseen.
    ///
    /// - Throws: `WireFormatError.notExposition` when not one line makes sense.
    @inline(never)
    package static func scan(
        _ bytes: Span<UInt8>,
        selection: MetricSelection,
        _ sink: (PrometheusSample) -> Void
    ) throws(WireFormatError) -> Summary {
        var scanner = ExpositionScanner(bytes, selection: selection)
        while let line = scanner.nextLine(bytes) {
            scanner.read(bytes, line, sink)
        }
        let summary = scanner.finish()
        if summary.samples == 0, summary.families == 0, !holdsExposition(bytes) {
            throw .notExposition(ExpositionLookalike(bytes), seen: TextSnippet.of(bytes))
        }
        return summary
    }

    /// The wanted samples of the page.
    ///
    /// - Throws: `WireFormatError.notExposition` when not one line makes sense.
    package static func samples(
        in bytes: Span<UInt8>,
        selection: MetricSelection = .everything
    ) throws(WireFormatError) -> [PrometheusSample] {
        var result: [PrometheusSample] = []
        _ = try scan(bytes, selection: selection) { result.append($0) }
        return result
    }

    /// Whether any line is a sample or one of the known comments.
    ///
    /// Asked only when nothing wanted was found, to tell a page without the wanted metrics
    /// from something else altogether.
    private static func holdsExposition(_ bytes: Span<UInt8>) -> Bool {
        var scanner = ExpositionScanner(bytes, selection: .everything)
        while let line = scanner.nextLine(bytes) {
            scanner.read(bytes, line) { _ in }
            let summary = scanner.summary
            let isKnown = summary.samples > 0 || summary.families > 0
            if isKnown || !summary.helpTexts.isEmpty { return true }
        }
        return scanner.summary.isOpenMetrics
    }
}
