/// Small plots made of bars, one row high.
///
/// The newest values are at the right, and a gap stays empty.
package enum Sparkline {
    /// `▁`, the first of the bars that follow one another in Unicode up to `█`.
    private static let firstBar: UInt32 = 0x2581
    private static let barCount = 8

    /// One row of bars, scaled from the least to the greatest value; a flat series is `▁`.
    ///
    /// Fewer values than columns stand at the right. More are grouped, and a group shows its
    /// value farthest from the mean, so that a single spike or dip stays visible. Nil and
    /// non-finite values are gaps.
    ///
    /// - Parameter notable: The part of the greatest value that a whole bar stands for at least,
    ///   0 to 1: what changes by less does not look like much.
    package static func blocks(
        _ values: [Double?],
        width: Int,
        notable: Double = 0
    ) -> String {
        let columns = resample(values, count: width)
        let scale = Self.scale(of: columns, notable: notable)
        let free = max(0, width - columns.count)
        return ScalarRow.text(free + columns.count) { place in
            guard place >= free, let value = columns[place - free] else { return 0x20 }
            return firstBar + UInt32(scale.level(of: value, levels: barCount))
        }
    }

    private static func resample(_ values: [Double?], count: Int) -> [Double?] {
        guard count > 0 else { return [] }
        let values = values.map { $0.flatMap { $0.isFinite ? $0 : nil } }
        guard values.count > count else { return values }
        let present = values.compactMap { $0 }
        let mean = present.reduce(0) { $0 + $1 / Double(present.count) }
        return (0..<count).map { index in
            let group = values[index * values.count / count..<(index + 1) * values.count / count]
            return group.compactMap { $0 }.max { abs($0 - mean) < abs($1 - mean) }
        }
    }

    private static func scale(of values: [Double?], notable: Double) -> PlotScale {
        let least = values.compactMap { $0 }.min() ?? 0
        let greatest = values.compactMap { $0 }.max() ?? 0
        return PlotScale(low: least, high: max(greatest, least + abs(greatest) * notable))
    }
}
