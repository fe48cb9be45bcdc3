import FileWatching

/// Rings when any program notes an entry in the tip file of a log, or takes the log's file away.
///
/// The tip is written after the commit: who is woken by it finds the entry.
final class TipWatch: Sendable {
    private let log: String
    private let files: FileWatch

    /// A watch that watches from the first `renew` on; nil when the machine has no more of them.
    ///
    /// - Parameter ring: Is called on a thread of its own for each burst of changes.
    init?(besideLog log: String, ring: @escaping @Sendable () -> Void) {
        guard let files = FileWatch(tell: ring) else { return nil }
        self.log = log
        self.files = files
    }

    /// Watches the files that bear the names now; those that were made anew, too.
    func renew() {
        files.watch(TipFile.path(besideLog: log), for: .writes)
        files.watch(log, for: .removal)
    }
}
