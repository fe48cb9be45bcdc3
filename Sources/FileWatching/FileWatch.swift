import Dispatch
import Glibc

/// Tells when files or folders change, so that nobody has to look at them again and again:
/// inotify(7).
package final class FileWatch: Sendable {
    private let descriptor: Int32
    /// May be used on any thread, though its type does not say so.
    private nonisolated(unsafe) let source: any DispatchSourceRead

    /// What of a path is watched.
    package enum Change: Sendable {
        /// Files of a folder that were written to their end, moved or removed.
        case entries
        /// Any write to a file.
        case writes
        /// That a file is moved or removed.
        case removal

        fileprivate var events: Int32 {
            switch self {
            // A file that is still being written is not read: its end is what counts.
            case .entries: IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE
            case .writes: IN_MODIFY
            case .removal: IN_MOVE_SELF | IN_DELETE_SELF | IN_ATTRIB
            }
        }
    }

    /// A watch of nothing yet; nil when the machine has no more of them.
    ///
    /// - Parameter tell: Is called on a thread of its own for each burst of changes.
    package init?(tell: @escaping @Sendable () -> Void) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .global())
        source.setEventHandler {
            // What happened is of no account: who is told looks for himself.
            var bytes = [UInt8](repeating: 0, count: 4096)
            while read(descriptor, &bytes, bytes.count) > 0 {}
            tell()
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    /// A watch of the files of a folder; nil when there is no such folder either.
    package convenience init?(folder: String, tell: @escaping @Sendable () -> Void) {
        self.init(tell: tell)
        guard watch(folder, for: .entries) else { return nil }
    }

    deinit { source.cancel() }

    /// Watches what bears a name now, besides what is watched already.
    ///
    /// - Returns: Whether there is such a file or folder.
    @discardableResult
    package func watch(_ path: String, for change: Change) -> Bool {
        inotify_add_watch(descriptor, path, UInt32(change.events)) >= 0
    }
}
