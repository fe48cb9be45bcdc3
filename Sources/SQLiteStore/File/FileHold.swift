import EventStore
import Glibc
import SQLiteFiles
import Synchronization

/// Which file it is, whatever its name.
struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64

    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    fileprivate init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
    }
}

/// An open log file, for its header and for telling whether its name still leads to it.
///
/// Closing any descriptor of a file takes away the locks that SQLite holds on it for this process
/// (a rule of POSIX), so all logs of the process share one, closed with the last of them.
final class FileHold: Sendable {
    private struct Shared {
        var descriptor: Int32
        var users: Int
    }

    private static let open = Mutex<[FileIdentity: Shared]>([:])

    private let path: String
    private let identity: FileIdentity
    private let descriptor: Int32

    /// Holds the file at this path.
    init(_ path: String) throws(StoreError) {
        guard let identity = FileIdentity(path) else {
            throw .failed("\(path): \(StoreFile.reason())")
        }
        let result: Result<Int32, StoreError> = Self.open.withLock { open in
            if let shared = open[identity] {
                open[identity]?.users += 1
                return .success(shared.descriptor)
            }
            let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            guard descriptor >= 0 else {
                return .failure(.failed("\(path): \(StoreFile.reason())"))
            }
            open[identity] = Shared(descriptor: descriptor, users: 1)
            return .success(descriptor)
        }
        descriptor = try result.get()
        self.path = path
        self.identity = identity
    }

    deinit {
        Self.open.withLock { open in
            open[identity]?.users -= 1
            guard open[identity]?.users == 0 else { return }
            open[identity] = nil
            close(descriptor)
        }
    }

    /// The first bytes of the file; none when it is empty.
    func header() throws(StoreError) -> [UInt8] {
        try StoreHeader.bytes(of: descriptor)
    }

    /// Whether the path still leads to this file.
    var isInPlace: Bool { FileIdentity(path) == identity }
}
