import Primitives

/// One measured number, and what it was allowed to be.
struct Figure {
    /// What was measured, in a few words.
    let name: String
    /// The number.
    let value: Double
    /// The unit, with what it is counted per.
    let unit: String
    /// What it was allowed to be; nil for a figure that only explains others.
    var budget: Budget?
    /// What a reader must know to judge the number.
    var note = ""

    /// What a figure may be.
    enum Budget {
        case atMost(Double)
        case atLeast(Double)

        /// The limit itself.
        var limit: Double {
            switch self {
            case .atMost(let limit), .atLeast(let limit): limit
            }
        }

        var sign: String {
            switch self {
            case .atMost: "≤"
            case .atLeast: "≥"
            }
        }
    }

    /// Whether the budget is kept; nil without one.
    var isMet: Bool? {
        switch budget {
        case .atMost(let limit): value <= limit
        case .atLeast(let limit): value >= limit
        case nil: nil
        }
    }

    /// The verdict in a word; empty without a budget.
    var verdict: String { isMet.map { $0 ? "met" : "MISSED" } ?? "" }

    /// A number with three significant digits or all of its whole ones.
    static func text(_ value: Double) -> String {
        if value == value.rounded() { return NumberText.fixed(value, decimals: 0) }
        let size = abs(value)
        let decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4
        return NumberText.fixed(value, decimals: decimals)
    }
}

/// The figures of one topic.
struct Section {
    /// The topic, as named on the command line.
    let name: String
    /// How it was measured.
    let method: String
    /// The figures in the order in which they are shown.
    var figures: [Figure] = []
    /// What could not be measured, and why.
    var remarks: [String] = []

    /// A topic without figures yet.
    init(_ name: String, method: String) {
        self.name = name
        self.method = method
    }

    /// Adds a figure.
    mutating func add(
        _ name: String,
        _ value: Double,
        _ unit: String,
        _ budget: Figure.Budget? = nil,
        note: String = ""
    ) {
        figures.append(Figure(name: name, value: value, unit: unit, budget: budget, note: note))
    }
}
