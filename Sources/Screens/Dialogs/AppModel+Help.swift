import CellGrid
import CommandTable
import Primitives

/// What the help lists, all of it from the rows of the commands.
extension AppModel {
    mutating func openHelp() { dialog = .help(filled(Help())) }

    /// The help with what matches what is typed into it now.
    func filled(_ help: Help) -> Help {
        var help = help
        let text = help.editor.text.trimmed
        help.lines = text.isEmpty ? everyLine : lines(for: text)
        help.selection = help.line(from: 0, by: 1)
        return help
    }

    mutating func handle(_ key: Key, in help: Help) -> [Effect] {
        var help = help
        let page = max(1, size.height / 2)
        switch key.code {
        case .up: help.selection = help.line(from: help.selection - 1, by: -1)
        case .down, .tab: help.selection = help.line(from: help.selection + 1, by: 1)
        case .pageUp: help.selection = help.line(from: help.selection - page, by: -1)
        case .pageDown: help.selection = help.line(from: help.selection + page, by: 1)
        case .enter:
            guard let command = help.command, let row = row(named: command) else { return [] }
            dialog = nil
            return request(row)
        case .character("?") where help.editor.text.isEmpty, .function(1):
            dialog = nil
            return []
        default:
            if help.editor.handle(key) { help = filled(help) }
        }
        dialog = .help(help)
        return []
    }

    // MARK: What is listed

    /// The places in the order of the help: where the person is, everywhere, then the others.
    private var helpPlaces: [CommandRow.Context] {
        let here = contexts
        return here + CommandRow.Context.allCases.filter { !here.contains($0) && $0 != .welcome }
    }

    private var everyLine: [Help.Line] {
        var lines: [Help.Line] = []
        for place in helpPlaces {
            let rows = commands.rows(in: place)
            if rows.isEmpty { continue }
            let isHere = place == contexts.first && place != .anywhere
            lines += [.blank, .heading(isHere ? "Here: \(place.title)" : place.title)]
            lines += rows.map { line($0, in: place) }
        }
        let others = commands.filter(\.keys.isEmpty)
        if !others.isEmpty {
            lines += [.blank, .heading("By name, from \(keyText(.palette))")]
            lines += others.map { line($0, in: .anywhere) }
        }
        return Array(lines.dropFirst()) + [.blank, .heading("Marks and short forms")] + marks
    }

    private func line(_ row: CommandRow, in place: CommandRow.Context) -> Help.Line {
        let keys = row.keys(in: place).map(\.description).joined(separator: " ")
        return .command(row.name, keys: keys, place: place.title.lowercased())
    }

    /// What a typed key means in every place, then what has the typed words.
    private func lines(for text: String) -> [Help.Line] {
        var lines: [Help.Line] = []
        if let key = Key(text) {
            let meanings = helpPlaces.flatMap { place in
                commands.rows(for: key, in: place).map { line($0, in: place) }
            }
            if !meanings.isEmpty { lines = [.heading("The key \(key)")] + meanings }
        }
        let rows = commands.map { row in
            let keys = row.keys.map(\.description).joined(separator: " ")
            return PaletteRow(row.name, "\(row.title) \(keys)", .command(row.name))
        }
        let found = PaletteRow.found(FuzzyQuery(text), in: rows).compactMap { found in
            row(named: found.label).map { row in
                line(row, in: row.bindings.first?.context ?? .anywhere)
            }
        }
        if !found.isEmpty {
            if !lines.isEmpty { lines.append(.blank) }
            lines += [.heading("Commands")] + found
        }
        let fitting = marks.filter { line in
            guard case .mark(let mark, let meaning) = line else { return false }
            return mark.contains(text) || ListFilter(text)(meaning)
        }
        if !fitting.isEmpty { lines += [.blank, .heading("Marks and short forms")] + fitting }
        return lines
    }

    private var marks: [Help.Line] { Self.marks.map { .mark($0, $1) } }

    private static let marks: [(String, String)] = [
        ("●", "healthy"), ("◐", "something is wrong"), ("✗", "down, or failed"),
        ("?", "not known, or too old to count"), ("◌", "holds, not yet long enough"),
        ("✓", "passed, or delivered"), ("↺", "had passed and no longer holds"),
        ("▲ △", "signal raised, cleared"),
        ("*a", "node a is marked: what you do is done with all that are"),
        ("!!* !!", "critical signals that nobody has acknowledged, and those acknowledged"),
        ("!* !", "warnings that nobody has acknowledged, and those acknowledged"),
        ("△*16", "16 signals that are over and that nobody has acknowledged"),
        ("z ~", "signal shelved, suppressed by its cause or by planned work"),
        ("[+3]", "three more signals that this one explains"),
        ("+3 open", "three more incidents are open"),
        ("!!*+2", "the worst signal, and two more of its kind"),
        ("A:", "a capital before a signal is the key that lists them all"),
        ("≤v0.4", "the version is v0.4 or older: it says no more than what it lacks"),
        ("◆", "status update"), ("≠", "a fact changed"),
        ("↻ V", "on plots: the process restarted, its version changed"),
        ("╌", "on plots: a limit of the fleet file or of a step"),
        ("⠤ ⠤ ○", "on plots: the other nodes of the fleet, and their median"),
    ]
}
