import Glibc

/// Where files lie: the fleet file, the event store, the folders of drills.
package struct Places: Sendable {
    /// The fleet file read when none is named.
    package let fleetFile: String
    /// The event store used when none is named.
    package let store: String
    /// The folder that holds one folder for each drill.
    package let drills: String
    /// The folder of the user's own themes.
    package let themes: String

    /// The places of this environment: `$TOCSIN_HOME` when it is set, else the XDG folders.
    ///
    /// XDG Base Directory Specification 0.8: configuration in `$XDG_CONFIG_HOME` or
    /// `~/.config`, state in `$XDG_STATE_HOME` or `~/.local/state`.
    package init(environment: [String: String]) {
        func folder(_ variable: String, _ fallback: String) -> String {
            if let home = environment["TOCSIN_HOME"], !home.isEmpty { return home }
            // The specification has relative paths ignored.
            if let path = environment[variable], path.hasPrefix("/") { return path + "/tocsin" }
            return (environment["HOME"] ?? "/tmp") + "/" + fallback + "/tocsin"
        }
        let configuration = folder("XDG_CONFIG_HOME", ".config")
        let state = folder("XDG_STATE_HOME", ".local/state")
        fleetFile = configuration + "/fleet.yaml"
        themes = configuration + "/themes"
        store = state + "/log.sqlite"
        drills = state + "/drills"
    }
}

/// Reading and writing whole small files.
package enum FileText {
    /// Why a file could not be read or written.
    package struct Failure: Error, Sendable {
        /// The sentence for a person.
        package let message: String
    }

    /// The largest file read: a fleet file is far smaller.
    private static let limitBytes = 4 << 20

    /// Whether something is at this path.
    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// The text of a file; broken UTF-8 is replaced.
    package static func read(_ path: String) throws(Failure) -> String {
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
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes a file whole, or not at all; folders that are missing are made.
    package static func write(_ text: String, to path: String) throws(Failure) {
        try makeFolder(of: path)
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("cannot write", temporary) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                let problem = failure("cannot write", temporary)
                close(descriptor)
                throw problem
            }
            rest = rest.dropFirst(count)
        }
        close(descriptor)
        guard rename(temporary, path) == 0 else { throw failure("cannot write", path) }
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
