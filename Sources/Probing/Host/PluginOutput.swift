import HostAccess
import FleetModel
import Primitives

/// What a plugin writes by the guidelines of Monitoring Plugins ("Development Guidelines",
/// sections "Plugin Output" and "Performance data"): a line for people, a bar, figures.
extension ExecTarget {
    func readPlugin(_ outcome: CommandOutcome, into reading: inout PollResult) {
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
        /// The first one that is written and is no number.
        var unread: (label: String, value: String)?
        /// The last one, as it is written.
        fileprivate var last: (label: String, value: String)?
        /// Whether the last one could be read.
        fileprivate var isLastRead = false

        /// Takes the last figure back, because this stands behind it.
        fileprivate mutating func doubt(_ more: Substring) {
            guard let last else { return }
            if isLastRead { read.removeLast() }
            if unread == nil { unread = (last.label, "\(last.value) \(more)") }
        }
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
            guard !rest.isEmpty, var label = label(&rest) else { break }
            // A number that goes on behind a space, as in `a=1 234 b=2`, is none.
            if !label.isQuoted, let space = label.text.lastIndex(where: \.isWhitespace),
                label.text.first?.isNumber == true
            {
                figures.doubt(label.text[..<space])
                label.text = String(label.text[space...].dropFirst())
            }
            let value = rest.prefix { !$0.isWhitespace }
            rest = rest.dropFirst(value.count)
            // The root of the file system, as check_disk names it.
            guard let name = label.text == "/" ? "root" : label.text.asMetricWord else { continue }
            let figure = value.prefix { $0 != ";" }
            figures.last = (label.text, String(figure))
            let number = number(of: figure)
            figures.isLastRead = number != nil
            if let number {
                figures.read.append(PluginFigure(name: name, value: number))
            } else if figures.unread == nil, !figure.isEmpty, figure != "U" {
                figures.unread = (label.text, String(value))
            }
        }
    }

    /// Takes a label and the `=` behind it; a quote inside quotes is doubled.
    private static func label(_ rest: inout Substring) -> (text: String, isQuoted: Bool)? {
        guard rest.first == "'" else {
            let label = rest.prefix { $0 != "=" }
            rest = rest.dropFirst(label.count + 1)
            return (String(label), false)
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
                return (label, true)
            }
        }
        return nil
    }

    /// The units of the guidelines, and those of time and size that plugins write besides.
    private static let factors: [String: Double] = [
        "": 1, "%": 1, "c": 1, "s": 1, "ms": 1e-3, "us": 1e-6, "\u{B5}s": 1e-6, "\u{3BC}s": 1e-6,
        "ns": 1e-9, "min": 60, "h": 3600, "d": 86_400,
        "B": 1, "KB": 1024, "MB": 1_048_576, "GB": 1_073_741_824, "TB": 1_099_511_627_776,
        "PB": 1_125_899_906_842_624, "kB": 1000,
        "KiB": 1024, "MiB": 1_048_576, "GiB": 1_073_741_824, "TiB": 1_099_511_627_776,
        "PiB": 1_125_899_906_842_624,
    ]

    private static func number(of figure: Substring) -> Double? {
        var digits = figure.prefix { $0.isASCII && ($0.isNumber || "+-.,eE".contains($0)) }
        // What looks like an exponent may be the start of the unit.
        while let last = digits.last, "eE+-".contains(last) { digits.removeLast() }
        let unit = String(figure.dropFirst(digits.count))
        guard let factor = factors[unit] ?? (isOwn(unit) ? 1 : nil) else { return nil }
        return digits.localeNumber.map { $0 * factor }
    }

    /// Whether a unit is the plugin's own, whose number counts as it stands, and no multiple of
    /// one: neither the rest of a number, as in `3h2m` and `0x10`, nor `5k`, `5Mbit` and `5mA`.
    private static func isOwn(_ unit: String) -> Bool {
        guard let first = unit.first, first.isLetter || first == "\u{B0}",
            !unit.contains(where: { $0.isNumber || ":_'".contains($0) })
        else { return false }
        if "kKMGTPE".contains(first) { return unit.count > 4 }
        if "mun\u{B5}\u{3BC}".contains(first) {
            return unit.count > 1 && !unit.dropFirst().contains(where: \.isUppercase)
        }
        return true
    }
}
