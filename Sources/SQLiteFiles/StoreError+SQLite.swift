package import EventStore
internal import GRDB

extension StoreError {
    /// What an error of the database means for the person who uses the file at `path`.
    ///
    /// Codes: https://www.sqlite.org/rescode.html
    package init(_ error: any Error, path: String) {
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

    /// The same for a file whose header says that it is a log: what SQLite does not know is damage.
    package init(ofLog error: any Error, path: String) {
        if let error = error as? DatabaseError, error.isOfHeader {
            self = .damaged(.file("its first bytes are not those of a log"))
        } else {
            self.init(error, path: path)
        }
    }
}

extension DatabaseError {
    /// Whether the numbers in the header of the file are none that SQLite knows.
    fileprivate var isOfHeader: Bool {
        resultCode == .SQLITE_NOTADB
            || resultCode == .SQLITE_ERROR && message == "unsupported file format"
    }
}
