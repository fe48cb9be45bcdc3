package import EventStore
import Glibc

/// The bare file of a database: where it is, whether it can be used, and the folders to it.
package enum StoreFile {
    /// Whether there is anything at this path.
    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// The path without links; SQLite puts its side files beside the real file.
    package static func real(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Gives an open file free.
    package static func close(_ descriptor: Int32) {
        Glibc.close(descriptor)
    }

    /// Refuses what cannot be a store before SQLite touches it.
    package static func checkUsable(_ path: String, forWriting: Bool) throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .failed("\(path): \(reason())") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .notAStore(path: path, reason: "it is not a file")
        }
        guard access(path, forWriting ? R_OK | W_OK : R_OK) == 0 else {
            throw .failed("\(path): \(reason())")
        }
    }

    /// The folder of a file; the working folder is `.`.
    package static func folder(of path: String) -> String {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false)
            .dropLast().joined(separator: "/")
        return folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
    }

    /// Makes the folders that lead to a file (mode 0700); gives the last of them and those made.
    @discardableResult
    package static func createFolder(
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
    package static func syncFolder(_ path: String) {
        let descriptor = Glibc.open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        Glibc.close(descriptor)
    }

    /// Why the last call of the system failed, in its own words.
    package static func reason() -> String {
        String(cString: strerror(errno))
    }
}
