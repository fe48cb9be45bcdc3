import EventStore
import FleetModel
import IncidentLog
import Primitives
import Runtime
import SQLiteStore

/// Deliveries for people and for machines.
enum DeliveryReport {
    /// Sends what is due until the update is settled or patience ends, and shows how it stands;
    /// what is left goes on whenever Tocsin runs next.
    static func settle(
        _ invocation: Invocation,
        _ fleet: Fleet,
        _ id: IncidentID,
        _ number: Int,
        patience: Duration,
        asJSON: Bool
    ) throws {
        let log = try invocation.writeLog()
        defer { blocking { await log.close() } }
        let session = Session(
            fleet: fleet,
            log: log,
            clock: RealClock(),
            device: invocation.device
        )
        let updates: [StatusUpdate]
        do {
            updates = try blocking {
                try await DeliveryRun.settle(session, id, number, patience: patience) {
                    Output.complain($0)
                }
            }
        } catch {
            throw Failure(error)
        }
        show(updates, asJSON: asJSON)
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

    static func show(_ updates: [StatusUpdate], asJSON: Bool) {
        if asJSON {
            Output.json(JSONText.array(updates.map(json)))
            return
        }
        var table = Table("UPDATE", "AT", "BY", "CHANNEL", "STATE", "RECEIPT OR REASON", "TEXT")
        for update in updates {
            for channel in update.channels {
                let (state, detail) = words(update.deliveries[channel])
                table.add(
                    "#\(update.number)",
                    "\(update.at.hourMinute)Z",
                    update.author.name,
                    channel.rawValue,
                    state,
                    detail,
                    String(update.text.prefix(40))
                )
            }
        }
        table.show(empty: "no update was sent yet")
    }

    private static func words(_ delivery: StatusUpdate.Delivery?) -> (String, String) {
        switch delivery {
        case .queued, nil: ("queued", "")
        case .retrying(let reason, let attempt, let at):
            ("retrying", "try \(attempt): \(reason); again \(at.clock)Z")
        case .delivered(let receipt, _): ("delivered", receipt)
        case .failed(let reason, let attempt): ("failed", "after \(attempt): \(reason)")
        }
    }

    /// What the words of a delivery say, each by itself.
    private static func parts(of delivery: StatusUpdate.Delivery?) -> [(String, JSONText?)] {
        switch delivery {
        case .queued, nil: []
        case .retrying(let reason, let attempt, let at):
            [
                ("reason", .text(reason)), ("attempt", .number(attempt)),
                ("nextAttemptAt", .time(at)),
            ]
        case .delivered(let receipt, let at): [("receipt", .text(receipt)), ("at", .time(at))]
        case .failed(let reason, let attempt):
            [("reason", .text(reason)), ("attempt", .number(attempt))]
        }
    }

    private static func json(_ update: StatusUpdate) -> JSONText {
        let deliveries = update.channels.map { channel -> JSONText in
            let (state, detail) = words(update.deliveries[channel])
            return .object(
                [
                    ("channel", .text(channel.rawValue)), ("state", .text(state)),
                    ("detail", .text(detail)),
                ] + parts(of: update.deliveries[channel])
            )
        }
        return .object([
            ("number", .number(update.number)), ("at", .time(update.at)),
            ("author", .text(update.author.name)), ("text", .text(update.text)),
            ("deliveries", .array(deliveries)),
        ])
    }
}
