import Glibc

/// Time as the system counts it, in seconds.
enum Stopwatch {
    /// CPU time that this process has used, all threads together.
    static var cpuSeconds: Double { seconds(of: CLOCK_PROCESS_CPUTIME_ID) }

    /// Time that passed, from some fixed moment on.
    static var wallSeconds: Double { seconds(of: CLOCK_MONOTONIC) }

    /// CPU time that another process has used; nil when it is gone.
    static func cpuSeconds(of process: pid_t) -> Double? {
        var clock = clockid_t()
        guard clock_getcpuclockid(process, &clock) == 0 else { return nil }
        return seconds(of: clock)
    }

    /// The CPU time that `work` takes.
    static func cpu(_ work: () throws -> Void) rethrows -> Double {
        let start = cpuSeconds
        try work()
        return cpuSeconds - start
    }

    /// Lets this many seconds pass.
    static func wait(seconds: Double) {
        var span = timespec(
            tv_sec: Int(seconds),
            tv_nsec: Int((seconds - seconds.rounded(.down)) * 1e9)
        )
        var rest = timespec()
        while nanosleep(&span, &rest) != 0, errno == EINTR { span = rest }
    }

    private static func seconds(of clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// The same thing measured several times.
struct Samples {
    private let sorted: [Double]

    /// The values in any order, at least one.
    init(_ values: [Double]) {
        precondition(!values.isEmpty, "Nothing was measured.")
        sorted = values.sorted()
    }

    /// Measures `runs` times what `body` gives.
    init(runs: Int, _ body: () throws -> Double) rethrows {
        self.init(try (0..<runs).map { _ in try body() })
    }

    var best: Double { sorted[0] }
    var median: Double { sorted[sorted.count / 2] }
    var largest: Double { sorted[sorted.count - 1] }

    /// The value that this share of the runs does not exceed.
    func percentile(_ share: Double) -> Double {
        sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}
