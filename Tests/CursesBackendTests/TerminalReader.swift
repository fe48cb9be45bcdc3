import CNcurses
import Dispatch
import Synchronization

/// Reads what arrives at the far side of a pseudo terminal on a thread of its own, so that a frame
/// may be larger than what the line holds.
final class TerminalReader: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isOver = false
    }

    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// Reads until `stop`.
    init(of pty: PseudoTerminal) {
        let descriptor = pty.descriptor
        DispatchQueue(label: "reader").async { [self] in
            var buffer = [UInt8](repeating: 0, count: 65536)
            while !state.withLock({ $0.isOver }) {
                let count = cn_pty_read(descriptor, &buffer, buffer.count, 10)
                guard count >= 0 else { break }
                guard count > 0 else { continue }
                state.withLock { $0.bytes += buffer.prefix(count) }
                arrived.signal()
            }
            ended.signal()
        }
    }

    /// Stops reading: the descriptor may be closed and used for something else then.
    func stop() {
        state.withLock { $0.isOver = true }
        ended.wait()
    }

    /// The next so many bytes; fewer if nothing comes for five seconds.
    func next(_ count: Int) -> [UInt8] {
        while state.withLock({ $0.bytes.count }) < count {
            guard arrived.wait(timeout: .now() + 5) == .success else { break }
        }
        return state.withLock { state in
            let bytes = Array(state.bytes.prefix(count))
            state.bytes.removeFirst(bytes.count)
            return bytes
        }
    }
}
