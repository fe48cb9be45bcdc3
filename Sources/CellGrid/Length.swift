/// How much of a rectangle's height or width a part of it gets.
package enum Length: Hashable, Sendable {
    /// Exactly this many cells, as long as there are as many.
    case fixed(Int)
    /// A part, in proportion to this weight, of what the others leave.
    case share(Int)
    /// This many cells and, on top of them, one share of what the others leave.
    case atLeast(Int)

    private var minimum: Int {
        switch self {
        case .fixed(let cells), .atLeast(let cells): max(0, cells)
        case .share: 0
        }
    }

    private var weight: Int {
        switch self {
        case .fixed: 0
        case .share(let weight): max(0, weight)
        case .atLeast: 1
        }
    }

    /// Splits `total` cells; what is too little goes to the first parts.
    static func split(
        _ total: Int,
        into lengths: [Length],
        overlap: Int
    ) -> [(start: Int, length: Int)] {
        var left = max(0, total) + overlap * max(0, lengths.count - 1)
        let minima = lengths.map { length in
            let given = min(length.minimum, left)
            left -= given
            return given
        }
        let weights = lengths.reduce(0) { $0 + $1.weight }
        var weightSoFar = 0
        var handedOut = 0
        var start = 0
        return zip(lengths, minima).map { length, minimum in
            weightSoFar += length.weight
            // Rounding the running sum instead of each share leaves no cell over.
            let due = weights == 0 ? 0 : left * weightSoFar / weights
            let size = minimum + due - handedOut
            handedOut = due
            let part = (start: start, length: min(size, max(0, total - start)))
            start += max(0, part.length - overlap)
            return part
        }
    }
}
