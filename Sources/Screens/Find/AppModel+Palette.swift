import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Commands that are typed: in the palette, and behind a slash in the line for the log.
extension AppModel {
    /// The command that a typed text names, and what it tells it: by its whole name, or by its
    /// last word when only one has it.
    func typedCall(_ text: String) -> (row: CommandRow, call: CommandCall)? {
        let words = CommandCall.words(in: text)
        guard let first = words.first else { return nil }
        let named = commands.filter { row in
            let name = row.name.lowercased().split(separator: " ").map(String.init)
            return words.count >= name.count
                && words.prefix(name.count).map { $0.lowercased() } == name
        }
        if let named = named.max(by: { $0.name.count < $1.name.count }) {
            let count = named.name.split(separator: " ").count
            return (named, CommandCall(named.name, typed: Array(words.dropFirst(count))))
        }
        let alike = commands.filter { $0.word == first.lowercased() }
        guard alike.count == 1, let row = alike.first else { return nil }
        return (row, CommandCall(row.name, typed: Array(words.dropFirst())))
    }

    mutating func openPalette(_ scope: Palette.Scope) {
        dialog = .palette(filled(Palette(scope)))
    }

    /// The palette with what matches what is typed into it now.
    func filled(_ palette: Palette) -> Palette {
        var palette = palette
        let text = palette.editor.text
        switch palette.scope {
        case .places:
            palette.list(for: "") { places }
            let found = PaletteRow.found(
                FuzzyQuery(text),
                in: palette.pool,
                byName: true
            )
            palette.rows = entryRow(numbered: text).map { [$0] + found } ?? found
        case .commands: fill(&palette, text)
        // What was found stays until the answer to the new words is there.
        case .entries: if palette.words.isEmpty { palette.rows = [] }
        }
        palette.selection = max(0, min(palette.selection, palette.rows.count - 1))
        return palette
    }

    private func fill(_ palette: inout Palette, _ text: String) {
        guard let (row, call) = typedCall(text), row.form != nil,
            !call.typed.isEmpty || text.last == " "
        else {
            palette.usage = nil
            palette.list(for: "") { commandRows }
            palette.rows = PaletteRow.found(FuzzyQuery(text), in: palette.pool)
            return
        }
        let usage = row.arguments.map(\.usage).joined(separator: " ")
        palette.usage = "\(row.title): \(row.name) \(usage)"
        let begun = Self.lastWord(of: text)
        let before = String(text.dropLast(begun.count))
        palette.list(for: before) { candidates(row, behind: before) }
        palette.rows =
            begun.hasPrefix("-")
            ? palette.pool.filter { $0.label.hasPrefix(begun) }
            : PaletteRow.found(
                FuzzyQuery(begun),
                in: palette.pool.filter { begun.isEmpty || !$0.label.hasPrefix("-") }
            )
    }

    /// All commands: those taken here last, then those of the place where the person is, then the
    /// others.
    private var commandRows: [PaletteRow] {
        let here = shown.context(self)
        func rank(_ row: CommandRow) -> Int {
            if let place = takenCommands.firstIndex(of: row.name) { return place }
            let isHere = here.map { !row.keys(in: $0).isEmpty } ?? false
            let isAnywhere = row.keys.isEmpty || !row.keys(in: .anywhere).isEmpty
            return takenCommands.count + (isHere ? 0 : isAnywhere ? 1 : 2)
        }
        let ranked = commands.enumerated().map { (rank: rank($1), place: $0, row: $1) }
        return ranked.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map {
            PaletteRow($0.row.name, $0.row.title, .command($0.row.name))
        }
    }

    mutating func handle(_ key: Key, in palette: Palette) -> [Effect] {
        var palette = palette
        switch key.code {
        case .up: palette.selection = max(0, palette.selection - 1)
        case .down:
            palette.selection = min(max(0, palette.rows.count - 1), palette.selection + 1)
        case .pageUp: palette.selection = max(0, palette.selection - 10)
        case .pageDown:
            palette.selection = min(max(0, palette.rows.count - 1), palette.selection + 10)
        case .tab:
            if let completed = completed(palette) { palette = completed }
        case .enter: return take(palette)
        default:
            if palette.editor.handle(key) {
                palette.selection = 0
                palette.problem = nil
                palette = filled(palette)
            }
        }
        dialog = .palette(palette)
        return []
    }

