/// Which metrics of a page are wanted; built once and used for every page of every node.
package struct MetricSelection: Sendable, Equatable {
    /// One wanted metric and every name it may have on a page.
    package struct Wanted: Sendable, Equatable {
        /// The name the caller uses.
        package let name: String
        /// All names to look for, `name` included if it is to be found itself.
        package let spellings: [String]

        /// A metric with the names it may have.
        package init(_ name: String, spellings: [String]) {
            self.name = name
            self.spellings = spellings
        }

        /// A metric known by one name only.
        package init(_ name: String) {
            self.init(name, spellings: [name])
        }
    }

    /// The wanted metrics, into which a sample's index points; empty under `.everything`.
    package let wanted: [Wanted]
    /// Whether every sample is wanted.
    package let isEverything: Bool

    private var spellings: [String] = []
    private var spellingOwners: [Int] = []
    private var spellingEnds: [Int] = []
    private var spellingBytes: [UInt8] = []
    /// Open addressing by hash, at most half full; -1 is free.
    private var slots: [Int32] = []
    /// Bit n is set when some spelling has n bytes (n capped at 63): rejects most names at once.
    private var lengthMask: UInt64 = 0

    /// Every sample of the page.
    package static let everything = MetricSelection(wanted: [], isEverything: true)

    /// The given metrics; when two of them claim the same spelling, the first keeps it.
    package init(_ wanted: [Wanted]) {
        self.init(wanted: wanted, isEverything: false)
    }

    /// Metrics known by one name each.
    package init(names: [String]) {
        self.init(names.map { Wanted($0) })
    }

    private init(wanted: [Wanted], isEverything: Bool) {
        self.wanted = wanted
        self.isEverything = isEverything
        var known: Set<String> = []
        for (owner, metric) in wanted.enumerated() {
            for spelling in metric.spellings where known.insert(spelling).inserted {
                spellings.append(spelling)
                spellingOwners.append(owner)
                spellingBytes.append(contentsOf: spelling.utf8)
                spellingEnds.append(spellingBytes.count)
                lengthMask |= 1 << UInt64(min(spelling.utf8.count, 63))
            }
        }
        var capacity = 16
        while capacity < 2 * spellings.count { capacity *= 2 }
        slots = Array(repeating: -1, count: capacity)
        for index in spellings.indices {
            var slot = Self.hash(spellingBytes.span, range(of: index)) & (capacity - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
            slots[slot] = Int32(index)
        }
    }

    /// The owner and the spelling that equals the bytes of `range`.
    @inline(__always)
    func match(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (owner: Int, name: String)? {
        guard (lengthMask >> UInt64(min(range.count, 63))) & 1 == 1 else { return nil }
        return probe(bytes, range)
    }

    private func probe(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (owner: Int, name: String)? {
        let mask = slots.count - 1
        var slot = Self.hash(bytes, range) & mask
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if bytes.holds(spellingBytes.span.extracting(self.range(of: index)), at: range) {
                return (spellingOwners[index], spellings[index])
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private func range(of index: Int) -> Range<Int> {
        (index == 0 ? 0 : spellingEnds[index - 1])..<spellingEnds[index]
    }

    /// Mixes the length with the first and the last eight bytes: names differ there.
    @inline(__always)
    private static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        let length = range.count
        var first: UInt64 = 0
        var last: UInt64 = 0
        if length >= 8 {
            let raw = bytes.bytes
            first = raw.unsafeLoadUnaligned(
                fromByteOffset: range.lowerBound,
                as: UInt64.self
            )
            last = raw.unsafeLoadUnaligned(
                fromByteOffset: range.upperBound - 8,
                as: UInt64.self
            )
        } else {
            for position in range { first = first << 8 | UInt64(bytes[position]) }
        }
        let mixed = (first ^ (last &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(length))
        return Int(truncatingIfNeeded: (mixed &* 0xFF51_AFD7_ED55_8CCD) >> 33)
    }
}
