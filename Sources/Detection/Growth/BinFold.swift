import Primitives

/// Folds samples into bins of equal spans as they arrive, so that only the bins are kept.
struct BinFold: Equatable, Sendable {
    /// A span's worth of samples.
    struct Bin: Equatable, Sendable {
        /// The number of the bin, counted in bins since 1970.
        let number: Int
        /// The lowest value.
        let low: Double
        /// The middle value, of the first `keptLimit`.
        let median: Double
        /// The last value.
        let last: Double
        /// How many samples there were.
        let count: Int
    }

    private static let keptLimit = 64

    private let span: Int64
    private var number: Int?
    private var kept: [Float] = []
    private var low = Double.infinity
    private var last = 0.0
    private var count = 0

    /// Bins of this span, in milliseconds.
    init(span: Duration) {
        self.span = max(1, span.milliseconds)
    }

    /// The number of the bin that a moment falls into.
    func number(of moment: Timestamp) -> Int {
        let quotient = moment.milliseconds / span
        return Int(moment.milliseconds % span < 0 ? quotient - 1 : quotient)
    }

    /// Takes a sample; returns the bin before when the sample begins a new one.
    mutating func add(_ value: Double, at moment: Timestamp) -> Bin? {
        let current = number(of: moment)
        if let number, current < number { return nil }
        let done = current == number ? nil : take()
        number = current
        low = min(low, value)
        last = value
        count += 1
        if kept.count < Self.keptLimit { kept.append(Float(value)) }
        return done
    }

    /// Ends the bin that is being filled if it is older than the one with this number.
    mutating func take(before current: Int) -> Bin? {
        guard let number, number < current else { return nil }
        return take()
    }

    /// Ends the bin that is being filled, such as at a restart; nil when it is empty.
    mutating func take() -> Bin? {
        guard let number, count > 0 else { return nil }
        kept.sort()
        let middle = kept.count / 2
        let median = kept.count % 2 == 1 ? kept[middle] : (kept[middle - 1] + kept[middle]) / 2
        let bin = Bin(number: number, low: low, median: Double(median), last: last, count: count)
        kept.removeAll(keepingCapacity: true)
        low = .infinity
        count = 0
        return bin
    }
}
