package import IncidentCore
import Synchronization

/// Makes the identifiers of entries.
package final class EntryIDSource: Sendable {
    private let generator: Mutex<any RandomNumberGenerator & Sendable>

    /// Identifiers that nobody can guess.
    package init() {
        generator = Mutex(SystemRandomNumberGenerator())
    }

    /// The same identifiers in every run: for drills that must tell the same story twice.
    package init(seed: UInt64) {
        generator = Mutex(SeededGenerator(seed: seed))
    }

    /// The next identifier.
    package func next(at time: Timestamp) -> EntryID {
        generator.withLock { generator in
            let low = generator.next()
            let high = UInt16(truncatingIfNeeded: generator.next())
            return EntryID(ULID.text(at: time, high: high, low: low))
        }
    }
}

/// A small seeded generator (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
