import WireFormats

/// How fast answers of nodes are read.
enum FormatBenchmark {
    static func run() throws -> Section {
        var section = Section(
            "formats",
            method: "CPU, best of 9; the page of node_exporter 1.5 and answers of a Substrate node"
        )
        let page = try Files.fixture("node_exporter-1.5.prom")
        let few = MetricSelection(names: PageServer.wantedNames)
        try measure("exposition page, 12 names wanted", page, &section, .atLeast(300)) { bytes in
            try PrometheusText.samples(in: bytes.span, selection: few).count
        }
        try measure("exposition page, every sample", page, &section) { bytes in
            try PrometheusText.samples(in: bytes.span).count
        }
        let answers = try Files.fixture("substrate-rpc-bodies.json")
        try measure("JSON, small answers", answers, &section) { bytes in
            try JSONValue(parsing: bytes.span).array?.count ?? 0
        }
        return section
    }

    /// Reads a text often enough that the clock's own cost does not count.
    private static func measure(
        _ name: String,
        _ bytes: [UInt8],
        _ section: inout Section,
        _ budget: Figure.Budget? = nil,
        _ read: ([UInt8]) throws -> Int
    ) throws {
        let passes = max(1, 4_000_000 / bytes.count)
        var found = 0
        let time = try Samples(runs: 9) {
            try Stopwatch.cpu { for _ in 0..<passes { found = try read(bytes) } }
        }
        guard found > 0 else { throw BenchmarkFailure("\(name): nothing was read") }
        let megabytes = Double(bytes.count * passes) / 1e6
        section.add(name, megabytes / time.best, "MB/s", budget, note: "\(bytes.count) bytes")
    }
}
