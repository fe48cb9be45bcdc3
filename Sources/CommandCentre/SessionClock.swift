package import IncidentCore
import Glibc

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
