import Primitives

extension Condition {
    /// Reads a condition from its text.
    /// - Throws: `ConditionError` with the place of the first mistake.
    package init(parsing text: String) throws(ConditionError) {
        var parser = ConditionParser(
            tokens: try ConditionLexer.tokens(of: text),
            end: text.count
        )
        let (clause, hold) = try parser.condition()
        self.init(source: text, clause: clause, hold: hold)
    }
}

/// Reads tokens by recursive descent:
/// `condition = disjunction [for SPAN]`, `disjunction = conjunction {or conjunction}`,
/// `conjunction = comparison {and comparison}`,
/// `comparison = sum COMPARATOR (sum | text | list)`, `sum = product {(+ | -) product}`,
/// `product = factor {(* | /) factor}`,
/// `factor = - factor | ( sum ) | NUMBER | metric | rate(…) | age(…) | min(sum) | …`.
struct ConditionParser {
    let tokens: [ConditionLexer.Placed]
    let end: Int
    var position = 0
    /// Whether a percent sign means hundredths in this comparison.
    var isShare = false
    /// How deep in parentheses the parser is.
    var depth = 0

    mutating func condition() throws(ConditionError) -> (Condition.Clause, Duration) {
        let clause = try disjunction()
        var hold = Duration.zero
        if takeWord("for") {
            guard case .span(let span) = peek else {
                throw mistake("'for' needs a span such as 10m")
            }
            position += 1
            hold = span
        }
        guard position == tokens.count else {
            throw mistake("expected 'and', 'or', 'for' or the end here")
        }
        return (clause, hold)
    }

    var peek: ConditionLexer.Token? {
        position < tokens.count ? tokens[position].token : nil
    }

    func mistake(_ message: String) -> ConditionError {
        ConditionError(
            offset: position < tokens.count ? tokens[position].offset : end,
            message: message
        )
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard peek == .word(word) else { return false }
        position += 1
        return true
    }

    mutating func takeMark(_ mark: String) -> Bool {
        guard peek == .mark(mark) else { return false }
        position += 1
        return true
    }

    mutating func need(_ mark: String) throws(ConditionError) {
        guard takeMark(mark) else { throw mistake("expected '\(mark)' here") }
    }

    private mutating func disjunction() throws(ConditionError) -> Condition.Clause {
        var clauses = [try conjunction()]
        while takeWord("or") { clauses.append(try conjunction()) }
        return clauses.count == 1 ? clauses[0] : .any(clauses)
    }

    private mutating func conjunction() throws(ConditionError) -> Condition.Clause {
        var clauses = [try comparison()]
        while takeWord("and") { clauses.append(try comparison()) }
        return clauses.count == 1 ? clauses[0] : .all(clauses)
    }

    private mutating func comparison() throws(ConditionError) -> Condition.Clause {
        isShare = comparesShare
        let left = try compared()
        let start = position
        let comparator = try comparator()
        let operand: Condition.Operand
        var side = left
        switch comparator {
        case .isIn, .isNotIn, .contains: operand = try textOperand(of: comparator)
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            let orders = comparator != .equal && comparator != .notEqual
            operand = try scalar(orders: orders, beside: &side)
        }
        let (quantifier, subject) = side.parts
        if let name = Self.numberOnly(quantifier, subject) {
            guard case .number = operand else {
                position = start
                throw mistake("\(name) gives a number; compare it with a number")
            }
        }
        return .comparison(
            Condition.Comparison(
                quantifier: quantifier,
                subject: subject,
                comparator: comparator,
                operand: operand
            )
        )
    }

    /// The function that can only give a number, if one is used.
    private static func numberOnly(
        _ quantifier: Condition.Quantifier,
        _ subject: Condition.Subject
    ) -> String? {
        switch (quantifier, subject) {
        case (.all, .rate), (.any, .rate): "rate(…)"
        case (.all, .age), (.any, .age): "age(…)"
        case (.all, .calculated), (.any, .calculated): "a calculation"
        case (.all, .value), (.any, .value): nil
        case (.min, _), (.max, _), (.sum, _), (.count, _): "\(quantifier.rawValue)(…)"
        }
    }

    mutating func subject() throws(ConditionError) -> Condition.Subject {
        let start = position
        let name = try metricName()
        guard takeMark("(") else { return .value(name) }
        switch name {
        case "rate":
            let metric = try metricName()
            try need(",")
            guard case .span(let window) = peek, window > .zero else {
                throw mistake("rate needs a window, as in rate(height.best, 1m)")
            }
            position += 1
            try need(")")
            return .rate(metric, window: window)
        case "age":
            let metric = try metricName()
            try need(")")
            return .age(metric)
        default:
            position = start
            throw mistake(
                "unknown function '\(name)'; known: all, any, min, max, sum, count, rate, age"
            )
        }
    }

    /// What people say for a metric of our vocabulary.
    private static let shortNames = ["head": MetricName.heightBest.rawValue]

    static let reserved: Set<String> = ["and", "or", "for", "in", "not", "contains"]

    private mutating func metricName() throws(ConditionError) -> String {
        var words: [String] = []
        while case .word(let word) = peek, !Self.reserved.contains(word) {
            words.append(word)
            position += 1
        }
        guard !words.isEmpty else { throw mistake("expected the name of a metric or fact here") }
        let name = words.joined(separator: ".")
        return Self.shortNames[name] ?? name
    }

    private mutating func comparator() throws(ConditionError) -> Condition.Comparator {
        if takeWord("contains") { return .contains }
        if takeWord("in") { return .isIn }
        if takeWord("not") {
            guard takeWord("in") else { throw mistake("expected 'in' after 'not'") }
            return .isNotIn
        }
        if case .mark(let mark) = peek, let comparator = Condition.Comparator(rawValue: mark) {
            position += 1
            return comparator
        }
        throw mistake("expected one of == != < <= > >= contains in here")
    }

    private mutating func textOperand(
        of comparator: Condition.Comparator
    ) throws(ConditionError) -> Condition.Operand {
        guard comparator == .contains else {
            if takeWord("releases") { return .releases }
            return .list(try list())
        }
        guard case .text(let text) = peek else {
            throw mistake("'contains' needs a text in quotes")
        }
        position += 1
        return .text(text)
    }

    private mutating func list() throws(ConditionError) -> [String] {
        try need("[")
        var values: [String] = []
        repeat {
            guard case .text(let text) = peek else {
                throw mistake("expected a text in quotes here")
            }
            values.append(text)
            position += 1
        } while takeMark(",")
        try need("]")
        return values
    }
}
