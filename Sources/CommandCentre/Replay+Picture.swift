package import CellGrid
import EventStore
package import FleetModel
import IncidentLog
import Monitoring
package import Primitives
package import Runtime
import Screens

extension Replay {
    /// Draws a screen as it was at a moment, from what had been written by then.
    package func draw(
        _ picture: ScreenPicture,
        of fleet: Fleet?,
        at moment: Timestamp
    ) async throws -> Canvas {
        move(to: moment)
        let session = Session(
            fleet: fleet,
            log: log,
            clock: clock,
            device: "replay",
            isReadOnly: true
        )
        try await session.refresh()
        let state = await session.logState
        return try await picture.draw(
            ScreenPicture.Source(
                session,
                snapshot: fleet.map { FleetSnapshot(of: $0, asIn: state, at: clock.now) },
                drill: DrillStatus(
                    name: incident.rawValue,
                    speed: 0,
                    nextInject: stop(after: clock.now),
                    isOver: clock.now >= end,
                    isReplay: true
                )
            )
        )
    }
}
