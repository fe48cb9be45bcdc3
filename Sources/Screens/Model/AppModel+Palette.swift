import FleetModel
import CellGrid
import CommandTable
import IncidentLog
import Primitives

/// Commands that are typed: in the palette, and behind a slash in the line for the log.
extension AppModel {
    /// The command that a typed text names, and what it tells it: by its whole name, or by its
    /// last word when only one has it.
    func typedCall(_ text: String) -> (row: CommandRow, call: CommandCall)? {
        let words = CommandCall.words(in: text)
        guard let first = words.first else { return nil }
        let named = commands.first { row in
            let name = row.name.lowercased().split(separator: " ").map(String.init)
            return words.count >= name.count
                && words.prefix(name.count).map { $0.lowercased() } == name
        }
        if let named {
            let count = named.name.split(separator: " ").count
            return (named, CommandCall(named.name, typed: Array(words.dropFirst(count))))
        }
        let alike = commands.filter { $0.word == first.lowercased() }
        guard alike.count == 1, let row = alike.first else { return nil }
        return (row, CommandCall(row.name, typed: Array(words.dropFirst())))
    }

    mutating func handle(_ key: Key, in palette: Palette) -> [Effect] {
        var palette = palette
        let matches = palette.matches(in: self)
        switch key.code {
        case .up: palette.selection = max(0, palette.selection - 1)
        case .down: palette.selection = min(max(0, matches.count - 1), palette.selection + 1)
        case .tab:
            if let completed = completion(palette, matches) {
                palette.editor = LineEditor(completed)
                palette.selection = 0
            }
        case .enter: return take(palette, matches)
        default:
            if palette.editor.handle(key) {
                palette.selection = 0
                palette.problem = nil
            }
        }
        dialog = .palette(palette)
        return []
    }

    mutating func take(_ palette: Palette, _ matches: [CommandRow]) -> [Effect] {
        dialog = nil
        guard let (row, call) = typedCall(palette.editor.text), !call.typed.isEmpty,
            row.form != nil
        else {
            guard matches.indices.contains(palette.selection) else { return [] }
            return request(matches[palette.selection])
        }
        do throws(CommandProblem) {
            return try carryOut(call, row)
        } catch {
            var palette = palette
            palette.problem = problem(error, with: call, row).message
            dialog = .palette(palette)
            past.waiting = past.missing.flatMap { _ in dialog }
            return []
        }
    }

    // MARK: Completion

    /// The text with its last word completed: the name of the command under the cursor, an option,
    /// or a value; nil when nothing fits.
    private func completion(_ palette: Palette, _ matches: [CommandRow]) -> String? {
        let text = palette.editor.text
        guard let (row, call) = typedCall(text), !call.typed.isEmpty || text.last == " " else {
            guard matches.indices.contains(palette.selection) else { return nil }
            return matches[palette.selection].name + " "
        }
        let candidates = candidates(row, text)
        guard let first = candidates.first else { return nil }
        let common = candidates.dropFirst().reduce(first) { String($0.commonPrefix(with: $1)) }
        let begun = Self.lastWord(of: text)
        guard common.count > begun.count else { return nil }
        return text.dropLast(begun.count) + common + (candidates.count == 1 ? " " : "")
    }

    /// What the last word of a typed text can become.
    func candidates(_ row: CommandRow, _ text: String) -> [String] {
        let begun = Self.lastWord(of: text)
        let before = CommandCall.words(in: String(text.dropLast(begun.count)))
        let call = typedCall(before.joined(separator: " "))?.call ?? CommandCall(row.name)
        if let last = before.last, last.hasPrefix("--"),
            let option = row.argument(String(last.dropFirst(2))), option.place == .option
        {
            return values(of: option.kind).filter { $0.hasPrefix(begun) }
        }
        let options = row.arguments.filter { $0.place != .positional }
            .filter { $0.many == .repeated || !call.hasTyped($0, of: row) }
            .map { "--\($0.name)" }
        let bare = row.arguments.first {
            $0.place == .positional && ($0.many == .repeated || !call.hasTyped($0, of: row))
        }
        return ((bare.map { values(of: $0.kind) } ?? []) + options).filter { $0.hasPrefix(begun) }
    }

    private static func lastWord(of text: String) -> String {
        String(text.reversed().prefix { !$0.isWhitespace }.reversed())
    }

    private func values(of kind: CommandArgument.Kind) -> [String] {
        switch kind {
        case .text, .time, .entry, .number: []
        case .duration: ["30m", "1h", "2h", "1d"]
        case .severity: Severity.allCases.map { "\($0.rawValue)" }
        case .status: (incident?.status.successors ?? IncidentStatus.allCases).map(\.rawValue)
        case .cause: ImpactCause.allCases.map(\.rawValue)
        case .person: [operatorName]
        case .incident: log.incidents.reversed().map(\.id.rawValue)
        case .step: (incident?.steps ?? []).map(\.definition.id.rawValue)
        case .party: parties.map(\.rawValue)
        case .channel: (fleet?.channels ?? []).map(\.id.rawValue)
        case .signal: signalRows.map { Self.quoted($0.id.rawValue) }
        case .node: (fleet?.nodes ?? []).map(\.id.rawValue)
        case .findingKind: FindingKind.allCases.map { Self.quoted($0.rawValue) }
        case .maintenance: openWindows.map(\.id.rawValue)
        case .runbook: (fleet?.runbooks ?? []).map { Self.quoted($0.name) }
        }
    }

    private static func quoted(_ text: String) -> String {
        text.contains(" ") ? "\"\(text)\"" : text
    }
}

extension String {
    /// The beginning that both texts have.
    fileprivate func commonPrefix(with other: String) -> Substring {
        var end = startIndex
        var place = other.startIndex
        while end < endIndex, place < other.endIndex, self[end] == other[place] {
            end = index(after: end)
            place = other.index(after: place)
        }
        return self[..<end]
    }
}
