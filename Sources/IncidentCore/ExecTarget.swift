/// What an `exec` probe runs: a command and how its outcome is read.
package struct ExecTarget: Equatable, Sendable {
    /// The program and its arguments; no shell reads them.
    package var command: [String]

    /// A target of these parts.
    package init(command: [String]) {
        self.command = command
    }
}
