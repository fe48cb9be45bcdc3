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
    /// What the command that is typed takes; nil while none is typed whole.
    var usage: String?

    /// What a palette looks through.
    enum Scope: Sendable {
        /// All commands, and what they can be told.
        case commands
        /// Nodes, steps, signals, parties, incidents, entries and screens.
        case places
    }

    init(_ scope: Scope = .commands) { self.scope = scope }

    /// Lists what there is to choose from, unless it is listed for this text already.
    mutating func list(for text: String, _ rows: () -> [PaletteRow]) {
        guard poolText != text else { return }
        pool = rows()
        poolText = text
    }

    /// The line under the cursor.
    var selected: PaletteRow? { rows.indices.contains(selection) ? rows[selection] : nil }

    /// What the palette is for, in its border.
    var title: String {
        switch scope {
        case .commands: "Commands"
        case .places: "Go to"
        }
    }
}
