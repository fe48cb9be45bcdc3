import IncidentLog
import Primitives

/// Every text that was typed and is not in the log yet: what is being typed, what was left, and
/// what was sent and is not answered.
package struct Drafts: Equatable, Sendable {
    private var waiting: [Draft.Key: Draft] = [:]
    /// What was sent and may come back refused, the oldest first.
    private var sent: [Sent] = []

    private struct Sent: Equatable {
        let command: Command
        let draft: Draft
    }

    /// These drafts, as they were kept; of several for one purpose the earlier comes first.
    package init(_ drafts: [Draft] = []) {
        for draft in drafts.reversed() { putBack(draft) }
    }

    /// What has to be kept beyond the end of the program, in a fixed order; texts that were sent
    /// and not answered among them.
    package var all: [Draft] {
        var together = self
        for sent in sent.reversed() { together.putBack(sent.draft) }
        return together.waiting.values.sorted { $0.key < $1.key }.filter { draft in
            !Self.inMemoryOnly.contains(draft.key.kind)
        }
    }

    /// Addresses may hold passwords, and nothing follows from them in the log.
    private static let inMemoryOnly: Set<String> = [endpoint]

    /// The kind of the text that asks for addresses.
    static let endpoint = "endpoint"

    /// The draft for this purpose.
    package subscript(_ key: Draft.Key) -> Draft? { waiting[key] }

    /// Keeps what is being typed; a text as it was at the beginning is no draft.
    mutating func keep(_ draft: Draft, unlike initial: [String] = []) {
        let isDraft = !draft.isBlank && draft.texts != initial
        waiting[draft.key] = isDraft ? draft : nil
    }

    /// Forgets a draft, because it was dealt with.
    mutating func drop(_ key: Draft.Key) { waiting[key] = nil }

    /// Puts a draft back before what was typed meanwhile for the same purpose.
    mutating func putBack(_ draft: Draft) {
        guard !draft.isBlank else { return }
        waiting[draft.key] = waiting[draft.key].map { draft.joined(with: $0) } ?? draft
    }

    /// Notes that the text was sent with this command: it is kept until there is an answer.
    mutating func send(_ draft: Draft, with command: Command) {
        waiting[draft.key] = nil
        sent.append(Sent(command: command, draft: draft))
    }

    /// Whether a command with a typed text waits for its answer.
    func hasSent(where fits: (Command) -> Bool) -> Bool { sent.contains { fits($0.command) } }

    /// Takes the answer to a command in; a refused text comes back.
    ///
    /// - Returns: The text that came back.
    mutating func settle(_ command: Command, isRefused: Bool) -> Draft? {
        guard let place = sent.firstIndex(where: { $0.command == command }) else { return nil }
        let draft = sent.remove(at: place).draft
        guard isRefused else { return nil }
        putBack(draft)
        return draft
    }
}
