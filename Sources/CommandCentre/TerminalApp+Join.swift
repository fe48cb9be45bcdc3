package import FleetModel
import Monitoring
package import Runtime
import SQLiteStore

// A drill that is played on another terminal.
extension TerminalApp {
    /// Works with others on a drill that is being played: in its time, on its log.
    ///
    /// - Parameters:
    ///   - time: The time of the drill, as it was last told.
    ///   - fleet: The drill's fleet.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package func join(_ time: DrillTime, of fleet: Fleet) throws(Failure) -> Ending {
        let log = try Self.openStore(setup.store)
        let drill = DrillFollower(
            time,
            fleet,
            log: log,
            store: setup.store,
            device: setup.device
        )
        let opened = OpenedLog(
            session: drill.session,
            work: .join(drill),
            history: nil,
            isEmpty: false
        ) {
            await drill.stop()
            await log.close()
        }
        let status = DrillStatus(
            name: time.name,
            speed: max(1, time.speed),
            nextInject: nil,
            isOver: false
        )
        return try show(clock: drill.clock, drill: status, ProblemLog(clock: drill.clock)) {
            .success(opened)
        }
    }
}
