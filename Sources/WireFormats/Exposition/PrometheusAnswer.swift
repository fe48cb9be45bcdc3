/// The answer of a Prometheus-compatible server to an instant query
/// (prometheus.io, HTTP API, stable v1).
package struct PrometheusAnswer: Sendable, Equatable {
    /// The series found, in the server's order; a scalar is one series without labels.
    package let series: [Series]
    /// The series that have no number, in the server's order: each is left out by itself.
    package let oddities: [Oddity]

    /// Why the answer may be incomplete or wrong, in the server's words, of any length and with any
    /// character.
    package let warnings: [String]

    /// How many warnings of one answer are kept at most.
    private static let warningLimit = 10

    /// A series that could not be read.
    package struct Oddity: Sendable, Equatable {
        /// The labels, as far as they are texts.
        package let labels: [String: String]
        /// What stands there instead of a number, for a sentence.
        package let words: String
    }

    /// A series and its value at the moment asked for.
    package struct Series: Sendable, Equatable {
        /// The labels, the metric's name (`__name__`) among them.
        package let labels: [String: String]
        /// The value; NaN and the infinities occur.
        package let value: Double
    }

    /// How many series of one answer are kept at most.
    package static let seriesLimit = 100_000

    /// Reads the body of an answer.
    ///
    /// - Throws: errors of `JSONValue`; `WireFormatError.refused` when the server refused the
    ///   query; `.unexpectedShape` for anything that is no vector or scalar.
    package init(body: Span<UInt8>) throws(WireFormatError) {
        let value = try JSONValue(parsing: body)
        switch value["status"]?.string {
        case "success": break
        case "error":
            let text = value["error"]?.string ?? "no reason given"
            throw .refused(JSONRPC.Failure(code: 0, message: text))
        default: throw value.mismatch("the answer of a Prometheus server")
        }
        warnings = Self.warnings(in: value)
        guard let data = value["data"], let kind = data["resultType"]?.string else {
            throw value.mismatch("the answer to a query")
        }
        switch kind {
        case "vector": (series, oddities) = try Self.vector(data["result"] ?? [])
        case "scalar":
            let pair = data["result"] ?? .null
            series = [Series(labels: [:], value: try Self.sample(pair))]
            oddities = []
        default:
            throw .unexpectedShape(
                expected: "a vector or a scalar",
                seen: "a \(TextSnippet.clean(kind))",
                pointer: "/data/resultType"
            )
        }
    }

    /// Thanos and Prometheus warn in words, VictoriaMetrics with a flag (its docs,
    /// "Cluster availability").
    private static func warnings(in value: JSONValue) -> [String] {
        let words = (value["warnings"]?.array ?? []).prefix(warningLimit).compactMap(\.string)
        guard words.isEmpty, value["isPartial"]?.bool == true else { return words }
        return ["the answer is partial"]
    }

    private static func vector(
        _ result: JSONValue
    ) throws(WireFormatError) -> ([Series], [Oddity]) {
        let elements = try result.requireArray("a list of series")
        guard elements.count <= seriesLimit else {
            throw .unexpectedShape(
                expected: "at most \(seriesLimit) series",
                seen: "\(elements.count)",
                pointer: "/data/result"
            )
        }
        var series: [Series] = []
        var oddities: [Oddity] = []
        series.reserveCapacity(elements.count)
        for element in elements {
            var labels: [String: String] = [:]
            for (name, value) in element["metric"]?.object ?? [:] { labels[name] = value.string }
            do throws(WireFormatError) {
                let value = try sample(element["value"] ?? .null)
                series.append(Series(labels: labels, value: value))
            } catch {
                // Native histograms stand under `histogram` (Prometheus 2.40 and later).
                let isHistogram = element["histogram"] != nil
                let words = isHistogram ? "a native histogram, no number" : "no number"
                oddities.append(Oddity(labels: labels, words: words))
            }
        }
        return (series, oddities)
    }

    /// A moment and a value, which stands in quotes so that it may be `NaN` or `+Inf`.
    private static func sample(_ pair: JSONValue) throws(WireFormatError) -> Double {
        guard let parts = pair.array, parts.count == 2, let text = parts[1].string else {
            throw pair.mismatch("a time and a value")
        }
        switch text {
        case "NaN": return .nan
        case "+Inf", "Inf": return .infinity
        case "-Inf": return -.infinity
        default:
            guard let value = Double(text) else { throw parts[1].mismatch("a number in quotes") }
            return value
        }
    }
}
