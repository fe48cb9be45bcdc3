import Glibc

/// Reading and writing whole small files.
package enum FileText {
    /// Why a file could not be read or written.
    package struct Failure: Error, Sendable {
        /// The sentence for a person.
        package let message: String

        init(message: String) {
            self.message = message
        }
    }

    /// The largest file read: a fleet file is far smaller.
    private static let limitBytes = 4 << 20

    /// Whether something is at this path.
    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// The text of a file; broken UTF-8 is replaced.
    package static func read(_ path: String) throws(Failure) -> String {
        try readWithWriters(path).text
    }

    /// The text of a file, and who may have written it.
    package static func readWithWriters(
        _ path: String
    ) throws(Failure) -> (text: String, writers: FileWriters) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("cannot read", path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("cannot read", path)
            }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limitBytes else {
                throw Failure(message: "\(path) is larger than 4 MiB")
            }
        }
        let writers = FileWriters(of: descriptor, path)
        return (String(decoding: bytes, as: UTF8.self), writers)
    }

    /// Writes a file whole, or not at all; folders that are missing are made.
    ///
    /// What lies under the name of the new file, such as a link that somebody laid there, is
    /// removed and never written to.
    package static func write(_ text: String, to path: String) throws(Failure) {
        try makeFolder(of: path)
        let temporary = path + ".new"
        unlink(temporary)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = open(temporary, flags, 0o600)
        guard descriptor >= 0 else { throw failure("cannot write", temporary) }
        do throws(Failure) {
            try write(text, to: descriptor, temporary)
            guard rename(temporary, path) == 0 else { throw failure("cannot write", path) }
        } catch {
            unlink(temporary)
            throw error
        }
        // The new name must outlive a loss of power too; where a folder cannot be flushed, the
        // file is whole all the same.
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let place = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard place >= 0 else { return }
        fsync(place)
        close(place)
    }

    private static func write(
        _ text: String,
        to descriptor: Int32,
        _ path: String
    ) throws(Failure) {
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("cannot write", path)
            }
            rest = rest.dropFirst(count)
        }
        // On the disk before it takes the place of the old one.
        guard fsync(descriptor) == 0 else { throw failure("cannot write", path) }
    }

    /// Makes the folder that a path lies in, and those above it.
    package static func makeFolder(of path: String) throws(Failure) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = String(path[..<slash])
        if exists(folder) { return }
        try makeFolder(of: folder)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw failure("cannot make the folder", folder)
        }
    }

    private static func failure(_ what: String, _ path: String) -> Failure {
        Failure(message: "\(what) \(path): \(String(cString: strerror(errno)))")
    }
}
