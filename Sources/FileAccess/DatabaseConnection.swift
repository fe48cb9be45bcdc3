internal import GRDBSQLite

/// A connection to a SQLite database that only reads, and that stops when it is told to.
///
/// The C interface rather than GRDB's own: that one prepares connections in ways that are not for
/// foreign and damaged files.
final class DatabaseConnection {
    private var handle: OpaquePointer?
    private let stop: FileWork.StopFlag

    /// What SQLite says went wrong.
    struct Failure: Error {
        let code: CInt
        let message: String

        static let interrupted = Failure(code: SQLITE_INTERRUPT, message: "interrupted")

        var isInterrupted: Bool { code & 0xFF == SQLITE_INTERRUPT }
        var isDamage: Bool { code & 0xFF == SQLITE_CORRUPT || code & 0xFF == SQLITE_NOTADB }
    }

    /// - Parameter isImmutable: Nobody has the database open: no lock is taken and no file is
    ///   made beside it.
    init(_ path: String, isImmutable: Bool, stop: FileWork.StopFlag) throws(Failure) {
        self.stop = stop
        let uri = "file:" + Self.escaped(path) + (isImmutable ? "?immutable=1" : "?mode=ro")
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(uri, &handle, flags, nil)
        guard code == SQLITE_OK else {
            let failure = failure(code)
            sqlite3_close_v2(handle)
            handle = nil
            throw failure
        }
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Self.busyMilliseconds)
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Self.valueLimitBytes)
        sqlite3_progress_handler(
            handle,
            Self.stepsBetweenLooks,
            { pointer in
                guard let pointer else { return 0 }
                let flag = Unmanaged<FileWork.StopFlag>.fromOpaque(pointer)
                return flag.takeUnretainedValue().isRaised ? 1 : 0
            },
            Unmanaged.passUnretained(stop).toOpaque()
        )
        // Memory maps would end the process when the file is cut short under them.
        for setting in [
            "query_only = 1", "trusted_schema = 0", "mmap_size = 0", "cache_size = 500",
        ] {
            try run("PRAGMA " + setting) { _ in false }
        }
    }

    deinit { sqlite3_close_v2(handle) }

    private static let busyMilliseconds: CInt = 500
    private static let valueLimitBytes: CInt = 8 << 20
    /// About a tenth of a millisecond of work.
    private static let stepsBetweenLooks: CInt = 5000

    /// One row of an answer.
    struct Row {
        fileprivate let statement: OpaquePointer?

        func text(_ column: CInt) -> String {
            guard let bytes = sqlite3_column_text(statement, column) else { return "" }
            let count = Int(sqlite3_column_bytes(statement, column))
            return String(
                decoding: UnsafeBufferPointer(start: bytes, count: min(count, Self.limitBytes)),
                as: UTF8.self
            )
        }

        func integer(_ column: CInt) -> Int { Int(sqlite3_column_int64(statement, column)) }

        private static let limitBytes = 16_384
    }

    /// Runs a statement and hands its rows over until `take` wants no more.
    func run(
        _ sql: String,
        _ texts: [String] = [],
        _ take: (Row) -> Bool
    ) throws(Failure) {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        guard code == SQLITE_OK else { throw failure(code) }
        defer { sqlite3_finalize(statement) }
        for (place, text) in texts.enumerated() {
            // Bound until the statement is done: the copy is SQLite's (SQLITE_TRANSIENT).
            let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            sqlite3_bind_text(statement, CInt(place + 1), text, -1, transient)
        }
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw failure(code) }
            if !take(Row(statement: statement)) { return }
        }
    }

    /// The first value of an answer as a number.
    func integer(_ sql: String) throws(Failure) -> Int? {
        var value: Int?
        try run(sql) { row in
            value = row.integer(0)
            return false
        }
        return value
    }

    private func failure(_ code: CInt) -> Failure {
        let text = sqlite3_errmsg(handle).map { String(cString: $0) }
        return Failure(code: code, message: text ?? "error \(code)")
    }

    /// A path as part of a URI (sqlite.org/uri.html).
    private static func escaped(_ path: String) -> String {
        path.utf8.reduce(into: "") { text, byte in
            switch byte {
            case 0x2D...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x7E:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
    }
}
