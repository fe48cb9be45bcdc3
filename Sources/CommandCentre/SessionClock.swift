package import IncidentCore
import Glibc
import Synchronization

/// What time it is: real, or the virtual time of a drill.
package protocol SessionClock: Sendable {
    /// The present moment.
    var now: Timestamp { get }
}

/// The machine's own time.
package struct RealClock: SessionClock {
    /// The machine's clock.
    package init() {}

    /// The present moment by the machine's clock.
    package var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Minutes that local time is ahead of UTC at present.
    package static var localOffsetMinutes: Int {
        var seconds = time(nil)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return parts.tm_gmtoff / 60
    }
}

/// The virtual time of a drill: it stands until it is set, or runs at a speed.
package final class DrillClock: SessionClock {
    private struct State {
        var base: Timestamp
        var realBase: Timestamp
        var speed: Int
        var limit: Timestamp
    }

    private let state: Mutex<State>
    private let real = RealClock()

    /// A clock that stands at this moment.
    package init(start: Timestamp) {
        state = Mutex(State(base: start, realBase: real.now, speed: 0, limit: start))
    }

    /// The present virtual moment; never later than the limit set.
    package var now: Timestamp {
        let realNow = real.now
        return state.withLock { Self.moment($0, realNow) }
    }

    private static func moment(_ state: State, _ realNow: Timestamp) -> Timestamp {
        guard state.speed > 0 else { return state.base }
        let passed = max(.zero, realNow - state.realBase) * state.speed
        return min(state.base + passed, state.limit)
    }

    /// Puts the clock to a moment, from which it goes on at its speed.
    package func set(_ moment: Timestamp) {
        let realNow = real.now
        state.withLock {
            $0.base = moment
            $0.realBase = realNow
            $0.limit = max($0.limit, moment)
        }
    }

    /// Lets the clock run at this many virtual seconds a second; 0 makes it stand.
    package func run(speed: Int) {
        let realNow = real.now
        state.withLock {
            $0.base = Self.moment($0, realNow)
            $0.realBase = realNow
            $0.speed = speed
        }
    }

    /// The moment that the clock does not pass until it is allowed to.
    package func allow(until limit: Timestamp) {
        let realNow = real.now
        state.withLock {
            // What stood at the old limit goes on from there, not from where it would have been.
            $0.base = Self.moment($0, realNow)
            $0.realBase = realNow
            $0.limit = limit
        }
    }
}

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
