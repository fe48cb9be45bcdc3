import Glibc
package import FleetModel
package import Primitives

/// SQLite databases of other programs, looked at without changing anything.
package enum DatabaseFile {
    /// Looks at a database; nil when the task is cancelled before it could be opened.
    ///
    /// What was found by the time `budget` is over counts; the rest is named in the notes.
    /// - Throws: why there is no database to look at, in words with its path.
    package static func inspect(
        _ target: SQLiteTarget,
        budget: Duration
    ) async throws(FailureReason) -> DatabaseReport? {
        let expiry = ContinuousClock.now + budget
        let result = try await FileWork.run(until: expiry) { stop in
            Result { () throws(FailureReason) in
                try DatabaseInspection.report(on: target, stop: stop)
            }
        }
        return try result?.get()
    }
}

/// One look at a database, step by step.
private struct DatabaseInspection {
    private let target: SQLiteTarget
    private let stop: FileWork.StopFlag
    private let header: DatabaseHeader
    private let connection: DatabaseConnection
    /// A log that nobody has folded into the file: what the file says alone may be half the truth.
    private let hasOrphanedLog: Bool
    private var result = DatabaseReport()

    /// How many tables are described and counted.
    private static let tableLimit = 100

    init(
        _ target: SQLiteTarget,
        stop: FileWork.StopFlag
    ) throws(FailureReason) {
        self.target = target
        self.stop = stop
        header = try DatabaseHeader(of: target.file)
        let path = Self.real(target.file)
        let logBytes = Self.size(of: path + "-wal")
        let isShared = Self.size(of: path + "-shm") != nil
        // Without its shared memory nobody has a database with a log open, and opening it the
        // usual way would make that file and the log anew.
        let isImmutable = header.isWriteAhead && !isShared
        hasOrphanedLog = isImmutable && (logBytes ?? 0) > 0
        do throws(DatabaseConnection.Failure) {
            connection = try DatabaseConnection(path, isImmutable: isImmutable, stop: stop)
        } catch {
            // A file that is shorter than it says is refused as a whole.
            if let expected = header.expectedBytes, expected > header.fileBytes {
                throw .other(
                    "\(target.file) is damaged: it is cut short, \(header.fileBytes) of "
                        + "\(expected) bytes are there"
                )
            }
            throw .other("\(target.file) cannot be opened: \(error.message)")
        }
        result.fileBytes = header.fileBytes
        result.isWriteAhead = header.isWriteAhead
        result.walBytes = header.isWriteAhead ? logBytes ?? 0 : logBytes
    }

    static func report(
        on target: SQLiteTarget,
        stop: FileWork.StopFlag
    ) throws(FailureReason) -> DatabaseReport {
        var inspection = try DatabaseInspection(target, stop: stop)
        return try inspection.report()
    }

    private mutating func report() throws(FailureReason) -> DatabaseReport {
        if hasOrphanedLog {
            result.notes.append(
                "a write-ahead log of \(result.walBytes ?? 0) bytes was left by a program that "
                    + "stopped; what is in it is not seen, and the pages are not checked"
            )
        }
        var tables: [(name: String, isVirtual: Bool)] = []
        try step { look throws(DatabaseConnection.Failure) in
            look.result.userVersion = try look.connection.integer("PRAGMA user_version")
            look.result.applicationID = try look.connection.integer("PRAGMA application_id")
            tables = try look.tables()
        }
        // A damaged part does not keep the others from being looked at.
        if target.checks.contains(.layout) {
            try step { look throws(DatabaseConnection.Failure) in
                try look.readLayout(of: tables)
            }
        }
        if target.checks.contains(.rows) {
            try step { look throws(DatabaseConnection.Failure) in try look.countRows(of: tables) }
        }
        if target.checks.contains(.quick), !hasOrphanedLog {
            try step { look throws(DatabaseConnection.Failure) in try look.checkPages() }
        }
        return result
    }

    private mutating func step(
        _ look: (inout Self) throws(DatabaseConnection.Failure) -> Void
    ) throws(FailureReason) {
        do throws(DatabaseConnection.Failure) {
            if stop.isRaised { throw .interrupted }
            try look(&self)
        } catch {
            try take(error)
        }
    }

    private mutating func take(_ failure: DatabaseConnection.Failure) throws(FailureReason) {
        if failure.isInterrupted {
            let note = "the time was over before everything was looked at"
            if !result.notes.contains(note) { result.notes.append(note) }
        } else if failure.isDamage {
            result.check = failure.message
            if !result.faults.contains(failure.message) { result.faults.append(failure.message) }
        } else if result.userVersion == nil {
            throw .other("\(target.file) cannot be read: \(failure.message)")
        } else {
            result.notes.append(failure.message)
        }
    }

    private func tables() throws(DatabaseConnection.Failure) -> [(name: String, isVirtual: Bool)] {
        var tables: [(name: String, isVirtual: Bool)] = []
        try connection.run(
            "SELECT name, sql LIKE 'create virtual%' FROM sqlite_master "
                + "WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        ) { row in
            tables.append((row.text(0), row.integer(1) != 0))
            return tables.count <= Self.tableLimit
        }
        return tables
    }

    private mutating func readLayout(
        of tables: [(name: String, isVirtual: Bool)]
    ) throws(DatabaseConnection.Failure) {
        var layout: [DatabaseReport.Table] = []
        for table in tables.prefix(Self.tableLimit) {
            var columns: [String] = []
            if !table.isVirtual {
                try connection.run(
                    "SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo(?)",
                    [table.name]
                ) { row in
                    var words = [row.text(0)]
                    if !row.text(1).isEmpty { words.append(row.text(1).uppercased()) }
                    if row.integer(2) != 0 { words.append("NOT NULL") }
                    if row.integer(3) != 0 { words.append("PK") }
                    columns.append(words.joined(separator: " "))
                    return columns.count < 500
                }
            }
            layout.append(
                .init(
                    name: table.name,
                    columns: table.isVirtual ? "VIRTUAL" : columns.joined(separator: ", ")
                )
            )
        }
        if tables.count > Self.tableLimit {
            result.notes.append(
                "only the first \(Self.tableLimit) tables are looked at; 'tables' names others"
            )
        }
        result.layout = layout
    }

    private mutating func countRows(
        of tables: [(name: String, isVirtual: Bool)]
    ) throws(DatabaseConnection.Failure) {
        let known = tables.filter { !$0.isVirtual }.map(\.name)
        var wanted = target.tables.filter(known.contains)
        for name in target.tables where !known.contains(name) {
            result.faults.append("there is no table \(name)")
        }
        if target.tables.isEmpty { wanted = Array(known.prefix(Self.tableLimit)) }
        for name in wanted {
            let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
            if let count = try connection.integer("SELECT count(*) FROM \(quoted)") {
                result.rows.append(.init(table: name, count: count))
            }
        }
    }

    private mutating func checkPages() throws(DatabaseConnection.Failure) {
        var message: String?
        try connection.run("PRAGMA quick_check(1)") { row in
            message = row.text(0)
            return false
        }
        guard let message else { return }
        let text = message.split(whereSeparator: \.isNewline).joined(separator: ": ")
        result.check = text
        if text != "ok" { result.faults.append(text) }
    }

    /// The path without links: SQLite puts its side files beside the real file.
    private static func real(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The size of a file; nil when there is none.
    private static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}
