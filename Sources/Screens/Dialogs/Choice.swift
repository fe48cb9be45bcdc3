package import CommandTable

/// A short list to choose one line from.
package struct Choice: Equatable, Sendable {
    /// What is chosen, in the border.
    package let title: String
    /// The lines in order.
    package let options: [Option]
    /// The line under the cursor.
    package var selection = 0

    /// One line of a choice and what it stands for.
    package struct Option: Equatable, Sendable {
        /// The words shown.
        package let label: String
        /// What happens when it is chosen.
        package let outcome: Outcome
        /// The digit that chooses it, the same whatever else is in the list; nil for its place.
        var digit: Int?
    }

    /// What a line stands for.
    package enum Outcome: Equatable, Sendable {
        case call(CommandCall)
        case drill(String)
        /// The theme of this name; nil is the one that fits the terminal.
        case theme(String?)
    }

    /// The digit that chooses a line; nil when none does.
    func digit(at place: Int) -> Int? {
        let digit = options[place].digit ?? place + 1
        return digit < 10 ? digit : nil
    }
}
