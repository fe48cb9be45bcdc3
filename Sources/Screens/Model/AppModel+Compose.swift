import CellGrid
import CommandTable
import IncidentLog
import Monitoring
import Primitives

/// The line being typed into the log.
extension AppModel {
    /// What the line being typed is for: the incident shown, as soon as it is known.
    var composerKey: Draft.Key { reading == .done ? .line(incidentID) : .unplacedLine }

    mutating func startComposing() {
        if screen != .welcome { begin(at: .commandCentre) }
        if composer.isBlank { composer = LineEditor(lineOpening) }
        isComposing = true
    }

    /// Handles a key while the line is being typed: only Escape leaves it, so that no typed text
    /// becomes commands.
    mutating func compose(_ key: Key) -> [Effect] {
        if key.code != .tab, key.code != .backTab { completion = nil }
        if row(.edit)?.keys.contains(key) == true { return editLine() }
        switch key.code {
        case .escape: isComposing = false
        case .enter where key.modifiers.contains(.alt): composer.insert("\n")
        case .enter: return sendComposed()
        case .tab: completeWord(by: 1)
        case .backTab: completeWord(by: -1)
        case .up where canRecall: recall(by: -1)
        case .down where canRecall: recall(by: 1)
        default:
            if key == Key("c", modifiers: .control) {
                isComposing = false
            } else {
                _ = composer.handle(key)
            }
        }
        return []
    }

    /// Sends the line: `/word` is a command by name, `@-15m` and `@08:00Z` back-date.
    private mutating func sendComposed() -> [Effect] {
        let line = composer.text
        guard !composer.isBlank else { return [] }
        // Several lines were pasted or written as text; no command has them.
        if line.hasPrefix("/"), !line.contains(where: \.isNewline) { return command(in: line) }
        if let readOnlyRefusal {
            show(readOnlyRefusal, isProblem: true)
            return []
        }
        guard reading == .done else {
            show("the log is still being read; Enter sends the line after that", isProblem: true)
            return []
        }
        guard let (text, occurredAt) = backDated(line) else { return [] }
        let command = Command.entry(.note(incidentID, text: text))
        drafts.send(Draft(.line(incidentID), [line]), with: command)
        noteSent(line)
        composer = LineEditor()
        logScroll = 0
        clearProblem()
        return [.ask(.run(command, occurredAt: occurredAt))]
    }

    private mutating func command(in line: String) -> [Effect] {
        let text = String(line.dropFirst())
        guard let (row, call) = typedCall(text), call.typed.isEmpty || row.form != nil else {
            let name = text.split(separator: " ").first ?? ""
            show(
                "there is no command '\(name)'; \(keyText(.palette)) lists them all, "
                    + "a space before / makes it a line",
                isProblem: true
            )
            return []
        }
        let effects: [Effect]
        if call.typed.isEmpty {
            noteSent(line)
            composer = LineEditor()
            effects = request(row)
        } else {
            do throws(CommandProblem) {
                effects = try carryOut(call, row)
                noteSent(line)
                composer = LineEditor()
            } catch {
                show(error.message, isProblem: true)
                return []
            }
        }
        // Who went to another screen is no longer in the line.
        if screen != .commandCentre { isComposing = false }
        return effects
    }

    /// How many lines sent from here are remembered.
    private static let sentLimit = 200

    private mutating func noteSent(_ line: String) {
        recalled = nil
        sentLines.append(line)
        if sentLines.count > Self.sentLimit { sentLines.removeFirst() }
    }

    /// A line without its back-dating mark, and the moment it speaks of.
    private mutating func backDated(_ line: String) -> (String, Timestamp?)? {
        guard line.hasPrefix("@"), let end = line.firstIndex(of: " ") else { return (line, nil) }
        let mark = String(line[line.index(after: line.startIndex)..<end])
        guard mark.first == "-" || mark.first?.isNumber == true else { return (line, nil) }
        do throws(TypedText.Problem) {
            return (String(line[line.index(after: end)...]), try moment(mark))
        } catch {
            show("\(error.message) after the @", isProblem: true)
            return nil
        }
    }

    /// Keeps what is being typed, after every key.
    mutating func keepDrafts() {
        drafts.keep(Draft(composerKey, [composer.text]))
        if case .form(let form) = dialog, let key = form.draftKey {
            drafts.keep(Draft(key, form.texts), unlike: form.initialTexts)
        }
    }

    /// Takes the answer to a command in: a refused text comes back.
    mutating func settle(_ command: Command, refusal: String?) {
        let back = drafts.settle(command, isRefused: refusal != nil)
        if back?.key == composerKey {
            composer = LineEditor(drafts[composerKey]?.texts.first ?? "")
        }
        if let refusal {
            show(refusal, isProblem: true)
        } else {
            clearProblem()
        }
    }
}
