import EventStore
internal import GRDB
import Primitives

extension EntryRow {
    /// The first rows that a query asks for, in its order.
    static func rows(_ query: EntryQuery, limit: Int, _ db: Database) throws -> [EntryRow] {
        var conditions: [String] = []
        var arguments = StatementArguments()
        if let incident = query.incident {
            conditions.append("incident = ?")
            arguments += [incident.rawValue]
        }
        if let since = query.since {
            conditions.append("occurred_at >= ?")
            arguments += [since.milliseconds]
        }
        let (direction, sign) =
            switch query.order {
            case .oldestFirst: ("ASC", ">")
            case .newestFirst: ("DESC", "<")
            }
        if let behind = query.behind {
            conditions.append("(occurred_at, sequence) \(sign) (?, ?)")
            arguments += [behind.occurredAt.milliseconds, behind.sequence]
        }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        arguments += [max(0, limit)]
        return try rows(
            matching: "\(filter) ORDER BY occurred_at \(direction), sequence \(direction) LIMIT ?",
            arguments,
            db
        )
    }
}
