/// What a `log` probe follows: a file or the output of a command.
package struct LogTarget: Equatable, Sendable {
    /// The path of the file that is followed.
    package var file: String

    /// A target of these parts.
    package init(file: String) {
        self.file = file
    }
}
