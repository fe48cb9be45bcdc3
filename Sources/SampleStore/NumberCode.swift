/// Floating-point numbers in few bits, every bit pattern exactly.
///
/// What nodes tell are mostly decimals of few digits, and sums of them: they are kept as whole
/// numbers of a decimal unit, with the few last places that adding may have shifted. Anything else
/// (random mantissas, not a number, negative zero) is kept as the whole number of its bit pattern.
enum NumberCode {
    private static let powers: [Double] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]
    /// Whole numbers up to this one have all of their neighbours.
    private static let greatestWhole = 9_007_199_254_740_992.0
    /// How many places of the last digit a number may lie beside its decimal.
    private static let greatestShift: Int64 = 15
    /// Stands where the number of decimals stands, for bit patterns.
    private static let patternMark: UInt64 = 15

    /// Writes numbers; how many there are is not written.
    static func write(_ values: [Double], to writer: inout BitWriter) {
        for (decimals, power) in powers.enumerated() {
            guard let (wholes, shifts) = decimal(values, power) else { continue }
            writer.write(UInt64(decimals), bits: 4)
            IntegerCode.write(wholes, to: &writer)
            let isShifted = shifts.contains { $0 != 0 }
            writer.write(isShifted ? 1 : 0, bits: 1)
            if isShifted { IntegerCode.write(shifts, to: &writer) }
            return
        }
        writer.write(patternMark, bits: 4)
        IntegerCode.write(values.map { Int64(bitPattern: $0.bitPattern) }, to: &writer)
    }

    /// Reads this many numbers.
    static func read(_ count: Int, from reader: inout BitReader) throws(SampleCodeError) -> [Double]
    {
        let mark = try reader.read(bits: 4)
        if mark == patternMark {
            return try IntegerCode.read(count, from: &reader).map {
                Double(bitPattern: UInt64(bitPattern: $0))
            }
        }
        guard mark < powers.count else { throw .damaged }
        let power = powers[Int(mark)]
        let wholes = try IntegerCode.read(count, from: &reader)
        let plain = wholes.map { Double($0) / power }
        guard try reader.read(bits: 1) == 1 else { return plain }
        let shifts = try IntegerCode.read(count, from: &reader)
        return zip(plain, shifts).map { value, shift in
            Double(bitPattern: value.bitPattern &+ UInt64(bitPattern: shift))
        }
    }

    /// The numbers as multiples of a decimal unit, and how far each lies beside; nil when one is
    /// no such decimal.
    private static func decimal(
        _ values: [Double],
        _ power: Double
    ) -> (wholes: [Int64], shifts: [Int64])? {
        var wholes: [Int64] = []
        var shifts: [Int64] = []
        wholes.reserveCapacity(values.count)
        shifts.reserveCapacity(values.count)
        for value in values {
            let whole = (value * power).rounded()
            // Also false for what is not a number.
            guard abs(whole) <= greatestWhole else { return nil }
            // Through the whole number, as reading does: it knows no negative zero.
            let back = Double(Int64(whole)) / power
            let shift = Int64(bitPattern: value.bitPattern &- back.bitPattern)
            guard (-greatestShift...greatestShift).contains(shift) else { return nil }
            wholes.append(Int64(whole))
            shifts.append(shift)
        }
        return (wholes, shifts)
    }
}
