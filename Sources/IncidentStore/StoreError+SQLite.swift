internal import GRDB

extension StoreError {
    /// What an error of the database means for the person who uses the file at `path`.
    ///
    /// Codes: https://www.sqlite.org/rescode.html
    init(_ error: any Error, path: String) {
        if let error = error as? StoreError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self = .failed(String(describing: error))
            return
        }
        let text = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: self = .busy
        case .SQLITE_FULL: self = .full
        case .SQLITE_CORRUPT: self = .damaged(.file(text))
        case .SQLITE_NOTADB: self = .notAStore(path: path, reason: "it is not a SQLite file")
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_IOERR:
            self = .failed("\(path): \(text)")
        default: self = .failed(text)
        }
    }
}
