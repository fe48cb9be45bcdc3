import IncidentLog
import Primitives

/// How an impact is told on a line: from when to when, in what way, what it goes back to.
struct ImpactLook {
    let text: String
    let role: ThemeRole

    init(_ impact: ImpactWindow, _ model: AppModel) {
        let from = "\(model.zoned(impact.from).date.dropFirst(5)) \(model.minute(impact.from))"
        let span = ((impact.to ?? model.now) - impact.from).brief
        let to = impact.to.map { "\(model.minute($0)), \(span)" } ?? "now, \(span) so far"
        let cause = impact.cause == .mitigation ? ", caused by the mitigation" : ""
        let incident = impact.incident.map { ", \($0)" } ?? ""
        let rest = impact.residualReason.map { "; the rest is accepted: \($0)" } ?? ""
        text = "\(from)–\(to): \(impact.kind)\(cause)\(incident)\(rest)"
        role = !impact.isOpen ? .over : impact.residualReason == nil ? .critical : .changed
    }
}
