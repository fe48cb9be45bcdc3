/// How the screen asks for what a command needs.
///
/// In its texts, `{incident}`, `{step}` and the like
/// stand for what the cursor is on, and `{state}` and the like for an argument given already.
package struct CommandForm: Sendable {
    /// What the form is for, in its border.
    package let title: String
    /// Under what the texts typed are kept while they are not sent, besides the incident; nil when
    /// nothing is lost with them.
    package let draft: String?
    /// What is chosen first, in the border of the list.
    package let choice: String
    /// When the form is shown.
    package let opens: Opens
    /// What is asked before it is carried out; nil for nothing.
    package let preview: Preview?

    /// When a form is shown.
    package enum Opens: Sendable {
        /// Before anything is tried.
        case always
        /// Only when the command is refused for want of one of its fields.
        case whenNeeded
    }

    /// What a person reads before something goes out that cannot be taken back.
    package struct Preview: Sendable {
        /// The question.
        package let title: String
        /// What `y` does.
        package let verb: String

        /// A question with what is sent below it.
        package init(_ title: String, verb: String) {
            self.title = title
            self.verb = verb
        }
    }

    /// A form of this title.
    package init(
        _ title: String,
        draft: String?,
        choice: String = "",
        opens: Opens = .always,
        preview: Preview? = nil
    ) {
        self.title = title
        self.draft = draft
        self.choice = choice
        self.opens = opens
        self.preview = preview
    }

    /// No form: it is carried out at once, or after a choice.
    package static func none(choice: String = "") -> CommandForm {
        CommandForm("", draft: nil, choice: choice, opens: .whenNeeded)
    }
}
