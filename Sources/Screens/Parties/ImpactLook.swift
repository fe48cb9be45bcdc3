import IncidentLog
import Primitives

/// How an impact is told on a line: from when to when, in what way, what it goes back to.
struct ImpactLook {
    let text: String
    let role: ThemeRole

    init(_ impact: ImpactWindow, _ model: AppModel) {
        let day = model.zoned(impact.from).date.dropFirst(5)
        let from = "\(impact.fromConfidence.mark)\(day) \(model.minute(impact.from))"
        let span = ((impact.to ?? model.now) - impact.from).brief
        let end = impact.to.map { "\(impact.toConfidence.mark)\(model.minute($0)), \(span)" }
        let to = end ?? "now, \(span) so far"
        let cause = impact.cause == .original ? "" : ", caused by the \(impact.cause.rawValue)"
        let reporter = impact.reportedBy.map { ", reported by \($0)" } ?? ""
        let incident = impact.incident.map { ", \($0)" } ?? ""
        let rest = impact.residualReason.map { "; the rest is accepted: \($0)" } ?? ""
        text = "\(from)–\(to): \(impact.kind)\(cause)\(reporter)\(incident)\(rest)"
        role = !impact.isOpen ? .over : impact.residualReason == nil ? .critical : .changed
    }
}
