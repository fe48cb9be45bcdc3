package import Logging
package import Primitives

/// Something in the background that went wrong, in words for a person.
package struct ReportedProblem: Equatable, Sendable {
    /// The part of the program that reports it, such as `history`.
    package let source: String
    /// How bad it is.
    package let level: Logger.Level
    /// What is wrong and, where anything can be done, what to do: nothing in it steers a terminal.
    package let text: String
    /// When it was reported first.
    package let since: Timestamp
    /// When it was reported last.
    package var at: Timestamp
    /// How often it was reported; at least once.
    package var count = 1

    /// Whether it is the same problem, reported again.
    func isSame(as other: ReportedProblem) -> Bool {
        source == other.source && level == other.level && text == other.text
    }
}
