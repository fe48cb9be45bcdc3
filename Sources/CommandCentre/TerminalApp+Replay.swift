package import FleetModel
import Monitoring
import Primitives
package import Runtime

// A past incident on a terminal.
extension TerminalApp {
    /// Shows a past incident again, from its beginning or where it was put to; the person steers
    /// its time, and nothing is written down.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package func replay(
        _ replay: Replay,
        of fleet: Fleet?,
        speed: Int
    ) throws(Failure) -> Ending {
        replay.move(to: replay.clock.now)
        let problems = ProblemLog(clock: replay.clock)
        let opened = OpenedLog(
            session: Session(
                fleet: fleet,
                log: replay.log,
                clock: replay.clock,
                device: setup.device,
                isReadOnly: true
            ),
            work: .replay(replay, speed: speed),
            history: HistoryService(
                log: setup.store,
                settings: HistorySettings(),
                clock: replay.clock,
                logger: problems.logger("history")
            ),
            isEmpty: false
        ) {
            await replay.log.close()
        }
        let status = DrillStatus(
            name: replay.incident.rawValue,
            speed: speed,
            nextInject: nil,
            isOver: false,
            isReplay: true
        )
        return try show(clock: replay.clock, drill: status, problems) { .success(opened) }
    }
}
