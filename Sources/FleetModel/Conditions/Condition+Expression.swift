import Primitives

extension Condition {
    /// Something calculated from what nodes tell, such as `free / size`.
    package indirect enum Expression: Hashable, Sendable {
        /// A number; spans in seconds, sizes in bytes.
        case number(Double)
        /// What one node tells, never itself calculated.
        case measured(Subject)
        /// What several nodes tell, as one number: the least, the greatest, the sum or the count.
        case together(Quantifier, Expression)
        case negated(Expression)
        case calculated(Expression, Operation, Expression)

        /// How two numbers make a third.
        package enum Operation: String, Sendable, CaseIterable {
            case plus = "+"
            case minus = "-"
            case times = "*"
            case over = "/"

            /// The outcome; nil when there is none, as when something is divided by zero.
            package func apply(_ left: Double, _ right: Double) -> Double? {
                let outcome: Double? =
                    switch self {
                    case .plus: left + right
                    case .minus: left - right
                    case .times: left * right
                    case .over: right == 0 ? nil : left / right
                    }
                return outcome.flatMap { $0.isNaN ? nil : $0 }
            }
        }
    }
}

extension Condition.Expression {
    /// The number that the expression is, when nothing in it is measured.
    var constant: Double? {
        if case .number(let number) = self { number } else { nil }
    }

    /// The parts that are measured, in order.
    package var measured: [Condition.Subject] {
        switch self {
        case .number: []
        case .measured(let subject): [subject]
        case .together(_, let inner), .negated(let inner): inner.measured
        case .calculated(let left, _, let right): left.measured + right.measured
        }
    }

    /// Whether a part of it is another number on each node.
    package var differsByNode: Bool {
        switch self {
        case .number, .together: false
        case .measured: true
        case .negated(let inner): inner.differsByNode
        case .calculated(let left, _, let right): left.differsByNode || right.differsByNode
        }
    }

    /// What is compared: a single measure as itself.
    var subject: Condition.Subject {
        if case .measured(let subject) = self { subject } else { .calculated(self) }
    }

    /// The expression as a condition writes it, which reads back as the same.
    package var text: String {
        switch self {
        case .number(let number): Self.digits(number)
        case .measured(let subject): subject.written
        case .together(let quantifier, let inner): "\(quantifier.rawValue)(\(inner.text))"
        case .negated(let inner): "-" + inner.grouped
        case .calculated(let left, let operation, let right):
            "\(left.grouped) \(operation.rawValue) \(right.grouped)"
        }
    }

    private var grouped: String {
        if case .calculated = self { "(\(text))" } else { text }
    }

    /// The number without an exponent, which conditions do not know.
    private static func digits(_ number: Double) -> String {
        let sign = number.sign == .minus ? "-" : ""
        let shortest = String(number.magnitude)
        guard let mark = shortest.firstIndex(of: "e"),
            let exponent = Int(shortest[shortest.index(after: mark)...])
        else { return sign + (shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest) }
        let parts = shortest[..<mark].split(separator: ".")
        let digits = parts.joined()
        guard exponent >= 0 else {
            return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits
        }
        let places = exponent - (parts.count > 1 ? parts[1].count : 0)
        return sign + digits + String(repeating: "0", count: max(0, places))
    }
}

extension Condition.Subject {
    /// What it is measured by: itself, or the parts of a calculation.
    package var measured: [Condition.Subject] {
        switch self {
        case .value, .rate, .age: [self]
        case .calculated(let expression): expression.measured
        }
    }

    /// The metrics and facts that it needs, in order.
    package var names: [String] {
        measured.flatMap { subject -> [String] in
            switch subject {
            case .value(let name), .age(let name), .rate(let name, _): [name]
            case .calculated: []
            }
        }
    }

    /// The subject as a condition writes it.
    fileprivate var written: String {
        switch self {
        case .value(let name): name
        case .rate(let name, let window): "rate(\(name), \(window.written))"
        case .age(let name): "age(\(name))"
        case .calculated(let expression): expression.text
        }
    }
}

extension Duration {
    /// The span in words that read back as the same span.
    fileprivate var written: String {
        Duration(text: brief) == self ? brief : "\(milliseconds)ms"
    }
}
