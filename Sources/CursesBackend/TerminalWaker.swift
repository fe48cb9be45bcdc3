import CNcurses
import Glibc
import Synchronization

/// Wakes the thread that waits for input, from any thread.
package struct TerminalWaker: Sendable {
    private let event = Event()

    /// Makes the current or else the next `wait` of the terminal return a `wake` event.
    ///
    /// Several calls before that count as one.
    package func wake() {
        if !event.isPending.exchange(true, ordering: .acquiringAndReleasing) {
            cn_event_signal(event.descriptor)
        }
    }

    var descriptor: Int32 { event.descriptor }

    /// Forgets the wake-ups so far; what they announce has to be looked at afterwards.
    func acknowledge() {
        cn_event_clear(event.descriptor)
        event.isPending.store(false, ordering: .sequentiallyConsistent)
    }

    private final class Event: Sendable {
        let descriptor = cn_event_open()
        let isPending = Atomic(false)

        deinit {
            close(descriptor)
        }
    }
}
