import Glibc
internal import GRDB

/// The file of a log: where it is, how it comes to be, and how its connections are set up.
enum StoreFile {
    /// Whether there is anything at this path.
    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// The path without links; SQLite puts its side files beside the real file.
    static func real(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Gives an open file free.
    static func close(_ descriptor: Int32) {
        Glibc.close(descriptor)
    }

    /// Refuses what cannot be a log before SQLite touches it.
    static func checkUsable(_ path: String, forWriting: Bool) throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .failed("\(path): \(reason())") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .notAStore(path: path, reason: "it is not a file")
        }
        guard access(path, forWriting ? R_OK | W_OK : R_OK) == 0 else {
            throw .failed("\(path): \(reason())")
        }
    }

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

    /// A connection that only reads.
    static var reading: Configuration {
        var configuration = Configuration()
        configuration.label = "log.reader"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
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

    /// The folder of a file; the working folder is `.`.
    static func folder(of path: String) -> String {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false)
            .dropLast().joined(separator: "/")
        return folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
    }

    /// Makes the folders that lead to a file (mode 0700); gives the last of them and those made.
    @discardableResult
    static func createFolder(
        of path: String
    ) throws(StoreError) -> (folder: String, made: [String]) {
        let folder = folder(of: path)
        var made: [String] = []
        try createFolder(folder, &made)
        return (folder, made)
    }

    private static func createFolder(_ path: String, _ made: inout [String]) throws(StoreError) {
        if exists(path) { return }
        let parent = path.split(separator: "/", omittingEmptySubsequences: false)
            .dropLast().joined(separator: "/")
        if !parent.isEmpty { try createFolder(parent, &made) }
        if mkdir(path, 0o700) == 0 {
            made.append(path)
        } else if errno != EEXIST {
            throw .failed("\(path): \(reason())")
        }
        syncFolder(parent)
    }

    /// Makes a new name in a folder survive a power failure, as far as the disk allows.
    static func syncFolder(_ path: String) {
        let descriptor = Glibc.open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        Glibc.close(descriptor)
    }

    /// Why the last call of the system failed, in its own words.
    static func reason() -> String {
        String(cString: strerror(errno))
    }
}
