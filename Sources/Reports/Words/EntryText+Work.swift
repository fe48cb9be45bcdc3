import FleetModel
import IncidentLog
import Primitives

// What was done, and who was harmed.
extension EntryText {
    static func line(_ event: ChecklistEvent, of incident: IncidentState?) -> EntryText {
        let definition = event.step.flatMap { incident?.step($0)?.definition }
        let title = definition?.title ?? event.step?.rawValue ?? ""
        switch event {
        case .attached(let checklist):
            return EntryText(
                "☐",
                .muted,
                "checklist '\(checklist.name)', \(checklist.steps.count) steps"
            )
        case .passed(_, let evidence, let automatic, let overrides, let note):
            let how = overrides ? " (by hand)" : automatic ? " (by itself)" : ""
            return EntryText("✓", .good, title + how + because(words(note, evidence)))
        case .verified(_, let note, let evidence):
            return EntryText("✓", .good, "confirmed: \(title)" + because(words(note, evidence)))
        case .failed(_, let reason):
            let next = definition?.onFail.map { " (\($0.text))" } ?? ""
            return EntryText("✗", .critical, "\(title) failed: \(reason)\(next)")
        case .skipped(_, let reason):
            return EntryText("–", .muted, "skipped \(title): \(reason)")
        case .regressed(_, let reading):
            return EntryText("↺", .critical, "\(title) no longer holds: \(reading)")
        case .reopened: return EntryText("·", .muted, "\(title) set back to pending")
        case .started(_, let attempt, let reason):
            let again = attempt > 1 ? " (try \(attempt))" : ""
            return EntryText("◐", .text, "began: \(title)\(again)" + because(reason))
        case .waived(_, let reason, let until):
            let end = until.map { " until \($0.toMinute)" } ?? ""
            return EntryText("◇", .changed, "waived\(end): \(title): \(reason)")
        case .dismissed(_, let reason):
            return EntryText("–", .muted, "does not apply: \(title): \(reason)")
        }
    }

    private static func words(_ note: String?, _ evidence: Evidence?) -> String? {
        let words = [note, evidence?.text].compactMap(\.self)
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }

    static func line(_ event: ImpactEvent) -> EntryText {
        switch event {
        case .opened(
            let party,
            let kind,
            let from,
            let cause,
            _,
            let confidence,
            let evidence,
            let reportedBy
        ):
            let why =
                switch cause {
                case .original: ""
                case .mitigation: ", caused by the mitigation"
                case .rollback: ", caused by the rollback"
                }
            let who = reportedBy.map { ", reported by \($0)" } ?? ""
            let moment = (confidence?.mark ?? "") + from.hourMinute
            return EntryText(
                "▼",
                .warning,
                "\(party) affected since \(moment)Z: \(kind)\(why)\(who)\(proof(evidence))"
            )
        case .closed(let party, let to, _, let confidence, let evidence):
            let moment = (confidence?.mark ?? "") + to.hourMinute
            return EntryText(
                "△",
                .good,
                "\(party) served again since \(moment)Z\(proof(evidence))"
            )
        case .acceptedAsResidual(let party, let reason, _):
            return EntryText("▽", .changed, "\(party) stays affected, which is accepted: \(reason)")
        }
    }

    private static func proof(_ evidence: Evidence?) -> String {
        evidence.map { " (\($0.text))" } ?? ""
    }
}
