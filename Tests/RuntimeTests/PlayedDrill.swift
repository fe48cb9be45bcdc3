import Commands
import EventStore
import IncidentLog
import Reports
import Runtime
import Scenarios
import Synchronization
import TestSupport
import Testing

/// A drill that was played by the people of its own timeline, without its quiet hours: once for all
/// tests that look at it.
struct PlayedDrill: Sendable {
    let scenario: Scenario
    let log: InMemoryEventLog
    let results: [ExpectationResult]
    let score: DrillScore
    /// The numbers of the entries in the order in which they were handed over.
    let seen: [Int64]

    private static let runs = Mutex<[String: Task<PlayedDrill, any Error>]>([:])

    /// The drill of this name.
    static func named(_ name: String) async throws -> PlayedDrill {
        let run = runs.withLock { runs in
            let run = runs[name] ?? Task { try await play(name) }
            runs[name] = run
            return run
        }
        return try await run.value
    }

    private static func play(_ name: String) async throws -> PlayedDrill {
        let scenario = try #require(Scenario.named(name))
        let log = InMemoryEventLog()
        let seen = Collected<Int64>()
        let (results, score) = try await HeadlessDrill.run(
            scenario,
            speed: nil,
            skipsQuiet: true,
            log: log,
            decisions: Verbs.drillCommands
        ) { entry in
            seen.add(entry.sequence)
        } progress: { _ in
        }
        return PlayedDrill(
            scenario: scenario,
            log: log,
            results: results,
            score: score,
            seen: seen.all
        )
    }
}
