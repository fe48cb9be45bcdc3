import CommandTable

/// A list that is narrowed by what is typed: of all commands, or of all places to go to.
///
/// A command with its arguments, as on the command line, is carried out as it stands there.
package struct Palette: Equatable, Sendable {
    /// What is looked through.
    let scope: Scope
    /// What is typed.
    package var editor = LineEditor()
    /// The line under the cursor, among those that match.
    package var selection = 0
    /// What was wrong with the last try; nil before one.
    package var problem: String?
    /// What there is to choose from, and for which text it was listed.
    var pool: [PaletteRow] = []
    var poolText: String?
    /// What of it matches what is typed, the best first.
    var rows: [PaletteRow] = []
    /// The words that the rows are the answer to; nil before the first answer.
    var answeredWords: [String]?
    /// What the command that is typed takes; nil while none is typed whole.
    var usage: String?

    /// What a palette looks through.
    enum Scope: Sendable {
        /// All commands, and what they can be told.
        case commands
        /// Nodes, steps, signals, parties, incidents, entries and screens.
        case places
        /// The entries of all incidents.
        case entries
    }

    init(_ scope: Scope = .commands) { self.scope = scope }

    /// Lists what there is to choose from, unless it is listed for this text already.
    mutating func list(for text: String, _ rows: () -> [PaletteRow]) {
        guard poolText != text else { return }
        pool = rows()
        poolText = text
    }

    /// What is searched for in the log.
    var words: [String] { editor.text.split(separator: " ").map(String.init) }

    /// What is said when there is no row.
    var emptyWords: String {
        switch scope {
        case .commands, .places: "nothing is called that"
        case .entries:
            words.isEmpty
                ? "type words: entries of all incidents that have them, the newest first"
                : answeredWords == words ? "no entry has that" : "searching…"
        }
    }

    /// The line under the cursor.
    var selected: PaletteRow? { rows.indices.contains(selection) ? rows[selection] : nil }

    /// What the palette is for, in its border.
    var title: String {
        switch scope {
        case .commands: "Commands"
        case .places: "Go to"
        case .entries: "Search the log"
        }
    }
}
