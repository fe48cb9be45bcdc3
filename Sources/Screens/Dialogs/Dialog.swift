package import CommandTable

/// Something that asks the person before anything else goes on.
package enum Dialog: Equatable, Sendable {
    case form(Form)
    case choice(Choice)
    case confirmation(Confirmation)
    case palette(Palette)
    case help(Help)
    case entry(EntryCard)

    /// Whether its box leaves nothing to be seen of the screen beneath.
    var fillsBody: Bool {
        switch self {
        case .help: true
        case .form, .choice, .confirmation, .palette, .entry: false
        }
    }
}

/// A few named texts to fill in.
package struct Form: Equatable, Sendable {
    /// What the form is for, in the border.
    package var title: String
    /// The fields in order.
    package var fields: [Field]
    /// The field being typed into.
    package var focus = 0
    /// What was wrong with the last try; nil before one.
    package var problem: String?
    /// What happens when it is sent.
    package let purpose: Purpose

    /// One text of a form.
    package struct Field: Equatable, Sendable {
        /// The field's name.
        package let label: String
        /// What belongs there, shown while it is empty.
        package let hint: String
        /// The text typed so far.
        package var editor: LineEditor
        /// Whether Alt+Enter starts a new line.
        package let isLong: Bool

        /// The argument of the command that it stands for; empty for none.
        let argument: String
        /// Whether it must not stay empty.
        let isNeeded: Bool

        init(
            _ label: String,
            _ text: String = "",
            hint: String = "",
            isLong: Bool = false,
            argument: String = "",
            isNeeded: Bool = false
        ) {
            self.label = label
            self.hint = hint
            editor = LineEditor(text)
            self.isLong = isLong
            self.argument = argument
            self.isNeeded = isNeeded
        }
    }

    /// What a form is filled in for.
    package enum Purpose: Equatable, Sendable {
        /// A command that changes the log, with what it is told besides the fields.
        case call(CommandCall)
        case endpoint
        case filter
    }

    /// Under what the texts are kept while they are not sent; nil when nothing is lost with them.
    let draftKey: Draft.Key?
    /// The texts that the form began with.
    let initialTexts: [String]

    init(_ title: String, purpose: Purpose, fields: [Field], draftKey: Draft.Key?) {
        self.title = title
        self.purpose = purpose
        self.fields = fields
        self.draftKey = draftKey
        initialTexts = fields.map(\.editor.text)
    }

    /// The texts typed so far, one a field.
    var texts: [String] { fields.map(\.editor.text) }

    /// Puts the texts of an earlier try in; false when the form has other fields now.
    mutating func fill(_ texts: [String]) -> Bool {
        guard texts.count == fields.count else { return false }
        for (place, text) in texts.enumerated() { fields[place].editor = LineEditor(text) }
        return true
    }

    /// The next field after a place that must not stay empty and is; nil when there is none.
    func firstMissing(after place: Int) -> Int? {
        fields.indices.first { $0 > place && fields[$0].isNeeded && fields[$0].editor.isBlank }
    }

    /// The text of the field at this place.
    func text(_ index: Int) -> String { fields[index].editor.text }
}
