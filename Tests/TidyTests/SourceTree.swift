import Glibc

/// The project's own files, read once.
struct SourceTree {
    /// A Swift file: its path from the top of the project, and its lines.
    struct File {
        let path: String
        let lines: [String]

        /// The target it belongs to: the folder below `Sources` or `Tests`.
        var target: String {
            let parts = path.split(separator: "/")
            return parts.count > 1 ? String(parts[1]) : ""
        }

        var isSource: Bool { path.hasPrefix("Sources/") }
    }

    /// The folder that holds `Package.swift`.
    static let top = String(#filePath.dropLast("/Tests/TidyTests/SourceTree.swift".count))

    /// Every Swift file of the project, in a stable order.
    static let swiftFiles: [File] =
        paths(below: "Sources").filter(isSwift).map(read)
        + paths(below: "Tests").filter(isSwift).map(read)

    /// Every file of the project that people wrote, whatever its kind.
    static let allPaths: [String] =
        entries(of: "").filter { !$0.hasPrefix(".build") && $0 != ".git" }.flatMap { name in
            isFolder(name) ? paths(below: name) : [name]
        }

    private static func isSwift(_ path: String) -> Bool { path.hasSuffix(".swift") }

    private static func read(_ path: String) -> File {
        File(
            path: path,
            lines: text(of: path).split(separator: "\n", omittingEmptySubsequences: false).map(
                String.init
            )
        )
    }

    /// The text of a file of the project.
    static func text(of path: String) -> String {
        guard let file = fopen(top + "/" + path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(top + "/" + path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func paths(below folder: String) -> [String] {
        entries(of: folder).sorted().flatMap { name in
            let path = folder + "/" + name
            return isFolder(path) ? paths(below: path) : [path]
        }
    }

    private static func entries(of folder: String) -> [String] {
        guard let directory = opendir(top + "/" + folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
