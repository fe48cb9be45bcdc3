import Synchronization

/// What became of opening the log behind the screen.
final class Opening: Sendable {
    private let outcome = Mutex<Result<OpenedLog, TerminalApp.Failure>?>(nil)

    /// What was opened, or why not; nil while it is under way.
    var result: Result<OpenedLog, TerminalApp.Failure>? { outcome.withLock { $0 } }

    func end(_ result: Result<OpenedLog, TerminalApp.Failure>) { outcome.withLock { $0 = result } }
}
