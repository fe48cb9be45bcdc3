package import Primitives
import Glibc
import WireFormats

/// The time zones of this machine, by the files of the tz database.
///
/// The C library keeps one zone for the whole process, and changing it is not safe beside other
/// threads; so the files are read as they are.
package enum ZoneFolder {
    /// Where every distribution keeps them.
    private static let folder = "/usr/share/zoneinfo/"
    /// No file of a zone is larger than this.
    private static let limit = 65_536

    /// The zone of this name; nil when this machine has none.
    package static func zone(named name: String) -> ZoneRules? {
        if name == "UTC" { return .utc }
        let isName =
            name.utf8.count < 100 && !name.hasPrefix("/") && !name.contains("..")
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "/"), UInt8(ascii: "_"),
                    UInt8(ascii: "-"), UInt8(ascii: "+"):
                    true
                default: false
                }
            }
        guard isName, let bytes = read(folder + name), let file = ZoneFile(bytes.span) else {
            return nil
        }
        return ZoneRules(
            name: name,
            first: file.first,
            changes: file.changes.map { .init(at: $0.at, offset: $0.offset) }
        )
    }

    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 8192)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
        return nil
    }
}
