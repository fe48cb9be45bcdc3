import Broadcasting

import Testing

struct RetryScheduleTests {
    @Test(arguments: zip(0...7, [0, 2, 10, 30, 120, 300, 600, 600]))
    func `attempts follow the plan`(attempt: Int, seconds: Int) {
        let delay = RetrySchedule.delay(afterAttempt: attempt, retryAfter: nil, jitter: 0)
        #expect(delay == .seconds(seconds))
    }

    @Test func `attempts end within two hours`() {
        var elapsed = Duration.zero
        var attempts = 1
        while let delay = RetrySchedule.delay(
            afterAttempt: attempts,
            retryAfter: nil,
            jitter: 0
        ) {
            elapsed += delay
            attempts += 1
        }
        #expect(attempts == 17)
        #expect(elapsed == .seconds(7062))
        let last = RetrySchedule.delay(afterAttempt: .max, retryAfter: .seconds(1), jitter: 0)
        #expect(last == nil)
    }

    @Test(arguments: [0.0, 0.5, 0.999])
    func `a wait that the service asks for is not undercut`(jitter: Double) throws {
        let delay = try #require(
            RetrySchedule.delay(afterAttempt: 1, retryAfter: .seconds(45), jitter: jitter)
        )
        #expect(delay >= .seconds(45))
        #expect(delay <= .seconds(50))
    }

    @Test func `a short wait does not hasten the plan`() {
        let delay = RetrySchedule.delay(afterAttempt: 4, retryAfter: .seconds(1), jitter: 0)
        #expect(delay == .seconds(120))
    }

    @Test func `a wait of more than an hour counts as an hour`() {
        let delay = RetrySchedule.delay(afterAttempt: 1, retryAfter: .seconds(86_400), jitter: 0.9)
        #expect(delay == .seconds(3600))
    }

    @Test(arguments: [Double.nan, .infinity, -3])
    func `senseless jitter adds nothing`(jitter: Double) {
        let delay = RetrySchedule.delay(afterAttempt: 2, retryAfter: nil, jitter: jitter)
        #expect(delay == .seconds(10))
    }
}
