import Glibc

/// How much the memory of nodes of one role usually grows over a window, by the age of the
/// process: what tells a warm-up from a leak.
///
/// Growth is kept as counts on a fixed grid, so that the size does not depend on what is fed.
struct GrowthHistory: Equatable, Sendable {
    /// The windows over which growth is compared, in bins of five minutes.
    static let windows = [6, 24, 72, 288]

    /// The ages, in hours, at which one class of age ends and the next begins.
    private static let ages: [Double] = [1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 36, 48, 72]
    private static let classes = ages.count + 1
    private static let cells = 80
    private static let origin = 24
    /// Below this many values nothing is said.
    private static let enough = 6
    /// How many values it takes until the spread is no more than doubled for being unsure of it.
    private static let caution = 12.0
    /// Beyond this count a class is halved, so that the old fades.
    private static let full: UInt32 = 4000

    private var counts = [UInt16](repeating: 0, count: 4 * classes * cells)
    private var totals = [UInt32](repeating: 0, count: 4 * classes)
    private var limits = [Limit?](repeating: nil, count: 4 * classes)

    /// What growth is usual, and from which on it is not.
    struct Limit: Equatable, Sendable {
        /// The median growth, as a share of the level before.
        let usual: Double
        /// The spread of growth around it, with a floor.
        let spread: Double
    }

    /// The class of an age in hours.
    static func ageClass(hours: Double) -> Int {
        ages.partitioningIndex { $0 > hours }
    }

    /// The cell of the grid for a growth given as a share: fine around none, coarse far from it.
    static func cell(growth: Double) -> UInt8 {
        let place = (8 * asinh(growth / 0.01)).rounded() + Double(origin)
        return UInt8(min(max(0, place), Double(cells - 1)))
    }

    /// The number of bytes kept, at most.
    static var size: Int { 4 * classes * (cells * 2 + 4 + MemoryLayout<Limit?>.stride) }

    /// Learns that memory grew so much over a window, at an age.
    mutating func learn(cell: UInt8, window: Int, age: Int) {
        let slot = window * Self.classes + age
        let place = slot * Self.cells + Int(cell)
        counts[place] += 1
        totals[slot] += 1
        if totals[slot] > Self.full { halve(slot) }
        // Each new value of a young class counts; later the limits move slowly.
        if totals[slot] < 64 || totals[slot] % 16 == 0 {
            for near in max(0, age - 1)...min(Self.classes - 1, age + 1) {
                limits[window * Self.classes + near] = limit(window: window, age: near)
            }
        }
    }

    /// What is usual for a window at an age; nil when too little is known.
    ///
    /// Nobody may have been that old yet: then the oldest there were count, which grew rather more.
    func limit(of window: Int, age: Int) -> Limit? {
        for younger in stride(from: age, through: 0, by: -1) {
            if let limit = limits[window * Self.classes + younger] { return limit }
        }
        return nil
    }

    private mutating func halve(_ slot: Int) {
        totals[slot] = 0
        for place in (slot * Self.cells)..<((slot + 1) * Self.cells) {
            counts[place] /= 2
            totals[slot] += UInt32(counts[place])
        }
    }

    /// Takes the neighbouring ages along while the class itself has little.
    private func limit(window: Int, age: Int) -> Limit? {
        let own = window * Self.classes + age
        let reach = totals[own] < 60 ? 1 : 0
        var merged = [Double](repeating: 0, count: Self.cells)
        var total = 0.0
        for near in max(0, age - reach)...min(Self.classes - 1, age + reach) {
            let slot = window * Self.classes + near
            for cell in 0..<Self.cells {
                merged[cell] += Double(counts[slot * Self.cells + cell])
            }
            total += Double(totals[slot])
        }
        guard totals[own] > 0, total >= Double(Self.enough) else { return nil }
        let usual = Self.quantile(0.5, of: merged, total)
        var distances: [(Double, Double)] = []
        for cell in 0..<Self.cells where merged[cell] > 0 {
            distances.append((abs(Self.growth(cell: cell) - usual), merged[cell]))
        }
        distances.sort { $0.0 < $1.0 }
        var seen = 0.0
        let middle = distances.first {
            seen += $0.1
            return seen * 2 >= total
        }
        let high = Self.quantile(0.95, of: merged, total) - usual
        let spread = max(1.4826 * (middle?.0 ?? 0) + 0.01, high / 2.5)
        // Few values, and those of few processes, do not show how far growth may go.
        return Limit(usual: usual, spread: spread * (1 + Self.caution / total))
    }

    private static func quantile(_ share: Double, of merged: [Double], _ total: Double) -> Double {
        var seen = 0.0
        for cell in 0..<cells {
            seen += merged[cell]
            if seen >= share * total { return growth(cell: cell) }
        }
        return growth(cell: cells - 1)
    }

    private static func growth(cell: Int) -> Double {
        0.01 * sinh(Double(cell - origin) / 8)
    }
}
