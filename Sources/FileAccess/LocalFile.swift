import Glibc
package import Primitives

/// Small files of this machine, read whole.
package enum LocalFile {
    /// The bytes of a file.
    ///
    /// - Throws: why it cannot be read, in words with its path; `.tooLarge`. Nil stands for a
    ///   cancelled task.
    package static func read(
        _ path: String,
        limitBytes: Int
    ) async throws(FailureReason) -> [UInt8]? {
        let result = try await FileWork.run { stop in
            Result { () throws(FailureReason) in
                try readNow(path, limitBytes: limitBytes, stop)
            }
        }
        return try result?.get()
    }

    /// The drop-in files of a unit, by systemd's rules: of folders named after it with `.d`, those
    /// that end in `.conf`, in the order of their names; of equal names the administrator's counts
    /// (systemd.unit(5)).
    package static func dropIns(
        ofUnit path: String,
        limitBytes: Int
    ) async throws(FailureReason) -> [[UInt8]] {
        let result = try await FileWork.run { stop in
            Result { () throws(FailureReason) in
                try dropInPaths(of: path).map { path throws(FailureReason) in
                    try readNow(path, limitBytes: limitBytes, stop)
                }
            }
        }
        return try result?.get() ?? []
    }

    /// How many drop-in files a unit may have.
    private static let dropInLimit = 64

    private static func dropInPaths(of path: String) throws(FailureReason) -> [String] {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let folders =
            [path + ".d"]
            + ["/usr/lib", "/run", "/etc"].map {
                "\($0)/systemd/system/\(name).d"
            }
        var files: [String: String] = [:]
        for folder in folders {
            for file in names(in: folder) where file.hasSuffix(".conf") {
                files[file] = folder + "/" + file
            }
        }
        guard files.count <= dropInLimit else {
            throw .other("\(path) has more than \(dropInLimit) drop-in files")
        }
        return files.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory), names.count < 10_000 {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names
    }

    private static func readNow(
        _ path: String,
        limitBytes: Int,
        _ stop: FileWork.StopFlag
    ) throws(FailureReason) -> [UInt8] {
        // Without O_NONBLOCK a named pipe would hold the thread until somebody writes to it.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .unreadable(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path, status.st_mode) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while !stop.isRaised {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(path, errno)
            }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limitBytes else { throw .tooLarge(limitBytes: limitBytes) }
        }
        return bytes
    }
}

extension FailureReason {
    /// Why a file cannot be read, by the error number of the system.
    static func unreadable(_ path: String, _ code: CInt) -> Self {
        switch code {
        case ENOENT: .other("there is no file \(path)")
        case EACCES, EPERM: .other("no permission to read \(path)")
        default: .other("cannot read \(path): \(String(cString: strerror(code)))")
        }
    }

    static func notAFile(_ path: String, _ mode: mode_t) -> Self {
        .other(
            mode & S_IFMT == S_IFDIR ? "\(path) is a folder, not a file" : "\(path) is not a file"
        )
    }
}
