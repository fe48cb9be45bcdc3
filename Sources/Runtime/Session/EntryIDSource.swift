package import Primitives
import Synchronization

/// Makes the identifiers of entries.
package final class EntryIDSource: Sendable {
    private let generator: Mutex<any RandomNumberGenerator & Sendable>

    /// Identifiers that nobody can guess.
    package init() {
        generator = Mutex(SystemRandomNumberGenerator())
    }

    /// The same identifiers in every run: for drills that must give the same log twice.
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
