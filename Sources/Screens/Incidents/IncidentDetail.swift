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
        if let summary = incident.summary { detail.add(summary.text) }
        if incident.origin.severityIsAssumed {
            detail.add("severity", "assumed, nobody judged it (S)", .warning)
        }
        for role in incident.roles.known { add(role, of: incident, model, to: &detail) }
        if incident.isWithoutCommander { detail.add("commander", "NOBODY (L)", .critical) }
        if let fleet = incident.fleet { detail.add("fleet", fleet) }
        detail.add("outside", incident.publicPhase.map { "told: \($0.rawValue)" } ?? "not told")
        if let parent = incident.parent { detail.add("follows from", parent.rawValue) }
        if let target = incident.mergedInto { detail.add("goes on as", target.rawValue) }
        if let by = incident.origin.detectedBy { detail.add("detected by", by) }
        for problem in incident.instantProblems {
            detail.add("contradiction", problem, .warning)
        }
        if let from = incident.impactFrom { detail.add("impact", "since \(model.told(from))") }
        detail.add("declared", model.told(incident.declaredAt))
        if let at = incident.resolvedAt { detail.add("resolved", model.told(at)) }
        if let due = incident.nextUpdateDue {
            let role: ThemeRole = due < model.now ? .overdue : .text
            detail.add("next update", model.told(due), role)
        }
        addSteps(incident, model, to: &detail)
        addTasks(incident, model, to: &detail)
        addDates(incident, model, to: &detail)
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

    private static func addSteps(
        _ incident: IncidentState,
        _ model: AppModel,
        to detail: inout Detail
    ) {
        guard !incident.steps.isEmpty else { return }
        let done = incident.steps.count { $0.isDone(at: model.now) }
        detail.head("Steps ─ \(done)/\(incident.steps.count)")
        for step in incident.steps {
            let role: ThemeRole =
                step.isDone(at: model.now)
                ? .muted : step.progress == .failed ? .critical : .text
            detail.add(step.standing(at: model.now).rawValue, step.definition.title, role)
        }
    }

    private static func add(
        _ role: Role,
        of incident: IncidentState,
        _ model: AppModel,
        to detail: inout Detail
    ) {
        let holder = incident.roles.holder(of: role)?.name
        let offer = incident.roles.offer(of: role).flatMap { offer in
            offer.stands(at: model.now) ? "\(offer.by) asks \(offer.to)" : nil
        }
        let words = [holder, offer].compactMap(\.self).joined(separator: "; ")
        if !words.isEmpty { detail.add(role.words, words) }
    }

    private static func addTasks(
        _ incident: IncidentState,
        _ model: AppModel,
        to detail: inout Detail
    ) {
        let open = incident.tasks.filter { $0.state == .open }
        guard !incident.tasks.isEmpty else { return }
        detail.head("Tasks ─ \(open.count) open of \(incident.tasks.count)")
        for task in open {
            let due = task.due.map { ", by \(model.told($0))" } ?? ""
            detail.add(
                "\(task.number)",
                "\(task.text) (\(task.owner ?? "nobody")\(due))",
                task.isOverdue(at: model.now) ? .overdue : .text
            )
        }
    }

    /// How far advice was followed of late, and by whom it was not.
    private static func addUptake(of advice: Advice, _ model: AppModel, to detail: inout Detail) {
        for (before, after) in zip(advice.counts, advice.counts.dropFirst()).suffix(6) {
            let (was, now) = (advice.uptake(of: before), advice.uptake(of: after))
            let isAgainst = now.followed < was.followed
            let node = after.node.map { ": \($0)\(isAgainst ? " AGAINST IT" : "")" } ?? ""
            detail.add(
                "\(model.zoned(after.at).date.suffix(5)) \(model.minute(after.at))",
                "\(now.followed) of \(now.all)\(node)",
                isAgainst ? .warning : .muted
            )
        }
    }

    /// What is waited for, and who watches until then.
    private static func addDates(
        _ incident: IncidentState,
        _ model: AppModel,
        to detail: inout Detail
    ) {
        let clocks = incident.clocks.filter { $0.outcome == nil }
        let advice = model.log.advice.filter {
            $0.endedAt == nil && incident.mayConcern($0.fleet)
        }
        let watch = incident.attendance.flatMap { $0.isDue(at: model.now) ? $0 : nil }
        guard !clocks.isEmpty || !advice.isEmpty || watch != nil else { return }
        detail.head("Dates and advice")
        for clock in clocks {
            let waiting = clock.waiting.map { ": \($0)" } ?? ""
            detail.add(model.told(clock.due), clock.name + waiting)
        }
        for advice in advice {
            let uptake = advice.counts.last.map { advice.uptake(of: $0) }
            let share = uptake.map { ", followed by \($0.followed) of \($0.all)" } ?? ""
            let draft = advice.isDraft ? " (drafted, given by nobody yet)" : ""
            detail.add(
                "advice \(advice.number)",
                advice.kind.words(advice.version) + draft + share,
                advice.isDraft ? .warning : .text
            )
            addUptake(of: advice, model, to: &detail)
        }
        guard let watch else { return }
        detail.add("watch until", "\(model.told(watch.until)): \(watch.reason)")
        for gap in watch.gaps(from: model.now) {
            detail.add(
                "NOBODY",
                "\(model.told(gap.from)) to \(model.told(gap.to))",
                .warning
            )
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
