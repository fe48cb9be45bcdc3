import FleetModel
package import IncidentLog
import Primitives

extension LineKind {
    /// What stands before the line: `DECISION`.
    package var label: String { rawValue.uppercased() }

    /// One character that tells the kind without colour.
    var mark: Character {
        switch self {
        case .action: "▸"
        case .decision: "‖"
        case .hypothesis: "?"
        case .observation: "·"
        }
    }
}

extension EntryText {
    /// What became of an incident beside its state.
    static func lifeLine(_ event: IncidentEvent) -> EntryText {
        switch event {
        case .originStated(let origin):
            var parts: [String] = []
            if origin.isTriage { parts.append("in triage: it may be no incident") }
            if origin.severityIsAssumed { parts.append("severity assumed, nobody said it") }
            if let by = origin.detectedBy { parts.append("detected by \(by)") }
            if let at = origin.detectedAt { parts.append("detected at \(at.hourMinute)Z") }
            if let key = origin.key { parts.append("key \(key)") }
            return EntryText("⚑", .text, parts.joined(separator: "; "))
        case .published(let phase):
            return EntryText("⚑", .strong, "public: \(phase.rawValue)")
        case .withdrawn(let reason):
            return EntryText("⚑", .strong, "not public any more: \(reason)")
        case .merged(let target): return EntryText("⚑", .strong, "goes on as \(target)")
        case .parentChanged(let parent):
            return EntryText("⚑", .text, parent.map { "follows from \($0)" } ?? "follows from none")
        case .summarised(let text): return EntryText("≡", .strong, "summary: \(text)")
        case .instantStated(let instant, let at):
            return EntryText(
                "⚑",
                .text,
                "stated: \(instant.words) at \(at.date) \(at.hourMinute)Z"
            )
        case .reviewChanged(let state, let reason):
            return EntryText("⚑", .text, "review \(state.rawValue)" + because(reason))
        case .paused(let until, let reason):
            return EntryText(
                "⚑",
                .strong,
                "paused until \(until.date) \(until.hourMinute)Z: \(reason)"
            )
        case .resumed: return EntryText("⚑", .strong, "work goes on")
        case .declared, .statusChanged, .severityChanged, .commanderChanged:
            return EntryText("⚑", .strong, "")
        }
    }

    static func line(_ event: RoleEvent, _ entry: Entry) -> EntryText {
        switch event {
        case .offered(let role, let to):
            EntryText("⚑", .text, "asks \(to) to be \(role.words)")
        case .accepted(let role):
            EntryText("⚑", .strong, "\(entry.actor.name) is \(role.words)")
        case .declined(let role, let reason):
            EntryText("⚑", .text, "declines to be \(role.words)" + because(reason))
        case .withdrawn(let role):
            EntryText("⚑", .muted, "takes back the offer to be \(role.words)")
        case .vacated(let role, let reason):
            EntryText(
                "⚑",
                role == .commander ? .critical : .strong,
                "is \(role.words) no more, and nobody is: \(reason)"
            )
        }
    }

    static func line(_ event: TaskEvent, tasks: [IncidentTask]) -> EntryText {
        func name(_ number: Int) -> String {
            tasks.first { $0.number == number }.map { "\(number) '\($0.text)'" } ?? "\(number)"
        }
        func plan(_ owner: String?, _ due: Timestamp?) -> String {
            (owner.map { ", \($0)" } ?? "")
                + (due.map { ", by \($0.date) \($0.hourMinute)Z" } ?? "")
        }
        switch event {
        case .added(let number, let text, let owner, let due):
            return EntryText("☐", .text, "task \(number): \(text)" + plan(owner, due))
        case .assigned(let number, let owner, let due):
            return EntryText("☐", .text, "task \(name(number))" + plan(owner, due))
        case .done(let number, let note):
            return EntryText("✓", .good, "task \(name(number)) is done" + because(note))
        case .dropped(let number, let reason):
            return EntryText("–", .muted, "task \(name(number)) is dropped: \(reason)")
        }
    }

    static func line(_ event: AdviceEvent) -> EntryText {
        switch event {
        case .drafted(let number, _, let kind, let version, let signal):
            EntryText(
                "◇",
                .strong,
                "advice \(number) to give, or not: \(kind.words(version)) (\(signal.words))"
            )
        case .given(let number, _, let kind, let version, let text):
            EntryText("◆", .strong, "advice \(number): \(kind.words(version))" + because(text))
        case .ended(let number, let reason):
            EntryText("◆", .changed, "advice \(number) stands no more: \(reason)")
        }
    }

    static func line(_ event: ClockEvent, clocks: [ExternalClock]) -> EntryText {
        func name(_ number: Int) -> String {
            clocks.first { $0.number == number }?.name ?? "clock \(number)"
        }
        switch event {
        case .set(_, let clock, let due, let waiting):
            let what = waiting.map { "; waiting for it: \($0)" } ?? ""
            return EntryText("◷", .text, "\(clock): \(due.date) \(due.hourMinute)Z\(what)")
        case .moved(let number, let due, let reason):
            return EntryText(
                "◷",
                .text,
                "\(name(number)) moved to \(due.date) \(due.hourMinute)Z" + because(reason)
            )
        case .ended(let number, let outcome):
            return EntryText("◷", .strong, "\(name(number)): \(outcome)")
        }
    }

    static func line(_ event: AttendanceEvent) -> EntryText {
        switch event {
        case .required(let until, let reason):
            EntryText(
                "◉",
                .strong,
                "somebody must watch until \(until.date) \(until.hourMinute)Z: \(reason)"
            )
        case .covered(let by, let from, let to):
            EntryText(
                "◉",
                .text,
                "\(by) watches \(from.date) \(from.hourMinute)Z to \(to.date) \(to.hourMinute)Z"
            )
        case .ended(let reason): EntryText("◉", .text, "nobody needs to watch: \(reason)")
        }
    }
}
