import FoundationEssentials
import Testing

/// A folder of one test, removed with everything in it.
package final class TemporaryFolder: Sendable {
    /// Where it is, without a slash at the end.
    package let path: String

    /// An empty folder of a new name.
    package init() throws {
        let name = "tocsin-test-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let parent = FileManager.default.temporaryDirectory.path
        path = (parent.hasSuffix("/") ? parent : parent + "/") + name
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of something in it.
    package func path(_ name: String) -> String { "\(path)/\(name)" }

    /// What lies in it, or in a folder of it, sorted.
    package func names(_ folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
    }

    /// Mode bits of a file, such as 0o600.
    package func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
        return try #require(attributes[.posixPermissions] as? Int)
    }

    /// The bytes of a file in it.
    package func bytes(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(filePath: path(name))))
    }

    /// Writes a file into it, and gives its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(filePath: path(name)))
        return path(name)
    }

    /// Writes a text into it, and gives its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    /// Gives something in it another name.
    package func rename(_ name: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: path(name), toPath: path(other))
    }

    /// Takes something out of it.
    package func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path(name))
    }
}
