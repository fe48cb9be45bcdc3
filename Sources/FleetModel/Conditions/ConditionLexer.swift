import Primitives

/// Splits the text of a condition into words, numbers, texts and marks.
struct ConditionLexer {
    enum Token: Equatable {
        case word(String)
        case number(Double)
        /// A number with a percent sign: a share of one, or a number measured in per cent.
        case percent(Double)
        case span(Duration)
        case text(String)
        case mark(String)
    }

    struct Placed: Equatable {
        let token: Token
        let offset: Int
    }

    private let characters: [Character]
    private var position = 0

    init(_ text: String) {
        characters = Array(text)
    }

    static func tokens(of text: String) throws(ConditionError) -> [Placed] {
        var lexer = ConditionLexer(text)
        var tokens: [Placed] = []
        while let token = try lexer.next() { tokens.append(token) }
        return tokens
    }

    private mutating func next() throws(ConditionError) -> Placed? {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
        guard position < characters.count else { return nil }
        let start = position
        let first = characters[position]
        let token: Token
        if first == "\"" || first == "'" {
            token = .text(try quoted(first))
        } else if first.isNumber {
            token = try number()
        } else if first.isLetter || first == "_" {
            token = .word(word())
        } else {
            token = .mark(try mark())
        }
        return Placed(token: token, offset: start)
    }

    /// A name; a minus sign belongs to it when more of it follows.
    private mutating func word() -> String {
        let start = position
        while position < characters.count {
            let character = characters[position]
            if character == "-" {
                let next = position + 1 < characters.count ? characters[position + 1] : " "
                guard next.isLetter || next.isNumber || next == "_" else { break }
            } else if !(character.isLetter || character.isNumber || "._".contains(character)) {
                break
            }
            position += 1
        }
        return String(characters[start..<position])
    }

    private mutating func take(while allowed: (Character) -> Bool) -> String {
        let start = position
        while position < characters.count, allowed(characters[position]) { position += 1 }
        return String(characters[start..<position])
    }

    private mutating func quoted(_ quote: Character) throws(ConditionError) -> String {
        let start = position
        position += 1
        let text = take { $0 != quote }
        guard position < characters.count else {
            throw ConditionError(offset: start, message: "this text has no closing \(quote)")
        }
        position += 1
        return text
    }

    private static let factors: [String: Double] = [
        "": 1, "k": 1e3, "M": 1e6, "G": 1e9, "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
        "KiB": 1024, "MiB": 1_048_576, "GiB": 1_073_741_824,
    ]

    private mutating func number() throws(ConditionError) -> Token {
        let start = position
        let written = take { $0.isNumber || $0.isLetter || $0 == "." || $0 == "%" }
        if let span = Duration(text: written) { return .span(span) }
        let digits = written.prefix { $0.isNumber || $0 == "." }
        let unit = String(written.dropFirst(digits.count))
        if let percent = Double(digits), percent.isFinite, unit == "%" || takeSign(after: unit) {
            return .percent(percent)
        }
        guard let value = Double(digits), let factor = Self.factors[unit] else {
            throw ConditionError(
                offset: start,
                message: "'\(written)' is not a number, a span such as 10m, or a size such as 2GiB"
            )
        }
        guard (value * factor).isFinite else {
            throw ConditionError(offset: start, message: "this number is too large")
        }
        return .number(value * factor)
    }

    /// Whether a percent sign follows a number without a unit, perhaps after spaces.
    private mutating func takeSign(after unit: String) -> Bool {
        guard unit.isEmpty else { return false }
        let rest = characters[position...].drop { $0 == " " }
        guard rest.first == "%" else { return false }
        position = rest.startIndex + 1
        return true
    }

    private mutating func mark() throws(ConditionError) -> String {
        let first = characters[position]
        if position + 1 < characters.count {
            let pair = String([first, characters[position + 1]])
            if ["==", "!=", "<=", ">="].contains(pair) {
                position += 2
                return pair
            }
        }
        guard "<>(),[]+-*/".contains(first) else {
            throw ConditionError(offset: position, message: "'\(first)' has no meaning here")
        }
        position += 1
        return String(first)
    }
}
