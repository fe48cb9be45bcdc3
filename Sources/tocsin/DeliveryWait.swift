import EventStore
import FleetModel
import IncidentLog
import Primitives
import Reports
import Runtime
import SQLiteStore

/// Waits for the deliveries of an update.
enum DeliveryWait {
    /// Sends what is due until the update is settled or the time is up, and shows how it stands;
    /// what is left goes on whenever Tocsin runs next.
    static func settle(
        _ invocation: Invocation,
        _ fleet: Fleet,
        _ id: IncidentID,
        _ number: Int,
        timeout: Duration,
        as form: OutputForm
    ) throws {
        let log = try invocation.writeLog()
        defer { blocking { await log.close() } }
        let session = Session(
            fleet: fleet,
            log: log,
            clock: RunTime.clock,
            device: invocation.device
        )
        let updates: [StatusUpdate]
        do {
            updates = try blocking {
                try await DeliveryRun.settle(
                    session,
                    id,
                    number,
                    timeout: timeout,
                    logger: Output.problems.logger("channels")
                )
            }
        } catch {
            throw Failure(error)
        }
        Output.show(UpdateList(updates), as: form)
        let missing = updates.flatMap { update in
            update.channels.filter { channel in
                if case .delivered = update.deliveries[channel] { return false }
                return true
            }
        }
        if !missing.isEmpty {
            let names = missing.map(\.rawValue).joined(separator: ", ")
            throw Failure(.failed, "not delivered yet: \(names) (see 'tocsin delivery list')")
        }
    }
}
