import CommandTable

/// The list of all commands, narrowed by what is typed; a command with its arguments, as on the
/// command line, is carried out as it stands there.
package struct Palette: Equatable, Sendable {
    /// What is typed.
    package var editor = LineEditor()
    /// The line under the cursor, among those that match.
    package var selection = 0
    /// What was wrong with the last try; nil before one.
    package var problem: String?

    /// Whether a command is typed whole: what it takes is shown instead of the commands.
    func isTelling(in model: AppModel) -> Bool {
        guard let (row, call) = model.typedCall(editor.text), row.form != nil else { return false }
        return !call.typed.isEmpty || editor.text.last == " "
    }

    /// The commands whose name or title contains every word typed; the one that is typed with
    /// arguments.
    func matches(in model: AppModel) -> [CommandRow] {
        if let (row, call) = model.typedCall(editor.text), !call.typed.isEmpty { return [row] }
        let words = editor.text.lowercased().split(separator: " ")
        return model.commands.filter { row in
            let haystack = "\(row.name) \(row.title)".lowercased()
            return words.allSatisfy { haystack.contains($0) }
        }
    }
}
