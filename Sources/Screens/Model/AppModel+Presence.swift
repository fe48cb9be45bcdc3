import Monitoring

// Who else is here, and what they are told of the person.
extension AppModel {
    /// What the person is at, as the others are told; empty when they only look.
    package var activity: String {
        switch dialog {
        case .form(let form): form.title.prefix(1).lowercased() + form.title.dropFirst()
        case .choice, .confirmation, .palette, .help, .entry: ""
        case nil: isComposing && !composer.text.isEmpty ? "writes a line" : ""
        }
    }

    /// Who else is here, the busy ones first: `arthur (update INC-0001), franck`.
    var colleagueWords: String {
        let busy = colleagues.filter { !$0.activity.isEmpty }
        let idle = colleagues.filter(\.activity.isEmpty)
        let words = busy.map { "\($0.name) (\($0.activity))" } + idle.map(\.name)
        return words.joined(separator: ", ")
    }
}
