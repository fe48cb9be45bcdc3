import Dispatch
import Glibc

/// Tells when a file of a folder of themes was written, moved or removed: inotify(7).
final class ThemeWatch: Sendable {
    /// May be used on any thread, though its type does not say so.
    private nonisolated(unsafe) let source: any DispatchSourceRead

    /// A watch of this folder; nil when there is no such folder, or the machine has no more
    /// watches.
    ///
    /// - Parameter tell: Is called on a thread of its own for each burst of changes.
    init?(folder: String, tell: @escaping @Sendable () -> Void) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        // A file that is still being written is not read: its end is what counts.
        let events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE
        guard inotify_add_watch(descriptor, folder, UInt32(events)) >= 0 else {
            close(descriptor)
            return nil
        }
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .global())
        source.setEventHandler {
            var bytes = [UInt8](repeating: 0, count: 4096)
            while read(descriptor, &bytes, bytes.count) > 0 {}
            tell()
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    deinit { source.cancel() }
}
