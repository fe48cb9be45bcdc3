import Glibc
package import GRDB
internal import Synchronization

/// Reads a log without creating or changing any file.
///
/// SQLite makes two side files (`-wal`, `-shm`) for whoever opens a log in its write-ahead mode,
/// even for reading. While a writer is there they exist anyway. While there is none, the file does
/// not change, and is read as immutable; should a writer come meanwhile, the file's stamp or the
/// side file tells, and the read is done again.
///
/// https://www.sqlite.org/uri.html#uriimmutable
package final class StoreReader: Sendable {
    private enum Connection {
        case none
        /// Shares the side files with a writer.
        case live(DatabaseQueue)
        /// Valid as long as the file has this stamp and no writer is there.
        case quiet(DatabaseQueue, FileStamp)
    }

    private let path: String
    private let connection = Mutex(Connection.none)

    /// A reader of the file at this path, which has no links in it.
    package init(path: String) {
        self.path = path
    }

    /// Reads in one transaction without blocking the task's thread.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        while true {
            let connection = try current()
            let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
                connection.queue.asyncRead { database in
                    continuation.resume(returning: Result { try body(database.get()) })
                }
            }
            if isStillTrue(connection.stamp) { return try result.get() }
        }
    }

    /// Reads in one transaction and blocks until it is done.
    package func readNow<Value>(_ body: (Database) throws -> Value) throws -> Value {
        while true {
            let connection = try current()
            let result = Result { try connection.queue.read(body) }
            if isStillTrue(connection.stamp) { return try result.get() }
        }
    }

    /// Gives the file free.
    package func close() throws {
        let open = connection.withLock { connection in
            defer { connection = .none }
            return connection
        }
        switch open {
        case .none: break
        case .live(let queue), .quiet(let queue, _): try queue.close()
        }
    }

    private var hasWriter: Bool { StoreFile.exists(path + "-wal") }

    private func isStillTrue(_ stamp: FileStamp?) -> Bool {
        guard let stamp else { return true }
        return !hasWriter && FileStamp(path) == stamp
    }

    private func current() throws -> (queue: DatabaseQueue, stamp: FileStamp?) {
        try connection.withLock { connection in
            switch connection {
            case .live(let queue): return (queue, nil)
            case .quiet(let queue, let stamp) where isStillTrue(stamp): return (queue, stamp)
            case .none, .quiet: break
            }
            let stamp = FileStamp(path)
            if !hasWriter, let queue = try? openImmutable() {
                connection = .quiet(queue, stamp)
                return (queue, stamp)
            }
            let queue = try DatabaseQueue(path: path, configuration: StoreFile.reading)
            connection = .live(queue)
            return (queue, nil)
        }
    }

    private func openImmutable() throws -> DatabaseQueue {
        let unreserved = Set("/-._~".utf8)
        var address = "file:"
        for byte in path.utf8 {
            let scalar = Unicode.Scalar(byte)
            if unreserved.contains(byte) || scalar.isASCII && scalar.properties.isAlphabetic
                || scalar.properties.numericType == .decimal
            {
                address.unicodeScalars.append(scalar)
            } else {
                address += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return try DatabaseQueue(
            path: address + "?immutable=1",
            configuration: StoreFile.reading
        )
    }
}

extension StoreFile {
    /// A connection that only reads.
    package static var reading: Configuration {
        var configuration = Configuration()
        configuration.label = "log.reader"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
        return configuration
    }
}

/// What changes when a file is written to.
private struct FileStamp: Equatable, Sendable {
    private var numbers: [Int64] = []

    init(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        numbers = [
            Int64(truncatingIfNeeded: status.st_dev), Int64(truncatingIfNeeded: status.st_ino),
            Int64(status.st_size), Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec),
            Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec),
        ]
    }
}
