import Glibc

/// Files that are read whole because they are small.
package enum SmallFile {
    /// The first bytes of a file, at most `limitBytes`; nil when it cannot be read.
    ///
    /// Never waits: a pipe that nobody writes to is empty.
    package static func read(_ path: String, limitBytes: Int) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: limitBytes)
        let count = Glibc.read(file, &bytes, limitBytes)
        guard count >= 0 else { return nil }
        return Array(bytes[..<count])
    }
}
