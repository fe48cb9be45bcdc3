import WireFormats

/// A folder of recorded traces: a table of `unix,rss_bytes` for each node, and `labels.json` that
/// tells for each what sort of node it is, when processes started and when it began to leak.
struct LeakTraceFolder {
    /// A recorded trace and what is known of it.
    struct Recording {
        let name: String
        let kind: String
        /// The leak in MB per hour; nil for a healthy node.
        let rate: Double?
        let trace: LeakTrace

        /// Whether the leak began with a new process.
        var isAtRestart: Bool { trace.leakAt.map(trace.restarts.contains) ?? false }
    }

    let recordings: [Recording]

    /// Reads all traces of a folder.
    init(_ folder: String) throws {
        let bytes = try Files.bytes(folder + "/labels.json")
        guard let labels = try JSONValue(parsing: bytes.span).object else {
            throw BenchmarkFailure("\(folder)/labels.json is not an object")
        }
        recordings = try labels.sorted { $0.key < $1.key }.map { name, label in
            let (start, values) = try Self.table(folder + "/" + name)
            func moment(_ key: String) -> Double? { label[key]?.double.map { $0 - start } }
            guard let kind = label["kind"]?.string, let limit = label["ram"]?.double else {
                throw BenchmarkFailure("\(folder)/labels.json: \(name) has no kind or no ram")
            }
            let restarts = (label["restarts"]?.array ?? []).compactMap(\.double)
            return Recording(
                name: name,
                kind: kind,
                rate: label["leak_mb_per_h"]?.double,
                trace: LeakTrace(
                    bytes: values,
                    restarts: restarts.map { $0 - start },
                    limit: limit,
                    leakAt: moment("leak_start"),
                    fullAt: moment("oom")
                )
            )
        }
    }

    /// The moment of the first line and the values, one every 30 s.
    private static func table(_ path: String) throws -> (start: Double, values: [Float]) {
        var start: Double?
        var values: [Float] = []
        for line in try Files.bytes(path).split(separator: UInt8(ascii: "\n")).dropFirst() {
            let parts = line.split(separator: UInt8(ascii: ","))
            guard parts.count == 2, let moment = Double(String(decoding: parts[0], as: UTF8.self)),
                let value = Float(String(decoding: parts[1], as: UTF8.self))
            else { throw BenchmarkFailure("\(path): a line that is not unix,rss_bytes") }
            if start == nil { start = moment }
            values.append(value)
        }
        guard let start else { throw BenchmarkFailure("\(path): no values") }
        return (start, values)
    }
}
