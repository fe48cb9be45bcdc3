import Glibc
import HostAccess
package import Primitives

/// A moment as it can be compared with others of this machine, whatever is done to its clock and
/// even after it was started anew.
package struct HeartbeatMoment: Equatable, Sendable {
    /// What the machine's clock showed.
    package var wall: Timestamp
    /// Which start of the machine it belongs to, as the kernel names it.
    package var boot: String
    /// The time since that start, that of sleep included.
    package var passed: Duration

    /// A moment of these parts.
    package init(wall: Timestamp, boot: String, passed: Duration) {
        self.wall = wall
        self.boot = boot
        self.passed = passed
    }

    /// The present moment.
    package static var now: Self {
        // proc(5): a random identifier, made at each start of the machine.
        let boot = SmallFile.read("/proc/sys/kernel/random/boot_id", limitBytes: 64) ?? []
        let (wall, passed) = (read(CLOCK_REALTIME), read(CLOCK_BOOTTIME))
        return Self(
            wall: Timestamp(milliseconds: wall.milliseconds),
            boot: String(decoding: boot.filter { $0 > 0x20 && $0 < 0x7F }, as: UTF8.self),
            passed: passed
        )
    }

    /// How long before another moment it was: by the time that has passed where the machine has
    /// not been started anew, else by its clock; never less than nothing.
    package func age(at now: Self) -> Duration {
        let isSameStart = boot == now.boot && !boot.isEmpty
        return max(.zero, isSameStart ? now.passed - passed : now.wall - wall)
    }

    private static func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
