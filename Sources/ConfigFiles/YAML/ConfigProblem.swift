/// A mistake in a file that a person wrote, with its place.
///
/// The message never holds the value of a secret or of an environment variable, nor a character
/// that could steer a terminal.
package struct ConfigProblem: Equatable, Sendable, CustomStringConvertible {
    /// The file's name as the caller gave it.
    package let file: String
    /// The line, from 1.
    package let line: Int
    /// The column in Unicode code points, from 1.
    package let column: Int
    /// What is wrong and what would be right.
    package let message: String
    /// Whether the file cannot be used before this is put right; a warning when false.
    package let isError: Bool

    /// A problem at this place.
    package init(file: String, line: Int, column: Int, message: String, isError: Bool) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.isError = isError
    }

    /// The problem in one line that editors can jump to, such as
    /// `fleet.yaml:5:12: 'every' must be a span such as 10s, not 'soon'`.
    package var description: String {
        "\(file):\(line):\(column): \(isError ? "" : "warning: ")\(message)"
    }
}
