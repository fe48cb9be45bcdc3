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
    private static let limitBytes = 16 << 20

    /// Whether something is at this path.
    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// How long a pipe may stay without a writer, and how long a writer may be silent, in
    /// milliseconds.
    private static let timeout: (forWriter: Int32, forBytes: Int32) = (2000, 30_000)

    /// The text of a file, or of a pipe such as a shell's `<(…)`; broken UTF-8 is replaced.
    ///
    /// A pipe that nobody writes into does not hold the program up: it is named.
    package static func read(_ path: String) throws(Failure) -> String {
        try readWithWriters(path).text
    }

    /// The text of a file, and who may have written it.
    package static func readWithWriters(
        _ path: String
    ) throws(Failure) -> (text: String, writers: FileWriters) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw failure("cannot read", path) }
        defer { close(descriptor) }
        let text = try read(descriptor, path)
        return (text, FileWriters(of: descriptor, path))
    }

    /// All that comes in by standard input; a person at the terminal is waited for.
    package static func readStandardInput() throws(Failure) -> String {
        try read(0, "standard input")
    }

    private static func read(_ descriptor: Int32, _ name: String) throws(Failure) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count > 0 {
                bytes.append(contentsOf: chunk[..<count])
                guard bytes.count <= limitBytes else {
                    throw Failure(message: "\(name) is larger than 16 MiB")
                }
            } else if count == 0 {
                guard bytes.isEmpty, descriptor != 0, isPipe(descriptor),
                    try awaitBytes(descriptor, timeout.forWriter, name)
                else { break }
            } else if errno == EAGAIN {
                _ = try awaitBytes(descriptor, timeout.forBytes, name)
            } else if errno != EINTR {
                throw failure("cannot read", name)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isPipe(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }

    /// Waits until something can be read; false when the writers are gone and left nothing.
    private static func awaitBytes(
        _ descriptor: Int32,
        _ milliseconds: Int32,
        _ name: String
    ) throws(Failure) -> Bool {
        var place = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let count = poll(&place, 1, milliseconds)
        guard count != 0 else {
            throw Failure(
                message: "\(name) is no file but a pipe or a device, and nothing came out of it "
                    + "within \(milliseconds / 1000) s"
            )
        }
        return count < 0 || place.revents & Int16(POLLIN) != 0
    }

    /// Writes a file whole, or not at all; folders that are missing are made.
    ///
    /// What lies under the name of the new file, such as a link that somebody laid there, is
    /// removed and never written to.
    package static func write(_ text: String, to path: String) throws(Failure) {
        try write(bytes: Array(text.utf8), to: path)
    }

    /// Writes the same of bytes that need not be a text.
    package static func write(bytes: [UInt8], to path: String) throws(Failure) {
        try makeFolder(of: path)
        let temporary = path + ".new"
        unlink(temporary)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = open(temporary, flags, 0o600)
        guard descriptor >= 0 else { throw failure("cannot write", temporary) }
        do throws(Failure) {
            try write(bytes, to: descriptor, temporary)
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
        _ bytes: [UInt8],
        to descriptor: Int32,
        _ path: String
    ) throws(Failure) {
        defer { close(descriptor) }
        var rest = bytes[...]
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

    /// Why no file can be made at this path, as a sentence; nil when one can be made.
    ///
    /// Found out with a folder that goes again at once: permissions do not tell it of file systems
    /// that take nothing.
    package static func obstacle(to path: String) -> String? {
        let folder = nearestFolder(of: path)
        let name = "/.tocsin-" + String(repeating: "X", count: 6)
        var template = Array((folder + name).utf8CString)
        guard mkdtemp(&template) != nil else {
            return "nothing can be made in \(folder): \(String(cString: strerror(errno)))"
        }
        rmdir(template)
        return nil
    }

    /// The folder that a path lies in, or the nearest above it that is there.
    package static func nearestFolder(of path: String) -> String {
        var rest = path[...]
        while let slash = rest.lastIndex(of: "/") {
            rest = rest[..<slash]
            if exists(String(rest)) { return String(rest) }
        }
        return path.hasPrefix("/") ? "/" : "."
    }

    private static func failure(_ what: String, _ path: String) -> Failure {
        Failure(message: "\(what) \(path): \(String(cString: strerror(errno)))")
    }
}
