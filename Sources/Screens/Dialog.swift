package import IncidentCore

/// Something that asks the person before anything else goes on.
package enum Dialog: Equatable, Sendable {
    case form(Form)
    case choice(Choice)
    case confirmation(Confirmation)
    case palette(Palette)
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

        init(_ label: String, _ text: String = "", hint: String = "", isLong: Bool = false) {
            self.label = label
            self.hint = hint
            editor = LineEditor(text)
            self.isLong = isLong
        }
    }

    /// What a form is filled in for.
    package enum Purpose: Equatable, Sendable {
        case declare
        case update(IncidentID)
        case passStep(IncidentID, StepID)
        case failStep(IncidentID, StepID)
        case skipStep(IncidentID, StepID)
        case changeStatus(IncidentID, IncidentStatus)
        case changeLead(IncidentID)
        case closeImpact(PartyID)
        case acceptResidual(PartyID)
        case openImpact(PartyID)
        case correct(EntryID, IncidentID?)
        case endpoint
        case acknowledge(SignalID)
        case shelve(SignalID)
        case clearSignal(SignalID)
        case maintenance
        case filter
    }

    init(_ title: String, purpose: Purpose, fields: [Field]) {
        self.title = title
        self.purpose = purpose
        self.fields = fields
    }

    /// The text of the field at this place.
    func text(_ index: Int) -> String { fields[index].editor.text }
}

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
    }

    /// What a line stands for.
    package enum Outcome: Equatable, Sendable {
        case status(IncidentID, IncidentStatus)
        case severity(IncidentID, Severity)
        case incident(IncidentID)
        case impact(PartyID, open: Bool)
        case acceptResidual(PartyID)
        case retry(IncidentID, number: Int, ChannelID)
        case drill(String)
        case endMaintenance(MaintenanceID)
    }
}

/// A question that names what will be done; anything but `y` means no.
package struct Confirmation: Equatable, Sendable {
    /// What will be done, line by line.
    package let lines: [String]
    /// What is done on yes.
    package let effect: Effect
}

/// The list of all commands, narrowed by what is typed.
package struct Palette: Equatable, Sendable {
    /// What is typed.
    package var editor = LineEditor()
    /// The line under the cursor, among those that match.
    package var selection = 0

    /// The commands whose id or title contains every word typed.
    func matches(in model: AppModel) -> [CommandRow] {
        let words = editor.text.lowercased().split(separator: " ")
        return CommandTable.rows.filter { row in
            let haystack = "\(row.id.rawValue) \(row.title)".lowercased()
            return words.allSatisfy { haystack.contains($0) }
        }
    }
}
