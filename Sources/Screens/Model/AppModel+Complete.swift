import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Earlier lines, and the completion of words, in the line for the log.
extension AppModel {
    // MARK: Earlier lines

    /// What the person wrote before: what the log has of it, then what was sent here.
    private var earlierLines: [String] {
        let notes = entries.compactMap { entry -> String? in
            guard entry.actor.name == operatorName, entry.redaction == nil,
                case .timeline(.noted(let text)) = entry.event
            else { return nil }
            return text
        }
        var known: Set<String> = []
        let all = (notes + sentLines).reversed().filter { known.insert($0).inserted }
        return all.reversed()
    }

    /// Whether arrows go through the earlier lines: nothing is typed, or nothing was changed.
    var canRecall: Bool { composer.text.isEmpty || composer.text == recalled?.text }

    /// Shows an earlier line, or a later one; behind the last the line is empty again.
    mutating func recall(by step: Int) {
        let lines = earlierLines
        let place = max(0, (recalled?.place ?? lines.count) + step)
        guard lines.indices.contains(place) else {
            guard place >= lines.count, recalled != nil else { return }
            recalled = nil
            composer = LineEditor()
            return
        }
        recalled = RecalledLine(place: place, text: lines[place])
        composer = LineEditor(lines[place])
    }

    // MARK: Completion

    /// Completes the word before the cursor: `@` people, `#` nodes, `/` commands and what they
    /// take; Tab again goes on to the next.
    mutating func completeWord(by step: Int) {
        if var completion, !completion.words.isEmpty {
            let count = completion.words.count
            completion.place = (completion.place + step + count) % count
            put(completion)
            return
        }
        let text = composer.textBeforeCursor
        let begun = Self.lastWord(of: text)
        let words: [String]
        var length = begun.count
        if text.hasPrefix("/"), !text.contains(where: \.isNewline) {
            var palette = Palette()
            palette.editor = LineEditor(String(text.dropFirst()))
            palette = filled(palette)
            let isNaming = palette.usage == nil
            words = palette.rows.compactMap { row in
                switch row.outcome {
                case .command(let name): "/" + name
                case .word(let word): word
                case .place: nil
                }
            }
            if isNaming { length = text.count }
        } else if begun.hasPrefix("@") {
            words = names(like: begun, among: offered(.person)).map { "@" + $0 }
        } else if begun.hasPrefix("#") {
            words = names(like: begun, among: offered(.node))
        } else {
            show("Tab completes @people, #nodes and /commands", isProblem: false)
            return
        }
        guard !words.isEmpty else {
            show("nothing is called '\(begun)'", isProblem: true)
            return
        }
        put(Completion(words: words, length: length))
    }

    private func names(like begun: String, among rows: [PaletteRow]) -> [String] {
        PaletteRow.found(FuzzyQuery(String(begun.dropFirst())), in: rows).map(\.label)
    }

    private mutating func put(_ new: Completion) {
        var completion = new
        let word = completion.word + " "
        composer.replaceBeforeCursor(completion.length, with: word)
        completion.length = word.count
        self.completion = completion
    }

    // MARK: The person's own editor

    /// Has what is being typed written in the person's own editor.
    mutating func editLine() -> [Effect] {
        if case .form(let form) = dialog { return [.edit(form.fields[form.focus].editor.text)] }
        startComposing()
        return [.edit(composer.text)]
    }

    /// Takes in what was written in the person's own editor; it is not sent by that.
    mutating func take(edited text: String) {
        let text = text.hasSuffix("\n") ? String(text.dropLast()) : text
        if case .form(var form) = dialog {
            let isLong = form.fields[form.focus].isLong
            let joined = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            form.fields[form.focus].editor = LineEditor(isLong ? text : joined)
            dialog = .form(form)
        } else {
            composer = LineEditor(text)
            isComposing = true
        }
        keepDrafts()
    }
}
