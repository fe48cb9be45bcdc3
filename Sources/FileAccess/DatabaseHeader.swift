import Glibc
import Primitives

/// The first hundred bytes of a SQLite database (file format 1.3), read before SQLite sees them,
/// so that what is no database, or only half of one, is named as such.
struct DatabaseHeader {
    let fileBytes: Int
    /// Whether the file says that it keeps a write-ahead log (format versions 2).
    let isWriteAhead: Bool
    /// The size that the header speaks of; nil when it does not say.
    let expectedBytes: Int?

    private static let magic = Array("SQLite format 3\0".utf8)
    private static let length = 100

    init(of path: String) throws(FailureReason) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .unreadable(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path, status.st_mode) }
        var bytes = [UInt8](repeating: 0, count: Self.length)
        let count = read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw .unreadable(path, errno) }
        guard count > 0 else { throw .other("\(path) is empty: no database was made there yet") }
        guard bytes.starts(with: Self.magic) else {
            throw .other(
                bytes.prefix(count).allSatisfy { $0 == 0 }
                    ? "\(path) is damaged: its header is all zeros"
                    : "\(path) is not a SQLite database"
            )
        }
        guard count == Self.length else {
            throw .other("\(path) is damaged: it ends after \(count) bytes")
        }
        func number(_ place: Int, _ length: Int) -> Int {
            bytes[place..<place + length].reduce(0) { $0 << 8 | Int($1) }
        }
        fileBytes = Int(status.st_size)
        isWriteAhead = bytes[18] == 2 && bytes[19] == 2
        let pageBytes = number(16, 2) == 1 ? 65_536 : number(16, 2)
        // The size in the header holds only if the last writer knew that it is there.
        let isSizeValid = number(24, 4) == number(92, 4)
        expectedBytes = isSizeValid ? number(28, 4) * pageBytes : nil
    }
}
