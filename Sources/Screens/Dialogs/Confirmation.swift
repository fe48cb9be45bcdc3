package import CommandTable

/// A question that names what will be done, and to whom.
///
/// Its cursor begins on Cancel: Enter by itself does nothing.
package struct Confirmation: Equatable, Sendable {
    /// The question.
    package let title: String
    /// What will be done, line by line.
    package let lines: [String]
    /// What yes does, as in "send it to discord".
    package let verb: String
    /// What is done on yes.
    package let action: Action
    /// Whether the cursor is on what will be done.
    package var isOnVerb = false
    /// How many rows are scrolled out above the box.
    var scroll = 0

    /// What is done on yes.
    package enum Action: Equatable, Sendable {
        /// The form is sent, with this flag if any; a no goes back to its text.
        case send(Form, giving: String?)
        /// This is done; a no leaves everything as it is.
        case call(CommandCall)
        /// What was typed is carried out; a no goes back to the words.
        case typed(CommandCall, Palette?)
    }

    /// The key that means yes wherever the cursor is.
    static let yes: Character = "y"
    /// What no leads to.
    var refusalWord: String {
        switch action {
        case .send: "Back to the text"
        case .call, .typed: "Cancel"
        }
    }
}
