import CellGrid
import CommandCentre
import EventStore
import FleetModel
import IncidentLog
import Monitoring
import Runtime

/// The screen as it would be if it were opened now.
struct LivePicture {
    private let invocation: Invocation
    private let polls: Bool

    init(_ invocation: Invocation, polls: Bool) {
        self.invocation = invocation
        self.polls = polls
    }

    /// Draws and writes it; of the fleet file a mistake is a refusal, of the log damage is.
    func show(_ picture: ScreenPicture, inColors: Bool, svg: String? = nil) throws {
        let fleet = try invocation.optionalFleet()
        let log: any EventLog = try invocation.readLog() ?? InMemoryEventLog()
        defer { blocking { await log.close() } }
        let session = Session(
            fleet: fleet,
            log: log,
            clock: RunTime.clock,
            device: invocation.device
        )
        let history = HistoryService(
            log: invocation.storePath,
            settings: fleet?.history ?? HistorySettings(),
            clock: RunTime.clock,
            logger: Output.problems.logger("history")
        )
        let snapshot = polls ? fleet.map { FleetLook(at: $0, invocation).snapshot } : nil
        try Self.write(svg, inColors: inColors) {
            defer { Output.progress("") }
            return try blocking {
                let source = ScreenPicture.Source(session, history: history, snapshot: snapshot)
                return try await picture.draw(source)
            }
        }
    }

    /// Writes a picture to where it belongs.
    static func write(_ svg: String?, inColors: Bool, _ draw: () throws -> Canvas) throws {
        let canvas: Canvas
        do {
            canvas = try draw()
        } catch let failure as ScreenPicture.Failure {
            throw Failure(.usage, failure.message)
        } catch {
            throw Failure(error)
        }
        guard let svg else { return Output.picture(canvas, inColors: inColors) }
        do throws(FileText.Failure) {
            try FileText.write(canvas.svg() + "\n", to: svg)
        } catch {
            throw Failure(error)
        }
    }
}
