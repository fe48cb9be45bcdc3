package import Primitives
import Glibc

/// What time it is: real, or the virtual time of a drill.
///
/// `now` only ever goes on, at the pace of real time, whatever is done to the machine's clock:
/// every schedule, age, hold and deadline is reckoned by it. `wall` is what people read and what is
/// stored. Both are the same until somebody sets the clock; see `ClockSteps`.
package protocol SessionClock: Sendable {
    /// The present moment by a clock that is never set.
    var now: Timestamp { get }
    /// How far what the machine shows is ahead of `now`: zero until somebody sets its clock.
    var offset: Duration { get }
}

extension SessionClock {
    /// Virtual time is never set.
    package var offset: Duration { .zero }

    /// The present moment as the machine shows it.
    package var wall: Timestamp { now + offset }
}

/// The machine's own time: its clock at the start, and since then the time that has passed, that of
/// sleep included.
package struct RealClock: SessionClock {
    /// The moment at which the machine was started, by the clock of when this was made.
    private let anchor: Timestamp
    private let passed: @Sendable () -> Duration
    private let shown: @Sendable () -> Timestamp

    /// The machine's clock.
    ///
    /// All clocks of a program show the same: what one part of it calls now must not lie in the
    /// future of another.
    package init() { self = Self.machine }

    private static let machine = RealClock(passed: timeSinceBoot, shown: machineTime)

    /// A clock that asks these how much time has passed since some moment, and what is shown.
    package init(
        passed: @escaping @Sendable () -> Duration,
        shown: @escaping @Sendable () -> Timestamp
    ) {
        self.passed = passed
        self.shown = shown
        anchor = shown() - passed()
    }

    /// The machine's time at the start and what has passed since.
    package var now: Timestamp { anchor + passed() }

    /// How far the machine's clock was set ahead since the start.
    package var offset: Duration {
        while true {
            let before = passed()
            let offset = shown() - (anchor + before)
            // Whoever was stopped between the two looks again.
            if passed() - before < Self.longestReading { return offset }
        }
    }

    private static let longestReading: Duration = .milliseconds(100)

    @Sendable private static func timeSinceBoot() -> Duration {
        let time = read(CLOCK_BOOTTIME)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    @Sendable private static func machineTime() -> Timestamp {
        let time = read(CLOCK_REALTIME)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(clock, &time)
        return time
    }

    /// Minutes that local time is ahead of UTC at present.
    package static var localOffsetMinutes: Int {
        var seconds = time(nil)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return parts.tm_gmtoff / 60
    }
}
