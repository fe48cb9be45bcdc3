import EventStore
package import FleetModel
import Glibc
import Primitives

/// The folder beside a log that keeps what proves its entries, each file under the digest of its
/// bytes: what the log names cannot be changed unseen, and one file kept twice is there once.
package struct EvidenceFolder: Sendable {
    /// Where it is.
    package let path: String

    /// The largest file kept: a day's log of a node, not a database.
    package static let limitBytes: Int64 = 64 << 20

    /// Why something could not be kept, or is not as it was kept.
    package struct Failure: Error, Equatable, Sendable {
        /// The sentence for a person.
        package let message: String
    }

    /// The folder of the log at this path.
    package init(ofStore path: String) {
        self.path = path + ".evidence"
    }

    /// Keeps the file of a path.
    ///
    /// - Throws: When it cannot be read, is no file, or is too large; nothing is kept then.
    package func keep(_ file: String) throws(Failure) -> EvidenceFile {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return try keep(try Self.read(Self.inHome(file)), as: name)
    }

    /// A path as people type it, whose `~` no shell has replaced.
    private static func inHome(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + path.dropFirst()
    }

    /// Keeps these bytes.
    ///
    /// - Throws: When they cannot be written.
    package func keep(_ bytes: [UInt8], as name: String) throws(Failure) -> EvidenceFile {
        let digest = sha256Hex(bytes)
        let place = self.place(of: digest)
        func isKept() -> Bool { (try? Self.read(place)).map(sha256Hex) == digest }
        if !isKept() {
            do throws(FileText.Failure) {
                try FileText.write(bytes: bytes, to: place)
            } catch {
                // Another program may have kept the same at the same time.
                guard isKept() else { throw Failure(message: error.message) }
            }
        }
        return EvidenceFile(digest: digest, name: name, bytes: Int64(bytes.count))
    }

    /// What is wrong with a file that the log names; nil when it is as it was kept.
    package func problem(of file: EvidenceFile) -> String? {
        do throws(Failure) {
            let bytes = try Self.read(place(of: file.digest))
            return sha256Hex(bytes) == file.digest
                ? nil : "evidence \(file.text) was changed in \(path)"
        } catch {
            return "evidence \(file.text) is not there: \(error.message)"
        }
    }

    /// Removes a file for good.
    package func remove(_ file: EvidenceFile) { unlink(place(of: file.digest)) }

    /// Where a file of this digest is kept.
    package func place(of digest: String) -> String {
        "\(path)/\(digest.prefix(2))/\(digest)"
    }

    private static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            throw Failure(message: "cannot read \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(message: "\(path) is no file")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(min(Int64(status.st_size), limitBytes)))
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(message: "cannot read \(path): \(String(cString: strerror(errno)))")
            }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limitBytes else {
                throw Failure(message: "\(path) is larger than \(limitBytes >> 20) MiB")
            }
        }
    }
}
