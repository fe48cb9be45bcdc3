import FileAccess
import FleetModel
import Primitives
import WebClient

extension ProbeSession {
    /// Looks at a database file without changing anything.
    func readSQLite(_ target: SQLiteTarget) async -> PollResult {
        let name = target.name.map { "sqlite \($0)" } ?? "sqlite"
        return await part(name) { reading throws(ProbeFailure) in
            let report: DatabaseReport
            do throws(FailureReason) {
                let left = max(.zero, web.expiry - .now)
                let budget = max(left - Self.timeToAnswer, left / 2)
                guard let found = try await DatabaseFile.inspect(target, budget: budget) else {
                    throw web.stopped
                }
                report = found
            } catch {
                throw .silent(error)
            }
            reading.isAnswered = true
            reading.record(report, prefix: target.name?.boundedName)
            for fault in report.faults {
                reading.fail(name, .answered(.other(fault.boundedValue)))
            }
            for note in report.notes { reading.note(name, .other(note.boundedValue)) }
        }
    }

    /// So much of the time is left for handing over what was found.
    private static let timeToAnswer: Duration = .milliseconds(200)
}

extension PollResult {
    fileprivate mutating func record(_ report: DatabaseReport, prefix: String?) {
        let database = "database" + (prefix.map { "." + $0 } ?? "")
        let table = "table " + (prefix.map { $0 + ":" } ?? "")
        record(MetricName(database + ".bytes"), Double(report.fileBytes))
        record(
            MetricName((prefix.map { $0 + "." } ?? "") + "wal.bytes"),
            report.walBytes.map(Double.init)
        )
        record(FactName(database + ".version"), report.userVersion.map(String.init))
        if let id = report.applicationID, id != 0 {
            record(
                FactName(database + ".application"),
                "0x" + String(UInt32(truncatingIfNeeded: id), radix: 16)
            )
        }
        record(FactName(database + ".journal"), report.isWriteAhead ? "wal" : "rollback")
        record(FactName(database + ".check"), report.check?.boundedValue)
        for rows in report.rows {
            record(MetricName("\(database).rows.\(rows.table.boundedName)"), Double(rows.count))
        }
        guard let layout = report.layout else { return }
        for description in layout {
            record(
                FactName(table + description.name.boundedName),
                [description.columns.boundedValue]
            )
        }
        let text = layout.map { $0.name + "(" + $0.columns + ")" }.joined(separator: "\n")
        record(FactName(database + ".layout"), ShortDigest.text(of: text))
    }
}
