/// Looks for queries of Prometheus that can never give anything, however the numbers stand.
///
/// Two sides of `and`, of an arithmetic or of a comparison match only where all labels are equal.
/// Sides that ask for different values of one label never match, unless `ignoring` or `on` says
/// which labels count: five alert rules of one fleet were mute for months for that.
enum QueryLint {
    /// Why a query can never give anything, as far as can be told from its text; nil when nothing
    /// speaks against it, or when it is not understood.
    static func mismatch(in query: String) -> String? {
        var parser = QueryParser(query)
        _ = parser.expression()
        return parser.mismatch
    }
}

/// Reads a query as far as is needed to know which labels its parts fix to one value.
private struct QueryParser {
    /// What is known of the series that a part gives.
    private struct Series {
        /// Whether it is a mere number, which matches anything.
        var isScalar = false
        /// The labels that all of them have with one value.
        var labels: [String: String] = [:]
    }

    private enum Token: Equatable {
        case word(String), number, text(String), sign(String), end
    }

    /// The first two sides that never match.
    private(set) var mismatch: String?
    private var tokens: ArraySlice<Token> = []
    private var depth = 0

    private static let mostDepth = 60
    private static let longest = 20_000

    init(_ query: String) {
        tokens = Self.tokens(of: query.utf8.prefix(Self.longest))[...]
    }

    private var next: Token { tokens.first ?? .end }

    private mutating func take(_ token: Token) -> Bool {
        guard next == token else { return false }
        tokens.removeFirst()
        return true
    }

    private mutating func word(of some: Set<String>) -> String? {
        guard case .word(let word) = next, some.contains(word) else { return nil }
        tokens.removeFirst()
        return word
    }

    // MARK: Expressions

    /// Binary operators by how tightly they bind; `^` apart, all bind to the left.
    private static let levels: [[String]] = [
        ["or"], ["and", "unless"], ["==", "!=", "<=", "<", ">=", ">"], ["+", "-"],
        ["*", "/", "%", "atan2"], ["^"],
    ]

    /// Reads an expression whose operators bind at least so tightly.
    mutating func expression() -> Bool { expression(0) != nil }

    private mutating func expression(_ level: Int) -> Series? {
        guard depth < Self.mostDepth else { return nil }
        depth += 1
        defer { depth -= 1 }
        guard level < Self.levels.count else { return operand() }
        guard var left = expression(level + 1) else { return nil }
        while let sign = takeOperator(level) {
            _ = take(.word("bool"))
            let mode = word(of: ["on", "ignoring"])
            let counted = mode == nil ? [] : names()
            if word(of: ["group_left", "group_right"]) != nil, next == .sign("(") { _ = names() }
            guard let right = expression(level + 1) else { return nil }
            left = join(left, sign, right, mode: mode, counted)
        }
        return left
    }

    private mutating func takeOperator(_ level: Int) -> String? {
        let sign: String
        switch next {
        case .sign(let text), .word(let text): sign = text
        case .number, .text, .end: return nil
        }
        guard Self.levels[level].contains(sign) else { return nil }
        tokens.removeFirst()
        return sign
    }

    private mutating func join(
        _ left: Series,
        _ sign: String,
        _ right: Series,
        mode: String?,
        _ counted: [String]
    ) -> Series {
        if left.isScalar || right.isScalar { return left.isScalar ? right : left }
        // Either side alone is enough, or is left as it was.
        if sign == "or" { return Series() }
        if sign == "unless" { return left }
        for (name, value) in left.labels.sorted(by: { $0.key < $1.key }) {
            guard let other = right.labels[name], other != value else { continue }
            if mode == "on", !counted.contains(name) { continue }
            if mode == "ignoring", counted.contains(name) { continue }
            mismatch =
                mismatch
                ?? "both sides of '\(sign)' must have equal labels, and one asks for "
                + "\(name)=\"\(value)\", the other for \(name)=\"\(other)\": "
                + "write '\(sign) ignoring(\(name))'"
        }
        // What is left of the labels of the two is not worth knowing beyond the usual case.
        return mode == nil ? Series(labels: left.labels) : Series()
    }

    private mutating func operand() -> Series? {
        while take(.sign("-")) || take(.sign("+")) {}
        guard var series = primary() else { return nil }
        // A range, an offset or a moment changes no label.
        while true {
            if take(.sign("[")) {
                while next != .end, !take(.sign("]")) { tokens.removeFirst() }
            } else if take(.word("offset")) || take(.sign("@")) {
                _ = take(.sign("-"))
                guard next != .end else { return nil }
                tokens.removeFirst()
            } else {
                break
            }
        }
        if series.isScalar { series.labels = [:] }
        return series
    }