    /// Takes what is typed, or the line under the cursor.
    mutating func take(_ palette: Palette) -> [Effect] {
        guard palette.usage != nil, let (row, call) = typedCall(palette.editor.text) else {
            guard let selected = palette.selected else { return [] }
            dialog = nil
            switch selected.outcome {
            case .command(let name):
                noteTaken(name)
                return row(named: name).map { request($0) } ?? []
            case .place(.entry(let number)):
                showEntry(number, from: palette.scope == .entries ? palette : nil)
                return []
            case .place(let place): return go(to: place)
            case .word: return []
            }
        }
        // A value that is begun is finished first: nobody acts on what was only half said.
        if isBegunValue(palette, row), let completed = completed(palette) {
            dialog = .palette(completed)
            return []
        }
        dialog = nil
        noteTaken(row.name)
        guard !call.typed.isEmpty else { return request(row) }
        do throws(CommandProblem) {
            return try carryOut(call, row, from: palette)
        } catch {
            var palette = palette
            palette.problem = problem(error, with: call, row).message
            dialog = .palette(palette)
            past.waiting = past.missing.flatMap { _ in dialog }
            return []
        }
    }

    /// How many commands taken from the palette are remembered.
    static let takenLimit = 30

    /// Remembers that a command was taken by its name.
    mutating func noteTaken(_ name: String) {
        takenCommands.removeAll { $0 == name }
        takenCommands.insert(name, at: 0)
        if takenCommands.count > Self.takenLimit { takenCommands.removeLast() }
    }

    // MARK: Completion

    /// The palette with the line under the cursor put in: the name of a command, an option, or a
    /// value; nil when there is none.
    private func completed(_ palette: Palette) -> Palette? {
        guard let selected = palette.selected else { return nil }
        var palette = palette
        switch selected.outcome {
        case .command(let name): palette.editor = LineEditor("\(name) ")
        case .word(let word):
            let text = palette.editor.text
            let begun = Self.lastWord(of: text)
            palette.editor = LineEditor("\(text.dropLast(begun.count))\(word) ")
        case .place: return nil
        }
        palette.selection = 0
        palette.problem = nil
        return filled(palette)
    }

    /// Whether the last word is the beginning of a value out of a list, and none of the list.
    private func isBegunValue(_ palette: Palette, _ row: CommandRow) -> Bool {
        let begun = Self.lastWord(of: palette.editor.text)
        guard !begun.isEmpty, !begun.hasPrefix("-") else { return false }
        let words = palette.rows.compactMap { row -> String? in
            guard case .word(let word) = row.outcome, !word.hasPrefix("--") else { return nil }
            return word
        }
        return !words.isEmpty && !words.contains(begun)
    }

    /// What can follow the words typed so far: values, then options.
    func candidates(_ row: CommandRow, behind text: String) -> [PaletteRow] {
        let before = CommandCall.words(in: text)
        let call = typedCall(before.joined(separator: " "))?.call ?? CommandCall(row.name)
        if let last = before.last, last.hasPrefix("--"),
            let option = row.argument(String(last.dropFirst(2))), option.place == .option
        {
            return offered(option.kind)
        }
        let options = row.arguments.filter { $0.place != .positional }
            .filter { $0.many == .repeated || !call.hasTyped($0, of: row) }
            .map { PaletteRow("--\($0.name)", $0.field?.hint ?? "", .word("--\($0.name)")) }
        let bare = row.arguments.first {
            $0.place == .positional && ($0.many == .repeated || !call.hasTyped($0, of: row))
        }
        return (bare.map { offered($0.kind) } ?? []) + options
    }

    static func lastWord(of text: String) -> String {
        String(text.reversed().prefix { !$0.isWhitespace }.reversed())
    }
}
