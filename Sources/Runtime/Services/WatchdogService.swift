import Broadcasting
import FleetModel
import Probing

/// Calls the fleet's watchdog for as long as watching makes progress, and tells what becomes of it.
struct WatchdogService: Sendable {
    let watchdog: Watchdog
    let client: WatchdogClient
    let clock: any SessionClock
    let progress: WatchProgress
    /// How old progress may be; see `Fleet.progressSpan`.
    let timeout: Duration

    /// How many calls in a row must fail before it is told: one lost call is no news, and whoever
    /// waits has a grace of its own.
    static let failureLimit = 3
    /// How soon it is looked again whether there is progress.
    private static let shortest: Duration = .seconds(1)

    /// A service for this fleet; nil when it has no watchdog.
    init?(_ fleet: Fleet?, clock: any SessionClock, progress: WatchProgress) {
        guard let fleet, let watchdog = fleet.watchdog else { return nil }
        self.watchdog = watchdog
        self.clock = clock
        self.progress = progress
        client = WatchdogClient()
        timeout = fleet.progressSpan
    }

    /// Calls until the task is cancelled.
    ///
    /// - Parameters:
    ///   - sleep: Waits; throws when there is nothing more to wait for.
    ///   - tell: Is told of the state each time that it changes.
    func run(
        sleep: @Sendable (Duration) async throws -> Void = ProbeRunner.wait,
        tell: @Sendable (Watchdog.State) async -> Void
    ) async {
        var state = Watchdog.State.unknown
        var failures = 0
        while !Task.isCancelled {
            let isAlive = progress.isMade(within: timeout, at: clock.now)
            if isAlive {
                let failure = await client.call(watchdog)
                if Task.isCancelled { break }
                failures = failure == nil ? 0 : failures + 1
                var next = state
                if let failure {
                    if failures >= Self.failureLimit || watchdog.url == nil {
                        next = .unheard(reason: failure)
                    }
                } else {
                    next = .heard
                }
                if !next.isSame(as: state) {
                    state = next
                    await tell(next)
                }
            }
            let pause = isAlive ? watchdog.every : min(watchdog.every, Self.shortest)
            guard (try? await sleep(pause)) != nil else { break }
        }
        client.shutdown()
    }
}

extension Watchdog.State {
    /// Whether a person need not be told of the difference: another reason is no news.
    fileprivate func isSame(as other: Self) -> Bool {
        switch (self, other) {
        case (.unknown, .unknown), (.heard, .heard), (.unheard, .unheard): true
        case (.unknown, _), (.heard, _), (.unheard, _): false
        }
    }
}
