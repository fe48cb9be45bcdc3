import CProcess
import Glibc

/// An open file descriptor that is closed exactly once.
final class Descriptor: Sendable {
    let number: CInt

    init(_ number: CInt) {
        self.number = number
    }

    deinit { close(number) }

    /// Both ends of a pipe that no child inherits; nil when too many files are open.
    ///
    /// Its numbers are above those of the standard streams, so that putting one in the place of a
    /// standard stream never hits the other.
    static func pipe() -> (read: Descriptor, write: Descriptor)? {
        var ends: [CInt] = [-1, -1]
        guard cprocess_pipe(&ends) == 0 else { return nil }
        let (first, second) = (Descriptor(ends[0]), Descriptor(ends[1]))
        guard let read = first.aboveStandardStreams, let write = second.aboveStandardStreams else {
            return nil
        }
        return (read, write)
    }

    private var aboveStandardStreams: Descriptor? {
        guard number <= STDERR_FILENO else { return self }
        let other = fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
        return other < 0 ? nil : Descriptor(other)
    }

    func makeNonBlocking() {
        _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
    }

    /// What a read found.
    enum ReadOutcome: Equatable {
        case bytes(Int)
        /// Nothing now, perhaps later.
        case nothing
        /// Nothing any more.
        case end
    }

    /// Reads into a buffer; errors count as the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
        while true {
            let count = Glibc.read(number, buffer.baseAddress, buffer.count)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .nothing
            default: return .end
            }
        }
    }
}

/// Waits until one of these descriptors has something to say or the milliseconds are over (-1 for
/// ever); the numbers of those that have.
func readyDescriptors(of descriptors: [Descriptor], milliseconds: Int32) -> Set<CInt> {
    var watched = descriptors.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
    let count = poll(&watched, nfds_t(watched.count), milliseconds)
    guard count > 0 else { return [] }
    return Set(watched.filter { $0.revents != 0 }.map(\.fd))
}

/// Tells a thread that waits for descriptors that it should stop.
final class StopSignal: Sendable {
    let receiver: Descriptor
    private let sender: Descriptor

    /// Nil when too many files are open.
    init?() {
        guard let ends = Descriptor.pipe() else { return nil }
        (receiver, sender) = ends
    }

    func raise() {
        var byte: UInt8 = 1
        _ = write(sender.number, &byte, 1)
    }
}
