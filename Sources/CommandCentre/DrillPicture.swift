import Commands
import EventStore
import FleetModel
import Glibc
import IncidentLog
package import Primitives
import Monitoring
import Runtime
package import Scenarios
import Screens
package import CellGrid

/// A moment of a drill as a picture, played without a screen by the people of its timeline.
package struct DrillPicture {
    private let scenario: Scenario
    private let moment: Timestamp

    /// The picture of a scenario at a moment of its time.
    package init(_ scenario: Scenario, at moment: Timestamp) {
        self.scenario = scenario
        self.moment = min(max(moment, scenario.start), scenario.end)
    }

    /// How many rounds of polls are kept before they are written to the history.
    private static let roundsBetweenFlushes = 20

    /// Plays up to the moment and draws it.
    ///
    /// - Parameter progress: Is told the virtual time after each round.
    package func draw(_ picture: ScreenPicture, progress: (Timestamp) -> Void) async throws
        -> Canvas
    {
        let folder = try Self.makeFolder()
        defer { Self.remove(folder) }
        let drill = try await Drill.start(
            scenario,
            log: InMemoryEventLog(),
            decisions: Verbs.drillCommands
        )
        let history = HistoryService(
            log: folder + "/log.sqlite",
            settings: HistorySettings(),
            clock: drill.clock,
            logger: ProblemLog(clock: drill.clock).logger("history")
        )
        do {
            let canvas = try await play(drill, history, picture, progress)
            await history.finish()
            await drill.stop()
            return canvas
        } catch {
            await history.finish()
            await drill.stop()
            throw error
        }
    }

    private func play(
        _ drill: Drill,
        _ history: HistoryService,
        _ picture: ScreenPicture,
        _ progress: (Timestamp) -> Void
    ) async throws -> Canvas {
        var source = ScreenPicture.Source(drill.session, history: history)
        await drill.session.observeObservations { history.take($0) }
        var rounds = 0
        while await drill.engine.nextRound <= moment, await !drill.engine.isOver {
            source.snapshot = try await drill.engine.playTurn()
            progress(drill.clock.now)
            rounds += 1
            if rounds.isMultiple(of: Self.roundsBetweenFlushes) { await history.flush() }
        }
        await history.flush()
        source.drill = DrillStatus(
            name: scenario.name,
            speed: TerminalApp.drillSpeed,
            nextInject: await drill.engine.nextHighlight,
            isOver: await drill.engine.isOver
        )
        return try await picture.draw(source)
    }

    private static func makeFolder() throws -> String {
        let name = EntryIDSource().next(at: RealClock().now).rawValue
        let path = "/tmp/tocsin-picture-\(name)"
        guard mkdir(path, 0o700) == 0 else {
            let reason = String(cString: strerror(errno))
            throw ScreenPicture.Failure(message: "cannot make \(path): \(reason)")
        }
        return path
    }

    /// Removes the files of the history and their folder.
    private static func remove(_ folder: String) {
        for suffix in ["", "-wal", "-shm"] { unlink("\(folder)/log.samples.sqlite\(suffix)") }
        rmdir(folder)
    }
}
