/// Small plots made of characters.
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
        let range = Range(of: columns, notable: notable)
        let free = max(0, width - columns.count)
        return ScalarRow.text(free + columns.count) { place in
            guard place >= free, let value = columns[place - free] else { return 0x20 }
            return firstBar + UInt32(range.level(of: value, levels: barCount))
        }
    }

    /// A line plot of braille dots, two by four for each cell, top row first.
    ///
    /// Values are scaled and grouped as in `blocks`; every row is `width` columns wide.
    package static func braille(_ values: [Double?], width: Int, height: Int) -> [String] {
        let points = resample(values, count: width * 2)
        let range = Range(of: points)
        return braille(
            points.map { $0.map { $0...$0 } },
            within: range.low...range.high,
            width: width,
            height: height
        )
    }

    /// A line plot of braille dots, two by four for each cell, top row first.
    ///
    /// - Parameters:
    ///   - columns: The least and the greatest value of each column of dots, two for each cell;
    ///     nil is a gap. Fewer stand at the right, of more the first are left out.
    ///   - range: What the bottom and the top stand for; with both the same, all is at the bottom.
    package static func braille(
        _ columns: [ClosedRange<Double>?],
        within range: ClosedRange<Double>,
        width: Int,
        height: Int
    ) -> [String] {
        guard width > 0, height > 0 else { return [] }
        let columns = columns.suffix(width * 2)
        let scale = Range(low: range.lowerBound, high: range.upperBound)
        let offset = width * 2 - columns.count
        var dots = [UInt32](repeating: 0, count: width * height)
        var previous: ClosedRange<Int>?
        for (index, values) in columns.enumerated() {
            guard let values else {
                previous = nil
                continue
            }
            let bottom = scale.level(of: values.lowerBound, levels: height * 4)
            let top = max(bottom, scale.level(of: values.upperBound, levels: height * 4))
            // From beside the level before, so that steep parts are lines and not loose dots.
            let from = previous.map { $0.upperBound < bottom ? $0.upperBound + 1 : bottom }
            let upTo = previous.map { $0.lowerBound > top ? $0.lowerBound - 1 : top }
            for dot in (from ?? bottom)...(upTo ?? top) {
                let row = height - 1 - dot / 4
                let column = offset + index
                dots[row * width + column / 2] |= bit(column: column % 2, level: dot % 4)
            }
            previous = bottom...top
        }
        return (0..<height).map { row in
            var text = ""
            for bits in dots[row * width..<(row + 1) * width] {
                // A blank braille pattern is not a space to a search or a screen reader.
                Glyph.append(bits == 0 ? 0x20 : UInt64(0x2800 + bits), to: &text)
            }
            return text
        }
    }

    /// The bit of a dot in a braille pattern, `level` counted from the bottom (Unicode 8-dot
    /// numbering: 1 2 3 7 down the left, 4 5 6 8 down the right).
    private static func bit(column: Int, level: Int) -> UInt32 {
        let left: [UInt32] = [0x40, 0x04, 0x02, 0x01]
        let right: [UInt32] = [0x80, 0x20, 0x10, 0x08]
        return column == 0 ? left[level] : right[level]
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

    private struct Range {
        let low: Double
        let high: Double

        init(low: Double, high: Double) {
            self.low = low
            self.high = high
        }

        init(of values: [Double?], notable: Double = 0) {
            let least = values.compactMap { $0 }.min() ?? 0
            let greatest = values.compactMap { $0 }.max() ?? 0
            low = least
            high = max(greatest, least + abs(greatest) * notable)
        }

        func level(of value: Double, levels: Int) -> Int {
            // Halves first, because the difference of two finite numbers may be infinite.
            let span = high / 2 - low / 2
            guard span > 0 else { return 0 }
            let part = (value / 2 - low / 2) / span
            return max(0, min(levels - 1, Int(part * Double(levels - 1) + 0.5)))
        }
    }
}
