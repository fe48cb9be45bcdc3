import EventStore
import Glibc
internal import GRDB
import SQLiteFiles

// How the file of a log comes to be, and how its connections are set up.
extension StoreFile {
    /// Makes an empty log, with the folders that lead to it.
    ///
    /// The log appears at `path` only when it is complete and was read back, so that no program
    /// ever sees half of it, and a start that fails leaves nothing behind. When another process
    /// was faster, its log is kept.
    static func create(at path: String) throws {
        try checkNothingIsLost(at: path)
        let (folder, made) = try createFolder(of: path)
        do {
            let draft = try StoreDraft(beside: path)
            defer { draft.remove() }
            guard link(draft.path, path) == 0 || errno == EEXIST else {
                throw StoreError.failed("\(path): \(reason())")
            }
        } catch {
            // Only folders that are empty go.
            for folder in made.reversed() { rmdir(folder) }
            throw error
        }
        syncFolder(folder)
    }

    /// Puts an empty log in the place of a file without a byte in it, which some tools make first.
    static func fillEmpty(_ path: String) throws {
        try checkNothingIsLost(at: path)
        let draft = try StoreDraft(beside: path)
        defer { draft.remove() }
        let descriptor = Glibc.open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError.failed("\(path): \(reason())") }
        defer { Glibc.close(descriptor) }
        // Of two programs that do this at once, the second finds the log of the first.
        var (held, named) = (stat(), stat())
        guard flock(descriptor, LOCK_EX) == 0, fstat(descriptor, &held) == 0,
            stat(path, &named) == 0, held.st_ino == named.st_ino, named.st_size == 0
        else { return }
        guard rename(draft.path, path) == 0 else {
            throw StoreError.failed("\(path): \(reason())")
        }
        syncFolder(folder(of: path))
    }

    /// Refuses to begin a new log where an older one has vanished and left its side files.
    static func checkNothingIsLost(at path: String) throws(StoreError) {
        if case .tip(let sequence, _) = TipFile.read(besideLog: path) {
            throw .damaged(.missing(1...sequence))
        }
        // The length of the header of a write-ahead log: https://www.sqlite.org/walformat.html
        var status = stat()
        if stat(path + "-wal", &status) == 0, status.st_size > 32 {
            throw .damaged(.file("it is gone, and \(path)-wal of it is still there"))
        }
    }

    /// A connection that writes: each commit is on the disk before it returns, a redacted text is
    /// overwritten, and another writer is waited for at most 5 seconds.
    static var writing: Configuration {
        var configuration = Configuration()
        configuration.label = "log.writer"
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA secure_delete = ON")
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
        }
        return configuration
    }

    /// Turns on write-ahead logging, which the file remembers.
    ///
    /// GRDB's own setting would lower `synchronous` to NORMAL, which may lose the last commits
    /// when the power fails.
    static func startWriteAheadLog(_ queue: DatabaseQueue) throws {
        try queue.inDatabase { db in
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            guard mode == "wal" else {
                throw StoreError.failed("this disk does not support write-ahead logging")
            }
        }
    }
}
