import FileAccess
import Glibc

/// The folder beside a log that holds the newest call of each heartbeat, one small file for each.
///
/// Calls come from many programs, at a pace that a log for people must not keep: only what follows
/// from them, a signal and its end, becomes an entry. A file is replaced as a whole, so nobody
/// waits for anybody, and the log need not be opened.
package struct HeartbeatFolder: Sendable {
    /// The fleet that is watched; nil when it is not known, as where its file cannot be read.
    ///
    /// Fleets that share a log may have heartbeats of one name.
    private let fleet: String?
    private let path: String
    private let now: @Sendable () -> HeartbeatMoment

    /// The folder beside the log at this path: `log.sqlite` has `log.heartbeats` beside it.
    package init(
        besideLog log: String,
        fleet: String?,
        now: @escaping @Sendable () -> HeartbeatMoment = { .now }
    ) {
        let ending = ".sqlite"
        let stem = log.hasSuffix(ending) ? String(log.dropLast(ending.count)) : log
        path = stem + ".heartbeats"
        self.fleet = fleet
        self.now = now
    }

    /// Why a call could not be written or read.
    package struct Failure: Error, Sendable {
        /// The sentence for a person.
        package let message: String
    }

    /// The present moment.
    var moment: HeartbeatMoment { now() }

    /// Writes down that a heartbeat called; it is on the disk when this returns.
    /// - Throws: `Failure` when it cannot be written.
    @discardableResult
    package func call(
        _ name: String,
        _ outcome: HeartbeatCall.Outcome
    ) throws(Failure) -> HeartbeatCall {
        let call = HeartbeatCall(at: now(), outcome)
        try write(call, to: try file(name, of: fleet), isNew: false)
        return call
    }

    /// The newest call of a heartbeat.
    ///
    /// The first time that somebody looks for one that has never called, it is written down since
    /// when it is awaited.
    func newest(of name: String) throws(Failure) -> HeartbeatCall {
        let own = try file(name, of: fleet)
        // Who could not read the fleet file knew only the name.
        let nameless = fleet == nil ? nil : try read(file(name, of: nil))
        let calls = [try read(own), nameless].compactMap { $0 }
        if let newest = calls.min(by: { $0.at.age(at: now()) < $1.at.age(at: now()) }) {
            return newest
        }
        let call = HeartbeatCall(at: now(), .awaited)
        try write(call, to: own, isNew: true)
        return try read(own) ?? call
    }

    // MARK: Files

    private static let limitBytes = 4096
    /// Longer names are refused by the usual file systems.
    private static let nameLimitBytes = 200

    private func file(_ name: String, of fleet: String?) throws(Failure) -> String {
        let file = Self.encoded(name) + (fleet.map { "@" + Self.encoded($0) } ?? "")
        guard file.utf8.count <= Self.nameLimitBytes, !name.isEmpty else {
            throw Failure(message: "the name of the heartbeat is empty or too long")
        }
        return path + "/" + file
    }

    /// A name as a part of that of a file: other characters than these by their bytes in
    /// hexadecimal.
    private static func encoded(_ name: String) -> String {
        name.utf8.enumerated().reduce(into: "") { text, byte in
            switch byte.element {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                text.unicodeScalars.append(Unicode.Scalar(byte.element))
            case UInt8(ascii: ".") where byte.offset > 0: text += "."
            default:
                let digits = String(byte.element, radix: 16)
                text += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
    }

    private func read(_ file: String) throws(Failure) -> HeartbeatCall? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("cannot read", file)
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.limitBytes)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw failure("cannot read", file) }
        guard let call = HeartbeatCall(text: String(decoding: bytes[..<count], as: UTF8.self))
        else { throw Failure(message: "\(file) is damaged; the next call writes it anew") }
        return call
    }

    /// Writes a file whole, or not at all; one that is to be new yields to one that is there.
    private func write(_ call: HeartbeatCall, to file: String, isNew: Bool) throws(Failure) {
        try makeFolder(path)
        let temporary = "\(path)/.\(getpid())-\(UInt64.random(in: 0 ... .max))"
        // Those who call may be others than those who watch; the folder is the owner's.
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(temporary, flags, 0o644)
        guard descriptor >= 0 else { throw failure("cannot write", temporary) }
        let bytes = Array(call.text.utf8)
        let isWritten =
            bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            == bytes.count && fsync(descriptor) == 0
        let problem = failure("cannot write", temporary)
        close(descriptor)
        defer { unlink(temporary) }
        guard isWritten else { throw problem }
        let isInPlace =
            isNew
            ? link(temporary, file) == 0 || errno == EEXIST : rename(temporary, file) == 0
        guard isInPlace else { throw failure("cannot write", file) }
        syncFolder()
    }

    /// The new name of a file is on the disk only once its folder is.
    private func syncFolder() {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private func makeFolder(_ folder: String) throws(Failure) {
        guard access(folder, F_OK) != 0 else { return }
        if let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
            try makeFolder(String(folder[..<slash]))
        }
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw failure("cannot make the folder", folder)
        }
    }

    private func failure(_ what: String, _ path: String) -> Failure {
        Failure(message: "\(what) \(path): \(String(cString: strerror(errno)))")
    }
}
