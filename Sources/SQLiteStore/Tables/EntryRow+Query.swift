import EventStore
internal import GRDB
import IncidentLog
import Primitives

extension EntryRow {
    /// The first rows that a query asks for, in its order.
    static func rows(_ query: EntryQuery, limit: Int, _ db: Database) throws -> [EntryRow] {
        let fleetLog = "incident IS NULL"
        guard let incident = query.incident else {
            let scope = query.withFleetLog ? fleetLog : nil
            return try rows(query, in: scope, [], limit: limit, db)
        }
        let own = try rows(query, in: "incident = ?", [incident.rawValue], limit: limit, db)
        guard query.withFleetLog else { return own }
        // Each of the two has an index in the order of time; both in one condition have none.
        let both = try own + rows(query, in: fleetLog, [], limit: limit, db)
        return Array(
            both.sorted { query.isInOrder(.init($0.sealed), .init($1.sealed)) }
                .prefix(max(0, limit))
        )
    }

    private static func rows(
        _ query: EntryQuery,
        in scope: String?,
        _ scopeArguments: StatementArguments,
        limit: Int,
        _ db: Database
    ) throws -> [EntryRow] {
        var conditions = scope.map { [$0] } ?? []
        var arguments = scopeArguments
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
