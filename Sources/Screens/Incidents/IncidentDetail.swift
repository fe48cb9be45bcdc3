import CellGrid
import FleetModel
import IncidentLog
import Primitives

/// One incident: where it stands, who leads, what is open, who is harmed, what was said last.
enum IncidentDetail {
    static func of(
        _ incident: IncidentState,
        _ model: AppModel,
        _ theme: Theme,
        width: Int
    ) -> Detail {
        let title = "\(incident.id) \(incident.severity.label)"
        var detail = Detail(title, theme, width: width)
        detail.add(incident.title, .strong)
        let span = incident.elapsed(at: model.now).brief
        detail.add(
            "state",
            "\(incident.status.label), \(incident.status.isOpen ? "for" : "took") \(span)",
            incident.status.isOpen ? .warning : .text
        )
        detail.add("commander", incident.commander)
        if let fleet = incident.fleet { detail.add("fleet", fleet) }
        if let from = incident.impactFrom { detail.add("impact", "since \(model.told(from))") }
        detail.add("declared", model.told(incident.declaredAt))
        if let at = incident.resolvedAt { detail.add("resolved", model.told(at)) }
        if let due = incident.nextUpdateDue {
            let role: ThemeRole = due < model.now ? .overdue : .text
            detail.add("next update", model.told(due), role)
        }
        addSteps(incident, to: &detail)
        addImpacts(incident, model, to: &detail)
        detail.section(
            "Updates ─ \(incident.updates.count)",
            incident.updates.suffix(5).reversed().map { update in
                "#\(update.number) \(model.momentAndAge(update.at)) \(update.author.name): "
                    + update.text
            }
        )
        detail.history("Said last", of: .people(in: incident.id), last: 20, model)
        return detail
    }

    private static func addSteps(_ incident: IncidentState, to detail: inout Detail) {
        guard !incident.steps.isEmpty else { return }
        detail.head("Steps ─ \(incident.steps.count(where: \.isDone))/\(incident.steps.count)")
        for step in incident.steps {
            let role: ThemeRole =
                step.isDone ? .muted : step.progress == .failed ? .critical : .text
            detail.add(step.progress.rawValue, step.definition.title, role)
        }
    }

    private static func addImpacts(
        _ incident: IncidentState,
        _ model: AppModel,
        to detail: inout Detail
    ) {
        let impacts = model.log.impacts.filter { $0.incident == incident.id }
        guard !impacts.isEmpty else { return }
        detail.head("Harmed ─ \(Set(impacts.map(\.party)).count)")
        for impact in impacts.suffix(20).reversed() {
            let look = ImpactLook(impact, model)
            detail.add(impact.party.rawValue, look.text, look.role)
        }
    }
}
