/// When to try a delivery again.
package enum RetrySchedule {
    /// The spans before attempts 1 to 6.
    private static let beginning: [Duration] = [
        .zero, .seconds(2), .seconds(10), .seconds(30), .seconds(120), .seconds(300),
    ]
    /// The span before every later attempt.
    private static let steady: Duration = .seconds(600)
    /// How long is tried in total, waiting times that services ask for not counted.
    private static let total: Duration = .seconds(7200)
    /// The longest span between two attempts.
    private static let longest: Duration = .seconds(3600)

    /// How long to wait after attempt `n`, or nil to give up.
    ///
    /// Incidents are over sooner than the days that webhook senders usually try for, so the plan
    /// is 0, 2 s, 10 s, 30 s, 2 min, 5 min, then every 10 min up to 2 h: 17 attempts.
    ///
    /// - Parameters:
    ///   - n: The number of the attempt that failed, from 1; 0 asks for the first attempt.
    ///   - retryAfter: What the service asks to wait; never undercut, but 1 h at most is honoured.
    ///   - jitter: From 0 to 1; adds up to a tenth, so that many senders do not knock at once.
    package static func delay(
        afterAttempt n: Int,
        retryAfter: Duration?,
        jitter: Double
    ) -> Duration? {
        guard n > 0 else { return .zero }
        guard let planned = planned(afterAttempt: n) else { return nil }
        let asked = min(retryAfter ?? .zero, longest)
        let share = jitter.isFinite ? min(max(jitter, 0), 1) : 0
        return min(max(planned, asked) * (1 + share / 10), longest)
    }

    private static func planned(afterAttempt n: Int) -> Duration? {
        guard n >= beginning.count else { return beginning[n] }
        let steadyAttempts = n - beginning.count + 1
        let room = total - beginning.reduce(.zero, +)
        // Divided rather than multiplied, so that no attempt number is too large.
        return steadyAttempts <= Int(room / steady) ? steady : nil
    }
}
