/// The newest values of a series of bins, by the number of the bin; NaN where there is none.
struct BinRing: Equatable, Sendable {
    /// How many bins are kept at most.
    let capacity: Int
    private var values: [Float] = []
    private var next = 0
    /// The number of the newest bin; nil while there is none.
    private(set) var newest: Int?

    /// A ring of this many bins, at least one.
    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// How many bins are kept.
    var count: Int { values.count }

    /// Forgets everything.
    mutating func clear() {
        values.removeAll(keepingCapacity: true)
        next = 0
        newest = nil
    }

    /// Takes the value of a bin newer than all; the bins between are missing ones.
    mutating func append(_ value: Double, at number: Int) {
        if let newest {
            guard number > newest else { return }
            if number - newest > capacity {
                clear()
            } else {
                for _ in 0..<(number - newest - 1) { push(.nan) }
            }
        }
        push(Float(value))
        newest = number
    }

    private mutating func push(_ value: Float) {
        if values.count < capacity {
            values.append(value)
        } else {
            values[next] = value
            next = next + 1 == capacity ? 0 : next + 1
        }
    }

    /// The value this many bins before the newest; NaN where there is none.
    subscript(back back: Int) -> Float {
        guard back >= 0, back < values.count else { return .nan }
        let place = next + values.count - 1 - back
        return values[place >= values.count ? place - values.count : place]
    }

    /// The values of the bins with these numbers that are there, the oldest first.
    func values(in numbers: Range<Int>) -> [Double] {
        guard let newest else { return [] }
        return numbers.compactMap { number in
            let value = self[back: newest - number]
            return value.isNaN ? nil : Double(value)
        }
    }

    /// The lowest of `size` bins from `back` bins before the newest on backwards; NaN when less
    /// than half of them are there.
    func low(back: Int, size: Int) -> Float {
        var lowest = Float.infinity
        var found = 0
        for place in back..<(back + size) {
            let value = self[back: place]
            guard !value.isNaN else { continue }
            found += 1
            lowest = min(lowest, value)
        }
        return found * 2 >= size && found > 0 ? lowest : .nan
    }
}
