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
    /// The log is made under another name and appears at `path` only when it is complete, so that
    /// no other process ever sees half of it. When another process was faster, its log is kept.
    static func create(at path: String) throws {
        let folder = try createFolder(of: path)
        let draft = path + ".new-" + String(UInt64.random(in: .min ... .max), radix: 36)
        let descriptor = open(draft, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError.failed("\(draft): \(reason())") }
        Glibc.close(descriptor)
        defer {
            for suffix in ["", "-wal", "-shm"] { unlink(draft + suffix) }
        }
        let queue = try DatabaseQueue(path: draft, configuration: writing)
        try startWriteAheadLog(queue)
        try StoreSchema.migrate(queue)
        try queue.close()
        guard link(draft, path) == 0 || errno == EEXIST else {
            throw StoreError.failed("\(path): \(reason())")
        }
        syncFolder(folder)
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
        }
        return configuration
    }

    /// A connection that only reads.
    static var reading: Configuration {
        var configuration = Configuration()
        configuration.label = "log.reader"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
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

    /// Makes the folders that lead to a file (mode 0700) and gives the last of them.
    @discardableResult
    static func createFolder(of path: String) throws(StoreError) -> String {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false)
            .dropLast().joined(separator: "/")
        try createFolder(folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder)
        return folder
    }

    private static func createFolder(_ path: String) throws(StoreError) {
        if exists(path) { return }
        let parent = path.split(separator: "/", omittingEmptySubsequences: false)
            .dropLast().joined(separator: "/")
        if !parent.isEmpty { try createFolder(parent) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw .failed("\(path): \(reason())")
        }
        syncFolder(parent)
    }

    /// Makes a new name in a folder survive a power failure, as far as the disk allows.
    private static func syncFolder(_ path: String) {
        let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        Glibc.close(descriptor)
    }

    private static func reason() -> String {
        String(cString: strerror(errno))
    }
}
