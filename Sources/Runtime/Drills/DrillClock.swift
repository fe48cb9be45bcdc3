package import Primitives
import Synchronization

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

    /// A clock that goes on as that of the program does which plays the drill.
    package init(following time: DrillTime) {
        state = Mutex(Self.state(of: time, real))
    }

    /// Goes on as the clock of the program does that plays the drill.
    func follow(_ time: DrillTime) {
        let followed = Self.state(of: time, real)
        state.withLock { $0 = followed }
    }

    private static func state(of time: DrillTime, _ real: RealClock) -> State {
        State(
            base: time.moment,
            realBase: real.now - (real.wall - time.toldAt),
            speed: time.speed,
            limit: time.limit
        )
    }

    /// What others are told of it.
    func time(of drill: String) -> DrillTime {
        let (realNow, wall) = (real.now, real.wall)
        return state.withLock { state in
            DrillTime(
                name: drill,
                speed: state.speed,
                moment: Self.moment(state, realNow),
                limit: state.limit,
                toldAt: wall
            )
        }
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
