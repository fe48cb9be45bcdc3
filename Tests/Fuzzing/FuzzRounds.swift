import Glibc

/// The rounds of one fuzz test: as many as usual times `FUZZ_FACTOR`, and the same ones on every
/// machine and every day unless `FUZZ_SEED` says otherwise.
package struct FuzzRounds: Sequence, IteratorProtocol {
    private let count: Int
    private let seed: UInt64
    private var number = 0

    /// The rounds of a test that usually has this many.
    /// - Parameter seed: what the rounds follow from when the environment names no seed.
    package init(_ usual: Int, seed: UInt64) {
        count = Self.count(usual)
        self.seed = Self.variable("FUZZ_SEED").flatMap(UInt64.init) ?? seed
    }

    /// How many rounds to run where so many are usual: never fewer.
    package static func count(_ usual: Int) -> Int {
        let factor = variable("FUZZ_FACTOR").flatMap(Int.init) ?? 1
        return usual * Swift.min(Swift.max(1, factor), 1_000_000)
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// The next round; nil after the last.
    package mutating func next() -> FuzzRound? {
        guard number < count else { return nil }
        defer { number += 1 }
        return FuzzRound(number: number, seed: seed)
    }
}

/// One round: its random numbers, which follow from the seed and from its own number alone.
package struct FuzzRound: RandomNumberGenerator, CustomStringConvertible {
    /// The round's number, from 0.
    package let number: Int
    private let seed: UInt64
    private var state: UInt64

    fileprivate init(number: Int, seed: UInt64) {
        self.number = number
        self.seed = seed
        state = seed
        state = next() ^ UInt64(number) &* 0xD134_2543_DE82_EF95
    }

    /// The next number of SplitMix64 (Steele, Lea and Flood, 2014).
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// What to say when the round fails, so that it can be run again.
    package var description: String { "round \(number) of FUZZ_SEED=\(seed)" }
}
