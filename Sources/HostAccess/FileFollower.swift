import Glibc
import Primitives
import Synchronization

/// Follows a log file by its path: across renaming and new creation, truncation and deletion.
///
/// It begins at the end of a file that is there already, and at the start of one that comes
/// later. Nothing happens between two polls. Of lines longer than 4 KiB only the beginning is
/// kept. A file that was truncated in place between two polls and has grown beyond its old size
/// since is recognised by its bytes before the place that was reached.
package final class FileFollower: Sendable {
    private let state: Mutex<FollowedFile>

    /// A follower of the file at this path that reads so many bytes a poll; of more, the newest.
    package init(path: String, byteLimit: Int = 4 << 20) {
        state = Mutex(FollowedFile(path: path, byteLimit: byteLimit))
    }

    /// Reads what was written since the last poll.
    ///
    /// A file that does not answer, on a dead network file system for instance, holds up nobody
    /// longer than the deadline or the task's cancellation.
    package func poll(until deadline: HostDeadline) async -> FollowedLines {
        let taken = await HostThread.valueUnlessCancelled { [self] in
            state.withLockIfAvailable { $0.poll() }
        }
        if let taken, let lines = taken { return lines }
        var nothing = FollowedLines()
        nothing.problem = .timedOut(after: deadline.span)
        return nothing
    }
}

/// A file and the place in it that was reached.
private struct FollowedFile {
    private let path: String
    private let byteLimit: Int
    private var open: OpenFile?
    private var splitter = LineSplitter()
    /// Whether the next file is a new one, to be read from its start.
    private var isNextFileNew = false

    private struct OpenFile {
        let descriptor: Descriptor
        let device: dev_t
        let inode: ino_t
        var offset: Int
        /// The last bytes before the offset.
        var lastBytes: [UInt8] = []
    }

    private static let lastBytesLength = 64
    private static let chunkLength = 65_536

    init(path: String, byteLimit: Int) {
        self.path = path
        self.byteLimit = byteLimit
    }

    mutating func poll() -> FollowedLines {
        var taken = FollowedLines()
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            // The writer may keep the deleted file open, so it stays open here too.
            readOn(into: &taken)
            if code == ENOENT { isNextFileNew = true }
            taken.problem = Self.refusal(code, path)
            return taken
        }
        if let open, open.device != status.st_dev || open.inode != status.st_ino {
            readOn(into: &taken)
            splitter.finish(into: &taken.lines)
            self.open = nil
            isNextFileNew = true
            taken.restarts += 1
        }
        if open == nil { taken.problem = openFile() }
        readOn(into: &taken)
        return taken
    }

    /// Opens the file; returns why that is not possible.
    private mutating func openFile() -> FailureReason? {
        // Not blocking, for a pipe without a writer would never open.
        let number = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard number >= 0 else { return Self.refusal(errno, path) }
        let descriptor = Descriptor(number)
        var status = stat()
        guard fstat(number, &status) == 0 else { return Self.refusal(errno, path) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: return .other("\(path) is a folder, not a file")
        default: return .other("\(path) is not a regular file")
        }
        let size = Int(status.st_size)
        var file = OpenFile(
            descriptor: descriptor,
            device: status.st_dev,
            inode: status.st_ino,
            offset: isNextFileNew ? 0 : size
        )
        file.lastBytes = Self.lastBytes(of: descriptor, before: file.offset)
        splitter = LineSplitter()
        if let last = file.lastBytes.last, last != UInt8(ascii: "\n") {
            splitter.skipToNextLine()
        }
        open = file
        isNextFileNew = false
        return nil
    }

    /// Reads the open file to its end, or as much of its end as is read at a time.
    private mutating func readOn(into taken: inout FollowedLines) {
        guard var file = open else { return }
        defer { open = file }
        var status = stat()
        guard fstat(file.descriptor.number, &status) == 0 else { return }
        let size = Int(status.st_size)
        let written = status.st_mtim
        taken.writtenAt = Timestamp(
            milliseconds: Int64(written.tv_sec) * 1000 + Int64(written.tv_nsec) / 1_000_000
        )
        let isRewritten =
            size < file.offset
            || size > file.offset
                && Self.lastBytes(of: file.descriptor, before: file.offset) != file.lastBytes
        if isRewritten {
            file.offset = 0
            splitter = LineSplitter()
            taken.restarts += 1
        }
        guard size > file.offset else { return }
        if size - file.offset > byteLimit {
            taken.skippedBytes += size - byteLimit - file.offset
            file.offset = size - byteLimit
            splitter.skipToNextLine()
        }
        read(&file, upTo: size, into: &taken)
        file.lastBytes = Self.lastBytes(of: file.descriptor, before: file.offset)
    }

    private mutating func read(
        _ file: inout OpenFile,
        upTo size: Int,
        into taken: inout FollowedLines
    ) {
        withUnsafeTemporaryAllocation(byteCount: Self.chunkLength, alignment: 1) { buffer in
            while file.offset < size {
                let count = pread(
                    file.descriptor.number,
                    buffer.baseAddress,
                    min(buffer.count, size - file.offset),
                    off_t(file.offset)
                )
                guard count > 0 else { return }
                file.offset += count
                splitter.take(
                    UnsafeRawBufferPointer(rebasing: buffer[..<count]),
                    into: &taken.lines
                )
            }
        }
    }

    private static func lastBytes(of descriptor: Descriptor, before offset: Int) -> [UInt8] {
        let length = min(offset, lastBytesLength)
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            let start = off_t(offset - length)
            count = max(0, pread(descriptor.number, buffer.baseAddress, length, start))
        }
    }

    private static func refusal(_ code: CInt, _ path: String) -> FailureReason {
        switch code {
        case ENOENT, ENOTDIR: .other("no file \(path)")
        case EACCES, EPERM: .other("not allowed to read \(path)")
        case EMFILE, ENFILE: .other("too many files are open to read \(path)")
        default: .other("\(path) cannot be read: \(String(cString: strerror(code)))")
        }
    }
}
