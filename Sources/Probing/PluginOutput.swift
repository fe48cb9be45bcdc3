import HostAccess
import IncidentCore

/// What a plugin writes by the guidelines of Monitoring Plugins ("Development Guidelines",
/// sections "Plugin Output" and "Performance data"): a line for people, a bar, figures.
extension ExecTarget {
    func readPlugin(_ outcome: CommandOutcome, into reading: inout Reading) {
        let text = String(decoding: outcome.output, as: UTF8.self)
        reading.record(FactName(prefixed("status")), outcome.output.statusLine)
        let figures = PluginFigure.figures(in: text)
        for figure in figures.read {
            reading.record(MetricName(prefixed(figure.name)), figure.value)
        }
        if let unread = figures.unread {
            let written = unread.value.prefix(60)
            let words = "the figure \(unread.label)=\(written) is no number that is beyond doubt"
            reading.note(part, .other(words))
        }
        let words = outcome.output.statusLine ?? outcome.errorOutput.firstLine ?? "no words"
        switch outcome.ending {
        case .exit(0): return
        case .exit(let code) where okCodes.contains(code): return
        case .exit(1): reading.fail(part, .answered(.other("warning: \(words)")))
        case .exit(2): reading.fail(part, .answered(.other("critical: \(words)")))
        case .exit(3):
            reading.isBlind = true
            reading.fail(part, .answered(.other("unknown: \(words)")), isFault: false)
        case .exit(let code):
            reading.fail(
                part,
                .answered(.badBody("a plugin's exit code is 0 to 3, not \(code): \(words)"))
            )
        case .signal(let number):
            reading.fail(part, .answered(.other("ended by signal \(number)")))
        }
    }
}

extension [UInt8] {
    /// The line for people, without the figures.
    fileprivate var statusLine: String? {
        Array(prefix(4096).prefix { $0 != UInt8(ascii: "|") && $0 != UInt8(ascii: "\n") }).firstLine
    }
}

/// One figure of a plugin: `'label'=value[unit];[warn];[crit];[min];[max]`.
struct PluginFigure: Equatable {
    var name: String
    /// In the plugin's base unit: seconds, bytes, per cent, or none.
    var value: Double

    private static let limit = 500

    /// What stands after the bar.
    struct List {
        /// The figures that could be read.
        var read: [PluginFigure] = []
        /// The first one that has digits and is no number.
        var unread: (label: String, value: String)?
    }

    /// The figures after the bar of the first line, and after the one in the further lines.
    static func figures(in output: String) -> List {
        var figures = List()
        var isAfterBar = false
        for (number, line) in output.split(separator: "\n", omittingEmptySubsequences: false)
            .prefix(10_000).enumerated()
        {
            if number == 0 {
                if let bar = line.firstIndex(of: "|") {
                    parse(line[line.index(after: bar)...], into: &figures)
                }
            } else if isAfterBar {
                parse(line, into: &figures)
            } else if let bar = line.firstIndex(of: "|") {
                isAfterBar = true
                parse(line[line.index(after: bar)...], into: &figures)
            }
            guard figures.read.count < limit else { break }
        }
        return figures
    }

    private static func parse(_ text: Substring, into figures: inout List) {
        var rest = text
        while figures.read.count < limit {
            rest = rest.drop(while: \.isWhitespace)
            guard !rest.isEmpty, let label = label(&rest) else { break }
            let value = rest.prefix { !$0.isWhitespace }
            rest = rest.dropFirst(value.count)
            // The root of the file system, as check_disk names it.
            guard let name = label == "/" ? "root" : label.asMetricWord else { continue }
            if let number = number(of: value) {
                figures.read.append(PluginFigure(name: name, value: number))
            } else if figures.unread == nil, value.contains(where: \.isNumber) {
                figures.unread = (label, String(value))
            }
        }
    }

    /// Takes a label and the `=` behind it; a quote inside quotes is doubled.
    private static func label(_ rest: inout Substring) -> String? {
        guard rest.first == "'" else {
            let label = rest.prefix { $0 != "=" }
            rest = rest.dropFirst(label.count + 1)
            return String(label)
        }
        rest.removeFirst()
        var label = ""
        while let character = rest.popFirst() {
            if character != "'" {
                label.append(character)
            } else if rest.first == "'" {
                rest.removeFirst()
                label.append("'")
            } else {
                guard rest.popFirst() == "=" else { return nil }
                return label
            }
        }
        return nil
    }

    private static let factors: [String: Double] = [
        "": 1, "%": 1, "c": 1, "s": 1, "ms": 1e-3, "us": 1e-6, "ns": 1e-9,
        "B": 1, "KB": 1024, "MB": 1_048_576, "GB": 1_073_741_824, "TB": 1_099_511_627_776,
    ]

    private static func number(of value: Substring) -> Double? {
        let figure = value.prefix { $0 != ";" }
        var digits = figure.prefix { $0.isASCII && ($0.isNumber || "+-.,eE".contains($0)) }
        // What looks like an exponent may be the start of the unit.
        while let last = digits.last, "eE+-".contains(last) { digits.removeLast() }
        let unit = figure.dropFirst(digits.count)
        // An unknown unit is the plugin's own; its number counts as it stands.
        return digits.localeNumber.map { $0 * (factors[String(unit)] ?? 1) }
    }
}