    private mutating func primary() -> Series? {
        switch next {
        case .number, .text:
            tokens.removeFirst()
            return Series(isScalar: true)
        case .sign("("):
            tokens.removeFirst()
            guard let inner = expression(0), take(.sign(")")) else { return nil }
            return inner
        case .sign("{"): return Series(labels: selector())
        case .word(let name):
            tokens.removeFirst()
            if Self.foldings.contains(name) { return folding() }
            // These choose some of the series, by whatever they are grouped.
            if ["topk", "bottomk"].contains(name) {
                if word(of: ["by", "without"]) != nil { _ = names() }
                return arguments()
            }
            if next == .sign("(") { return call(name) }
            if name.lowercased() == "inf" || name.lowercased() == "nan" {
                return Series(isScalar: true)
            }
            return Series(labels: next == .sign("{") ? selector() : [:])
        case .sign, .end: return nil
        }
    }

    private static let foldings: Set<String> = [
        "sum", "min", "max", "avg", "count", "group", "stddev", "stdvar", "quantile",
        "count_values",
    ]
    /// Functions that give a number, or series with other labels.
    private static let makers: Set<String> = [
        "scalar", "time", "vector", "absent", "absent_over_time", "label_replace", "label_join",
        "pi", "histogram_quantile",
    ]

    /// What is left of the labels after folding series together.
    private mutating func folding() -> Series? {
        var mode = word(of: ["by", "without"])
        var kept = mode == nil ? [] : names()
        guard let inner = arguments() else { return nil }
        if mode == nil {
            mode = word(of: ["by", "without"])
            kept = mode == nil ? [] : names()
        }
        var series = Series(labels: inner.labels)
        series.labels = series.labels.filter { kept.contains($0.key) == (mode != "without") }
        return series
    }

    private mutating func call(_ name: String) -> Series? {
        guard let inner = arguments() else { return nil }
        if ["scalar", "time", "pi"].contains(name) { return Series(isScalar: true) }
        return Self.makers.contains(name) ? Series() : inner
    }

    /// The series among the arguments in brackets.
    private mutating func arguments() -> Series? {
        guard take(.sign("(")) else { return nil }
        var series = Series(isScalar: true)
        while !take(.sign(")")) {
            guard let argument = expression(0) else { return nil }
            if !argument.isScalar { series = argument }
            if next != .sign(")"), !take(.sign(",")) { return nil }
        }
        return series
    }

    /// Names in brackets.
    private mutating func names() -> [String] {
        guard take(.sign("(")) else { return [] }
        var names: [String] = []
        while next != .end, !take(.sign(")")) {
            if case .word(let name) = next { names.append(name) }
            tokens.removeFirst()
        }
        return names
    }

    /// The labels that a selector in braces fixes to one value.
    private mutating func selector() -> [String: String] {
        var labels: [String: String] = [:]
        guard take(.sign("{")) else { return [:] }
        while next != .end, !take(.sign("}")) {
            if case .word(let name) = next {
                tokens.removeFirst()
                if take(.sign("=")), case .text(let value) = next { labels[name] = value }
            } else {
                tokens.removeFirst()
            }
        }
        return labels
    }
}

// MARK: Tokens

extension QueryParser {
    private static let quotes = [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`")]

    private static func tokens(of bytes: some Sequence<UInt8>) -> [Token] {
        let bytes = Array(bytes)
        var tokens: [Token] = []
        var place = 0
        func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        while place < bytes.count {
            let byte = bytes[place]
            let start = place
            if quotes.contains(byte) {
                place += 1
                while place < bytes.count, bytes[place] != byte {
                    place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
                }
                tokens.append(.text(text(start + 1..<min(place, bytes.count))))
                place += 1
            } else if isDigit(byte) || byte == UInt8(ascii: ".") {
                while place < bytes.count, isWord(bytes[place]) || bytes[place] == 46 { place += 1 }
                tokens.append(.number)
            } else if isWord(byte) {
                while place < bytes.count, isWord(bytes[place]) { place += 1 }
                tokens.append(.word(text(start..<place)))
            } else if byte == UInt8(ascii: "#") {
                while place < bytes.count, bytes[place] != 10 { place += 1 }
            } else {
                place += 1
                guard byte > 32 else { continue }
                let pair = place < bytes.count ? text(start..<place + 1) : ""
                if ["==", "!=", "<=", ">=", "=~", "!~"].contains(pair) {
                    place += 1
                    tokens.append(.sign(pair))
                } else {
                    tokens.append(.sign(text(start..<place)))
                }
            }
        }
        return tokens
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
            || byte == 58 || byte >= 128
    }
}
