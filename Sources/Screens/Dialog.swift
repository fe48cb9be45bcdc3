package import IncidentLog
package import Primitives

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
        case openImpact(IncidentID?, PartyID)
        case correct(Entry)
        case endpoint
        case acknowledge(SignalID)
        case shelve(SignalID)
        case clearSignal(SignalID)
        case maintenance
        case filter
    }

    /// The texts that the form began with.
    let initialTexts: [String]

    init(_ title: String, purpose: Purpose, fields: [Field]) {
        self.title = title
        self.purpose = purpose
        self.fields = fields
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

    /// Under what the texts are kept while they are not sent; nil when nothing is lost with them.
    var draftKey: Draft.Key? {
        switch purpose {
        case .declare: .init(nil, "declare")
        case .update(let id): .init(id, "update")
        case .passStep(let id, let step): .init(id, "pass \(step)")
        case .failStep(let id, let step): .init(id, "fail \(step)")
        case .skipStep(let id, let step): .init(id, "skip \(step)")
        case .changeStatus(let id, let status): .init(id, "state \(status.rawValue)")
        case .changeLead(let id): .init(id, "lead")
        case .closeImpact(let party): .init(nil, "served again \(party)")
        case .acceptResidual(let party): .init(nil, "residual \(party)")
        case .openImpact(let id, let party): .init(id, "impact \(party)")
        case .correct(let entry): .init(entry.incident, "correct \(entry.id)")
        case .endpoint: .init(nil, Drafts.endpoint)
        case .acknowledge(let signal): .init(nil, "acknowledge \(signal)")
        case .shelve(let signal): .init(nil, "shelve \(signal)")
        case .clearSignal(let signal): .init(nil, "clear \(signal)")
        case .maintenance: .init(nil, "maintenance")
        case .filter: nil
        }
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
    /// The question.
    package let title: String
    /// What will be done, line by line.
    package let lines: [String]
    /// What `y` does, as in "y send it".
    package let verb: String
    /// What is done on yes.
    package let action: Action

    /// What is done on yes.
    package enum Action: Equatable, Sendable {
        /// The form is sent; a no goes back to its text.
        case send(Form)
        /// This is done; a no leaves everything as it is.
        case run(Effect)
    }
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
