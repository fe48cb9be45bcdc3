import Dispatch
import EventStore
import Glibc
import Synchronization

/// The newest acknowledged entry, kept in a small file beside the log (`log.sqlite-tip`).
///
/// SQLite cannot know that its `-wal` was deleted, or that the file is a copy of last week: what
/// remains is a whole log that is too short. This file tells. Its rules:
/// - It is written after each commit and before anybody is told of it, so it is never ahead of
///   what was acknowledged; after a crash between the two it is behind, which does no harm.
/// - Of several programs that write at once, the one with the higher number wins; a lock of the
///   file orders them.
/// - The log must hold its entry, with its hash. Where the log ends before, entries are missing.
/// - A file that is absent or unreadable tells nothing; the next writer makes it anew.
///
/// The write goes to the kernel at once, so that it outlives the program; it is forced to the disk
/// after a second and at the close. So a lost power costs it at most a second, which leaves it
/// behind, while a second flush at each append would halve the rate of appends.
final class TipFile: Sendable {
    /// What the file says.
    enum Content: Equatable, Sendable {
        case none
        case unreadable
        case tip(sequence: Int64, hash: String)
    }

    private struct State {
        var descriptor: Int32 = -1
        var isDirty = false
        var isSyncPlanned = false
        var isClosed = false
    }

    private static let syncDelay: DispatchTimeInterval = .seconds(1)

    private let path: String
    private let state = Mutex(State())

    /// The file beside the log at this path, which has no links in it.
    init(besideLog log: String) {
        path = Self.path(besideLog: log)
    }

    deinit { close() }

    /// Where the file of a log is.
    static func path(besideLog log: String) -> String { log + "-tip" }

    /// What the file says at this moment.
    static func read(besideLog log: String) -> Content {
        let descriptor = open(
            path(besideLog: log),
            O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        )
        guard descriptor >= 0 else { return errno == ENOENT ? .none : .unreadable }
        defer { Glibc.close(descriptor) }
        return content(of: descriptor)
    }

    /// Notes the newest entry, unless the file knows of a newer one.
    ///
    /// Nothing is thrown: the entry is in the log, and a note that failed leaves the file behind.
    func advance(to tip: ChainTip) {
        guard tip.sequence > 0 else { return }
        state.withLock { state in
            guard !state.isClosed, openFile(&state) else { return }
            guard flock(state.descriptor, LOCK_EX) == 0 else { return }
            defer { flock(state.descriptor, LOCK_UN) }
            if case .tip(let sequence, let hash) = Self.content(of: state.descriptor),
                sequence > tip.sequence || sequence == tip.sequence && hash == tip.hash
            {
                return
            }
            write(Self.text(tip), to: state.descriptor)
            state.isDirty = true
            planSync(&state)
        }
    }

    /// Tells others that a program writes to the log, for as long as this one has the file open:
    /// a write-ahead log that lies there is then in use and not left behind.
    func announceWriter() {
        state.withLock { state in
            guard !state.isClosed, openFile(&state) else { return }
            var lock = Self.lock(F_RDLCK)
            _ = fcntl(state.descriptor, Self.setLock, &lock)
        }
    }

    /// Whether a program is there that writes to the log at this path.
    static func hasWriter(besideLog log: String) -> Bool {
        let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let descriptor = open(path(besideLog: log), flags)
        guard descriptor >= 0 else { return false }
        defer { Glibc.close(descriptor) }
        var lock = Self.lock(F_WRLCK)
        return fcntl(descriptor, getLock, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
    }

    // Locks of an open file, which a close elsewhere in the process does not take away:
    // F_OFD_GETLK and F_OFD_SETLK of fcntl(2).
    private static let getLock: Int32 = 36
    private static let setLock: Int32 = 37

    /// A lock of the first byte.
    private static func lock(_ kind: Int32) -> flock {
        var lock = flock()
        lock.l_type = Int16(kind)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_len = 1
        return lock
    }

    /// Forces what was noted to the disk and gives the file free.
    func close() {
        state.withLock { state in
            state.isClosed = true
            guard state.descriptor >= 0 else { return }
            if state.isDirty { fdatasync(state.descriptor) }
            Glibc.close(state.descriptor)
            state.descriptor = -1
        }
    }

    private func openFile(_ state: inout State) -> Bool {
        var status = stat()
        if state.descriptor >= 0 {
            if fstat(state.descriptor, &status) == 0, status.st_nlink > 0 { return true }
            Glibc.close(state.descriptor)
        }
        let flags = O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        state.descriptor = open(path, flags, 0o600)
        return state.descriptor >= 0
    }

    private func planSync(_ state: inout State) {
        guard !state.isSyncPlanned else { return }
        state.isSyncPlanned = true
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.syncDelay) { [weak self] in
            self?.sync()
        }
    }

    private func sync() {
        // A copy of the descriptor: a flush may take long, and appends must not wait for it.
        let copy: Int32 = state.withLock { state in
            state.isSyncPlanned = false
            guard state.isDirty, state.descriptor >= 0 else { return -1 }
            state.isDirty = false
            return fcntl(state.descriptor, F_DUPFD_CLOEXEC, 0)
        }
        guard copy >= 0 else { return }
        fdatasync(copy)
        Glibc.close(copy)
    }

    // MARK: The form

    private static let heading = "tocsin tip 1"

    /// The whole file, always of one length: a heading, sequence and hash, the digest of both.
    private static func text(_ tip: ChainTip) -> [UInt8] {
        let digits = String(tip.sequence)
        let padded = String(repeating: "0", count: max(0, 19 - digits.count)) + digits
        let line = "\(heading) \(padded) \(tip.hash)"
        return Array("\(line)\n\(sha256Hex(Array(line.utf8)))\n".utf8)
    }

    private static func content(of descriptor: Int32) -> Content {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        // A file just made has nothing in it yet.
        guard count > 0 else { return count == 0 ? .none : .unreadable }
        let lines = String(decoding: bytes.prefix(count), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 3, lines[1] == sha256Hex(Array(lines[0].utf8)) else {
            return .unreadable
        }
        let words = lines[0].split(separator: " ")
        guard words.count == 5, words.prefix(3).joined(separator: " ") == heading,
            let sequence = Int64(words[3]), sequence > 0
        else { return .unreadable }
        return .tip(sequence: sequence, hash: String(words[4]))
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            done += count
        }
    }
}
