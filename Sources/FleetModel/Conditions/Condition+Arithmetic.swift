import Primitives

/// What is calculated in a comparison.
extension ConditionParser {
    /// What stands before a comparator.
    struct Side {
        /// `all` or `any` when one of them was written.
        var quantifier: Condition.Quantifier?
        var expression: Condition.Expression

        /// A function over the nodes that stands by itself is the comparison's own.
        var parts: (Condition.Quantifier, Condition.Subject) {
            if quantifier == nil, case .together(let quantifier, let inner) = expression {
                return (quantifier, inner.subject)
            }
            return (quantifier ?? .all, expression.subject)
        }
    }

    /// How deep parentheses may lie in one another.
    private static let limitDepth = 40
    private static let wanted = "expected the name of a metric or fact here"

    mutating func compared() throws(ConditionError) -> Side {
        let start = position
        guard let quantifier = takeQuantifier([.all, .any]) else {
            let expression = try sum(Self.wanted)
            guard !expression.measured.isEmpty else {
                position = start
                throw mistake(Self.wanted)
            }
            return Side(expression: expression)
        }
        let inner = try sum(Self.wanted)
        try need(")")
        if case .mark(let mark) = peek, Condition.Expression.Operation(rawValue: mark) != nil {
            position = start
            throw mistake(Self.alone)
        }
        return Side(quantifier: quantifier, expression: inner)
    }

    private static let alone =
        "all(…) and any(…) take the whole calculation: any(a - b) > 1"

    /// A number, a text, or something measured: then the difference of both sides is compared
    /// with zero.
    mutating func scalar(
        orders: Bool,
        beside side: inout Side
    ) throws(ConditionError) -> Condition.Operand {
        if case .text(let text) = peek, !orders {
            position += 1
            return .text(text)
        }
        let wanted =
            orders ? "expected a number here" : "expected a number or a text in quotes here"
        // A word alone is most likely a text that lacks its quotes.
        guard !isWordAlone else { throw mistake(wanted) }
        let right = try sum(wanted)
        if let number = right.constant { return .number(number) }
        side.expression = .calculated(side.expression, .minus, right)
        return .number(0)
    }

    private var isWordAlone: Bool {
        var place = position
        while place < tokens.count, case .word(let word) = tokens[place].token,
            !Self.reserved.contains(word)
        {
            place += 1
        }
        guard place > position else { return false }
        guard place < tokens.count, case .mark(let mark) = tokens[place].token else { return true }
        return mark != "(" && Condition.Expression.Operation(rawValue: mark) == nil
    }

    /// Whether something measured divides in the comparison that begins here: its percentages are
    /// shares of one then.
    var comparesShare: Bool {
        var place = position
        while place < tokens.count {
            switch tokens[place].token {
            case .word("and"), .word("or"), .word("for"): return false
            case .mark("/"):
                switch place + 1 < tokens.count ? tokens[place + 1].token : nil {
                case .number, .percent, .span, nil: break
                case .word, .text, .mark: return true
                }
            case .word, .number, .percent, .span, .text, .mark: break
            }
            place += 1
        }
        return false
    }

    // MARK: Calculation

    private mutating func sum(_ wanted: String) throws(ConditionError) -> Condition.Expression {
        var left = try product(wanted)
        while let operation = takeOperation([.plus, .minus]) {
            let place = position
            left = try joined(left, operation, try product(Self.operandWanted), at: place)
        }
        return left
    }

    private mutating func product(_ wanted: String) throws(ConditionError) -> Condition.Expression {
        var left = try factor(wanted)
        while let operation = takeOperation([.times, .over]) {
            let place = position
            left = try joined(left, operation, try factor(Self.operandWanted), at: place)
        }
        return left
    }

    private static let operandWanted = "expected a metric or a number here"

    private mutating func factor(_ wanted: String) throws(ConditionError) -> Condition.Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.limitDepth else { throw mistake("this is nested too deeply") }
        if takeMark("-") {
            let inner = try factor(wanted)
            return inner.constant.map { .number(-$0) } ?? .negated(inner)
        }
        if takeMark("(") {
            let inner = try sum(Self.operandWanted)
            try need(")")
            return inner
        }
        switch peek {
        case .number(let number):
            position += 1
            return .number(number)
        case .span(let span):
            position += 1
            return .number(span.inSeconds)
        case .percent(let number):
            let isFactor = isProduct(at: position - 1) || isProduct(at: position + 1)
            position += 1
            return .number(isShare || isFactor ? number / 100 : number)
        case .word: break
        case .text, .mark, nil: throw mistake(wanted)
        }
        let start = position
        if let quantifier = takeQuantifier(Condition.Quantifier.allCases) {
            guard quantifier != .all, quantifier != .any else {
                position = start
                throw mistake(Self.alone)
            }
            let inner = try sum(Self.wanted)
            try need(")")
            return .together(quantifier, inner)
        }
        if case .word(let word) = peek, Self.reserved.contains(word) { throw mistake(wanted) }
        return .measured(try subject())
    }

    /// Whether the token at a place makes its neighbours parts of a product.
    private func isProduct(at place: Int) -> Bool {
        guard tokens.indices.contains(place) else { return false }
        return tokens[place].token == .mark("*") || tokens[place].token == .mark("/")
    }

    private func joined(
        _ left: Condition.Expression,
        _ operation: Condition.Expression.Operation,
        _ right: Condition.Expression,
        at place: Int
    ) throws(ConditionError) -> Condition.Expression {
        let offset = place < tokens.count ? tokens[place].offset : end
        if operation == .over, right.constant == 0 {
            throw ConditionError(offset: offset, message: "this divides by zero")
        }
        guard let one = left.constant, let other = right.constant else {
            return .calculated(left, operation, right)
        }
        guard let number = operation.apply(one, other), number.isFinite else {
            throw ConditionError(offset: offset, message: "this number is too large")
        }
        return .number(number)
    }

    private mutating func takeOperation(
        _ operations: [Condition.Expression.Operation]
    ) -> Condition.Expression.Operation? {
        guard case .mark(let mark) = peek,
            let operation = operations.first(where: { $0.rawValue == mark })
        else { return nil }
        position += 1
        return operation
    }

    /// A function over the nodes with the parenthesis behind its name.
    private mutating func takeQuantifier(
        _ quantifiers: [Condition.Quantifier]
    ) -> Condition.Quantifier? {
        guard case .word(let word) = peek, position + 1 < tokens.count,
            tokens[position + 1].token == .mark("("),
            let quantifier = quantifiers.first(where: { $0.rawValue == word })
        else { return nil }
        position += 2
        return quantifier
    }
}
