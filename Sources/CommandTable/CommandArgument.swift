/// Something that a command is told: an argument, an option or a flag of the command line, and a
/// field of the form.
package struct CommandArgument: Sendable {
    /// The option's name without dashes, or the word for a positional argument.
    package let name: String
    /// How it is written on the command line.
    package let place: Place
    /// What its values are, for completions and choices.
    package let kind: Kind
    /// Whether the command line must give it.
    package let isRequired: Bool
    /// What stands for it before anything is typed.
    package let fill: Fill
    /// The field of the form; nil when the cursor or nothing gives it.
    package let field: Field?
    /// Whether several values may be given, and how they are written.
    package let many: Many
    /// The words that an empty field stands for.
    package let blank: [String]
    /// What is asked before the flag is given; nil when it is not a question.
    package let question: Question?

    /// How an argument is written on the command line.
    package enum Place: Sendable {
        /// Bare, in the order of the row.
        case positional
        /// As `--name value`.
        case option
        /// As `--name`.
        case flag
    }

    /// What values are.
    package enum Kind: Sendable {
        case text, duration, time, severity, status, cause, role, person, entry, number
        case incident, step, party, channel, signal, node, findingKind, maintenance, runbook
        case exception, reasonClass
        case change, answer
    }

    /// What stands for an argument before anything is typed.
    package enum Fill: Sendable, Equatable {
        /// Nothing.
        case nothing
        /// This text.
        case text(String)
        /// What the cursor is on; without it the command cannot be asked for by a key.
        case cursor(Slot)
        /// What the cursor is on, if anything.
        case cursorIfAny(Slot)
        /// One of a list, chosen first.
        case choice
    }

    /// What a cursor can be on, or the screen knows.
    package enum Slot: String, Sendable {
        case incident, step, party, signal, update, change
        /// Signals that nobody has taken note of.
        case newSignal
        /// The number and the text of the last line that the person wrote.
        case ownEntry, ownLine
        /// The person.
        case me
        /// The marked nodes, the one under the cursor, or those of the signal there.
        case nodes
        /// What is wrong with them, in one line, and since when.
        case trouble, troubleSince
        /// All channels of the fleet, how soon the next update is due, and the first checklist.
        case channels, updateInterval, runbook
        /// Each party of the fleet, for whom something is to be said.
        case parties
    }

    /// Whether several values may be given, and how.
    package enum Many: Sendable {
        /// Only one.
        case one
        /// Apart by commas in one value.
        case joined
        /// The argument again for each.
        case repeated
    }

    /// A text of a form.
    package struct Field: Sendable {
        /// The field's name.
        package let label: String
        /// What belongs there, shown while it is empty.
        package let hint: String
        /// Whether Alt+Enter starts a new line.
        package let isLong: Bool
        /// Whether it must not stay empty.
        package let isNeeded: Bool

        /// A field of this name.
        package init(_ label: String, hint: String, isLong: Bool = false, isNeeded: Bool = false) {
            self.label = label
            self.hint = hint
            self.isLong = isLong
            self.isNeeded = isNeeded
        }
    }

    /// What a person is asked before a flag is given for them.
    package struct Question: Sendable {
        /// The question.
        package let title: String
        /// What will be, in a sentence.
        package let consequence: String
        /// What `y` does, as in "y pass it".
        package let verb: String

        /// A question.
        package init(_ title: String, consequence: String, verb: String) {
            self.title = title
            self.consequence = consequence
            self.verb = verb
        }
    }

    private init(
        _ name: String,
        _ place: Place,
        _ kind: Kind,
        isRequired: Bool,
        fill: Fill,
        field: Field?,
        many: Many = .one,
        blank: [String] = [],
        question: Question? = nil
    ) {
        self.name = name
        self.place = place
        self.kind = kind
        self.isRequired = isRequired
        self.fill = fill
        self.field = field
        self.many = many
        self.blank = blank
        self.question = question
    }

    /// A bare argument.
    package static func positional(
        _ name: String,
        _ kind: Kind,
        isRequired: Bool = true,
        fill: Fill = .nothing,
        field: Field? = nil,
        many: Many = .one
    ) -> CommandArgument {
        CommandArgument(
            name,
            .positional,
            kind,
            isRequired: isRequired,
            fill: fill,
            field: field,
            many: many
        )
    }

    /// An option with a value; `blank` are the words that an empty field stands for.
    package static func option(
        _ name: String,
        _ kind: Kind,
        isRequired: Bool = false,
        fill: Fill = .nothing,
        field: Field? = nil,
        many: Many = .one,
        blank: [String] = []
    ) -> CommandArgument {
        CommandArgument(
            name,
            .option,
            kind,
            isRequired: isRequired,
            fill: fill,
            field: field,
            many: many,
            blank: blank
        )
    }

    /// A flag, which the screen gives only after a question.
    package static func flag(_ name: String, question: Question? = nil) -> CommandArgument {
        CommandArgument(
            name,
            .flag,
            .text,
            isRequired: false,
            fill: .nothing,
            field: nil,
            question: question
        )
    }

    /// The argument in the usage of its command.
    package var usage: String {
        let text: String
        switch place {
        case .positional: text = name.uppercased() + (many == .repeated ? "…" : "")
        case .option: text = "--\(name) \(kind)"
        case .flag: text = "--\(name)"
        }
        return isRequired ? text : "[\(text)]"
    }

    /// The incident that a command speaks of, which the cursor gives.
    package static let incident = option("incident", .incident, fill: .cursor(.incident))

    /// The incident that a command speaks of, if one is shown.
    package static let incidentIfAny = option("incident", .incident, fill: .cursorIfAny(.incident))
}
