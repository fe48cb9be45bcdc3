package import EventStore
package import IncidentLog
package import Primitives
package import Reports
package import Scenarios
import Synchronization

/// A drill without a screen: the scenario's own decisions are played, every entry is handed over
/// as it happens, and the expectations are judged at the end.
package enum HeadlessDrill {
    /// Plays a scenario to its end.
    ///
    /// - Parameters:
    ///   - speed: Virtual seconds a second; nil to go on as soon as every due probe has answered.
    ///   - skipsQuiet: Whether the hours are left out in which nothing happens.
    ///   - decisions: Reads what the people of the timeline decide.
    ///   - take: Is handed every entry, in order.
    ///   - progress: Is told the virtual time after each round.
    /// - Returns: The scenario's expectations and whether each held, and the score.
    package static func run(
        _ scenario: Scenario,
        speed: Int?,
        skipsQuiet: Bool = false,
        log: any EventLog = InMemoryEventLog(),
        decisions: @escaping DrillReader,
        take: @escaping @Sendable (Entry) -> Void,
        progress: (Timestamp) -> Void
    ) async throws -> (results: [ExpectationResult], score: DrillScore) {
        let drill = try await Drill.start(
            scenario,
            log: log,
            decisions: decisions,
            skipsQuiet: skipsQuiet
        )
        let book = Mutex(ExpectationChecker(scenario))
        do {
            try await drill.session.observeEntries(newest: .max) { entries, _ in
                for entry in entries {
                    book.withLock { $0.observe(entry) }
                    take(entry)
                }
            }
            let steady = ContinuousClock()
            var due = steady.now
            while await !drill.engine.isOver {
                try Task.checkCancellation()
                _ = try await drill.engine.playTurn()
                progress(drill.clock.now)
                if let speed {
                    due += scenario.pollInterval / speed
                    try await steady.sleep(until: due)
                }
            }
        } catch {
            await drill.stop()
            throw error
        }
        await drill.stop()
        let score = try await DrillScore(scenario, log, at: scenario.end)
        return (book.withLock { $0.results(at: scenario.end) }, score)
    }
}
