import Glibc

/// A process of this machine as `/proc/PID/stat` has it; the fields are those of proc(5).
struct ProcessStatus {
    let id: pid_t
    let parent: pid_t
    let group: pid_t
    /// When it was started, in ticks since the machine was.
    let start: UInt64
    /// Whether it has not ended: who has ended and was not collected yet is a line in a table.
    let isRunning: Bool

    /// Nil when there is no such process, or no `/proc`.
    init?(of process: pid_t) {
        guard let bytes = SmallFile.read("/proc/\(process)/stat", limitBytes: 4096) else {
            return nil
        }
        let text = String(decoding: bytes, as: UTF8.self)
        // The name of the program stands in brackets and may hold anything, brackets too.
        guard let name = text.lastIndex(of: ")") else { return nil }
        let fields = text[name...].split(separator: " ").dropFirst()
        guard fields.count > Self.startPlace,
            let parent = pid_t(fields[fields.startIndex + 1]),
            let group = pid_t(fields[fields.startIndex + 2]),
            let start = UInt64(fields[fields.startIndex + Self.startPlace])
        else { return nil }
        id = process
        self.parent = parent
        self.group = group
        self.start = start
        isRunning = !["Z", "X", "x"].contains(fields[fields.startIndex])
    }

    /// The place of the start among the fields behind the name: it is the 22nd of all.
    private static let startPlace = 19

    /// All processes that can be seen.
    static func all() -> [Self] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var found: [Self] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let process = pid_t(name), let status = Self(of: process) { found.append(status) }
        }
        return found
    }
}
