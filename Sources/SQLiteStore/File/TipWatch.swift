import Dispatch
import Glibc

/// Rings when any program notes an entry in the tip file of a log, or takes the log's file away,
/// so that nobody has to look for it again and again: inotify(7).
///
/// The tip is written after the commit: who is woken by it finds the entry.
final class TipWatch: Sendable {
    private let log: String
    private let descriptor: Int32
    /// May be used on any thread, though its type does not say so.
    private nonisolated(unsafe) let source: any DispatchSourceRead

    /// A watch that watches from the first `renew` on; nil when the machine has no more of them.
    ///
    /// - Parameter ring: Is called on a thread of its own for each burst of changes.
    init?(besideLog log: String, ring: @escaping @Sendable () -> Void) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        self.log = log
        self.descriptor = descriptor
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .global())
        source.setEventHandler {
            // What happened is of no account: who is woken looks at the log itself.
            var bytes = [UInt8](repeating: 0, count: 4096)
            while read(descriptor, &bytes, bytes.count) > 0 {}
            ring()
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    deinit { source.cancel() }

    /// Watches the files that bear the names now; those that were made anew, too.
    func renew() {
        inotify_add_watch(descriptor, TipFile.path(besideLog: log), UInt32(IN_MODIFY))
        inotify_add_watch(descriptor, log, UInt32(IN_MOVE_SELF | IN_DELETE_SELF | IN_ATTRIB))
    }
}
