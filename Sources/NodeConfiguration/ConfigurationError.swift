/// Why a text is not the configuration that it should be.
package struct ConfigurationError: Error, Equatable, Sendable {
    /// The line, from 1; nil when the text as a whole is wrong.
    package let line: Int?
    /// What is wrong; it never repeats a value, which may be a secret.
    package let message: String

    init(line: Int? = nil, _ message: String) {
        self.line = line
        self.message = message
    }

    /// The mistake in one line, such as `line 3: a key must be followed by '='`.
    package var sentence: String {
        line.map { "line \($0): \(message)" } ?? message
    }
}
