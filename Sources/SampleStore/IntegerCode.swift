/// Whole numbers in few bits: each is told by its difference from what was to be expected.
///
/// The expectation is the first number, the one before, or the one before plus the same step
/// again, whichever costs least. What all differences have in common as a factor is told once
/// (memory moves in pages). The differences are Rice codes: a quotient in ones, a rest in `k` bits.
///
/// R. F. Rice, "Some practical universal noiseless coding techniques", JPL 79-22, 1979.
enum IntegerCode {
    /// What a number is expected to be; the raw value is stored.
    private enum Order: UInt64 {
        case first = 0
        case previous = 1
        case steady = 2
        /// All numbers are the first.
        case constant = 3
    }

    /// A quotient that would be longer than this many ones is an escape to plain bits.
    private static let onesLimit = 24
    private static let widestRest = 40

    /// Writes numbers; how many there are is not written.
    static func write(_ values: [Int64], to writer: inout BitWriter) {
        guard let first = values.first else { return }
        writer.write(sized: zigzag(first))
        let factor = commonFactor(values, first)
        let steps = values.map { value -> Int64 in
            factor > 1 ? (value - first) / factor : value &- first
        }
        guard steps.contains(where: { $0 != 0 }) else {
            writer.write(Order.constant.rawValue, bits: 2)
            return
        }
        let choices: [(order: Order, codes: [UInt64])] = [
            (.first, zigzags(steps, .first)), (.previous, zigzags(steps, .previous)),
            (.steady, zigzags(steps, .steady)),
        ]
        var best = choices[0]
        var bestRest = restBits(for: best.codes)
        for choice in choices.dropFirst() {
            let rest = restBits(for: choice.codes)
            if rest.cost < bestRest.cost { (best, bestRest) = (choice, rest) }
        }
        writer.write(best.order.rawValue, bits: 2)
        writer.write(sized: UInt64(bitPattern: factor))
        writer.write(UInt64(bestRest.bits), bits: 6)
        for code in best.codes { write(code, rest: bestRest.bits, to: &writer) }
    }

    /// Reads this many numbers.
    static func read(_ count: Int, from reader: inout BitReader) throws(SampleCodeError) -> [Int64]
    {
        guard count > 0 else { return [] }
        let first = unzigzag(try reader.readSized())
        guard let order = Order(rawValue: try reader.read(bits: 2)) else { throw .damaged }
        if order == .constant { return Array(repeating: first, count: count) }
        let factor = Int64(bitPattern: try reader.readSized())
        let rest = Int(try reader.read(bits: 6))
        guard rest <= widestRest else { throw .damaged }
        var values: [Int64] = []
        values.reserveCapacity(count)
        values.append(first)
        var place: Int64 = 0
        var pace: Int64 = 0
        for _ in 1..<max(1, count) {
            let difference = unzigzag(try read(rest: rest, from: &reader))
            switch order {
            case .first: place = difference
            case .previous: place &+= difference
            case .steady, .constant:
                pace &+= difference
                place &+= pace
            }
            values.append(first &+ place &* factor)
        }
        return values
    }

    // MARK: Differences

    /// Small numbers of both signs as small numbers without one.
    static func zigzag(_ value: Int64) -> UInt64 {
        UInt64(bitPattern: value &<< 1 ^ value >> 63)
    }

    /// The number behind its zigzag form.
    static func unzigzag(_ code: UInt64) -> Int64 {
        Int64(bitPattern: code >> 1) ^ -Int64(bitPattern: code & 1)
    }

    private static func zigzags(_ steps: [Int64], _ order: Order) -> [UInt64] {
        var codes: [UInt64] = []
        codes.reserveCapacity(steps.count)
        var place: Int64 = 0
        var pace: Int64 = 0
        for step in steps.dropFirst() {
            switch order {
            case .first: codes.append(zigzag(step))
            case .previous: codes.append(zigzag(step &- place))
            case .steady, .constant: codes.append(zigzag(step &- place &- pace))
            }
            pace = step &- place
            place = step
        }
        return codes
    }

    /// The greatest number that divides every distance from the first; 1 when there is none, or
    /// when a distance has no room in 64 bits.
    private static func commonFactor(_ values: [Int64], _ first: Int64) -> Int64 {
        var factor: UInt64 = 0
        for value in values {
            let (distance, overflow) = value.subtractingReportingOverflow(first)
            guard !overflow, distance != .min else { return 1 }
            var other = distance.magnitude
            while other != 0 { (factor, other) = (other, factor % other) }
            if factor == 1 { return 1 }
        }
        return factor == 0 ? 1 : Int64(bitPattern: factor)
    }

    // MARK: Rice codes

    /// The width of the rest that costs least, and about how many bits all codes then take.
    private static func restBits(for codes: [UInt64]) -> (bits: Int, cost: Int) {
        var widths = [Int](repeating: 0, count: 65)
        for code in codes { widths[64 - code.leadingZeroBitCount] += 1 }
        let widest = widths.lastIndex { $0 > 0 } ?? 0
        var best = (bits: 0, cost: Int.max)
        for bits in 0...min(widest, widestRest) {
            var cost = 0
            for width in 0...widest where widths[width] > 0 {
                cost += widths[width] * expectedBits(of: width, rest: bits)
            }
            if cost < best.cost { best = (bits, cost) }
        }
        return best
    }

    /// About how many bits a number of this width takes, in the middle of its range.
    private static func expectedBits(of width: Int, rest: Int) -> Int {
        if width <= rest { return 1 + rest }
        let above = width - rest
        // The quotient lies between half and all of 2^above.
        let ones = above > 6 ? Int.max : (3 << above) / 4
        return ones < onesLimit ? ones + 1 + rest : onesLimit + 6 + width
    }

    private static func write(_ code: UInt64, rest: Int, to writer: inout BitWriter) {
        let quotient = code >> UInt64(rest)
        guard quotient < UInt64(onesLimit) else {
            writer.write((1 << UInt64(onesLimit)) - 1, bits: onesLimit)
            writer.write(sized: code)
            return
        }
        // As many ones as the quotient says, then a zero.
        writer.write((1 << (quotient + 1)) - 2, bits: Int(quotient) + 1)
        writer.write(code, bits: rest)
    }

    private static func read(
        rest: Int,
        from reader: inout BitReader
    ) throws(SampleCodeError) -> UInt64 {
        let quotient = try reader.readOnes(limit: onesLimit)
        if quotient == onesLimit { return try reader.readSized() }
        return UInt64(quotient) << UInt64(rest) | (try reader.read(bits: rest))
    }
}
