import Primitives
import FleetModel

extension LogState {
    /// Judges a command against everything that is known and returns what it leads to.
    ///
    /// An automatic command that has already been carried out leads to nothing, so that several
    /// programs may watch the same fleet on the same log.
    /// - Throws: `Refusal` with the sentence that a person reads.
    package func decide(_ command: Command, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        guard context.occurredAt <= context.now + .seconds(1) else {
            throw Refusal(.invalid, "the time given is in the future")
        }
        switch command {
        case .incident(let command): return try decide(command, in: context)
        case .entry(let command): return try decide(command, in: context)
        case .checklist(let command): return try decide(command, in: context)
        case .update(let command): return try decide(command, in: context)
        case .impact(let command): return try decide(command, in: context)
        case .signal(let command): return try decide(command, in: context)
        case .delivery(let command): return decide(command)
        case .observation(let command): return decide(command, in: context)
        }
    }

    private func decide(
        _ command: IncidentCommand,
        in context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        switch command {
        case .declare(let title, let severity, let mode, let fleet, let impactFrom, let checklist):
            return try declare(title, severity, mode, fleet, impactFrom, checklist, context)
        case .changeStatus(let id, let status, let reason):
            return try changeStatus(of: id, to: status, reason: reason)
        case .changeSeverity(let id, let severity, let reason):
            return try changeSeverity(of: id, to: severity, reason: reason)
        case .changeCommander(let id, let commander):
            let incident = try openIncident(id)
            let name = try text(commander, "the commander's name")
            return incident.commander == name
                ? [] : [Decision(id, .incident(.commanderChanged(to: name)))]
        }
    }

    func knownIncident(_ id: IncidentID) throws(Refusal) -> IncidentState {
        guard let incident = incident(id) else {
            throw Refusal(.invalid, "there is no incident \(id)")
        }
        return incident
    }

    func openIncident(_ id: IncidentID) throws(Refusal) -> IncidentState {
        let incident = try knownIncident(id)
        guard incident.status.isOpen else {
            let advice =
                incident.status.successors.isEmpty
                ? "declare a new one" : "reopen it first (state investigating)"
            throw Refusal(.held, "\(id) is \(incident.status.rawValue); \(advice)")
        }
        return incident
    }

    /// The longest text that one entry takes: enough for a pasted trace, far from a dump.
    private static let textLimitCharacters = 20_000

    func text(_ raw: String, _ what: String) throws(Refusal) -> String {
        guard raw.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(.invalid, "\(what) is empty")
        }
        guard raw.count <= Self.textLimitCharacters else {
            throw Refusal(
                .invalid,
                "\(what) is longer than \(Self.textLimitCharacters) characters"
            )
        }
        return raw
    }

    private func declare(
        _ title: String,
        _ severity: Severity,
        _ mode: IncidentMode,
        _ fleet: String?,
        _ impactFrom: Timestamp?,
        _ checklist: ChecklistDefinition?,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let title = try text(title, "the title")
        if let impactFrom, impactFrom > context.now {
            throw Refusal(
                .invalid,
                "the impact cannot begin in the future",
                argument: "impact-from"
            )
        }
        let id = IncidentID(number: highestIncident + 1)
        var decisions = [
            Decision(
                id,
                .incident(
                    .declared(
                        title: title,
                        severity: severity,
                        mode: mode,
                        fleet: fleet,
                        impactFrom: impactFrom,
                        commander: context.actor.name
                    )
                )
            )
        ]
        if let checklist, !checklist.steps.isEmpty {
            try check(checklist)
            decisions.append(Decision(id, .checklist(.attached(checklist: checklist))))
        }
        return decisions
    }

    private func changeStatus(
        of id: IncidentID,
        to status: IncidentStatus,
        reason: String?
    ) throws(Refusal) -> [Decision] {
        let incident = try knownIncident(id)
        let current = incident.status
        guard current != status else {
            throw Refusal(.invalid, "\(id) is already \(status.rawValue)")
        }
        guard current.successors.contains(status) else {
            let choices = current.successors.map(\.rawValue).joined(separator: ", ")
            let advice = choices.isEmpty ? "it is final" : "it can become \(choices)"
            throw Refusal(
                .invalid,
                "\(id) is \(current.rawValue) and cannot become \(status.rawValue); \(advice)"
            )
        }
        if current.needsReason(to: status), reason?.contains(where: { !$0.isWhitespace }) != true {
            throw Refusal(
                .invalid,
                "say why (a reason is needed to become \(status.rawValue))",
                argument: "reason"
            )
        }
        if status == .resolved { try checkResolvable(incident) }
        return [
            Decision(
                id,
                .incident(.statusChanged(from: current, to: status, reason: reason))
            )
        ]
    }

    /// What must be true before an incident may be called resolved.
    private func checkResolvable(_ incident: IncidentState) throws(Refusal) {
        let undone = incident.steps.filter { !$0.isDone }
        if let step = undone.first {
            let more = undone.count == 1 ? "" : " and \(undone.count - 1) more"
            throw Refusal(
                .held,
                "checklist is not done: '\(step.definition.title)'\(more); "
                    + "finish, or skip with a reason"
            )
        }
        // An impact that another open incident takes care of holds back that one, not this one.
        let others = openIncidents.map(\.id).filter { $0 != incident.id }
        let hurt = impacts.filter { impact in
            guard impact.isOpen, impact.residualReason == nil else { return false }
            return impact.incident.map { !others.contains($0) } ?? true
        }
        if let impact = hurt.first {
            throw Refusal(
                .held,
                "\(impact.party) is still affected (\(impact.kind)); "
                    + "close the impact or accept it as residual"
            )
        }
        if incident.updates.isEmpty, incident.nextUpdateDue != nil {
            throw Refusal(.held, "nobody was told yet; send an update first")
        }
    }

    private func changeSeverity(
        of id: IncidentID,
        to severity: Severity,
        reason: String?
    ) throws(Refusal) -> [Decision] {
        let incident = try openIncident(id)
        guard incident.severity != severity else {
            throw Refusal(.invalid, "\(id) is already \(severity.label)")
        }
        return [
            Decision(
                id,
                .incident(
                    .severityChanged(from: incident.severity, to: severity, reason: reason)
                )
            )
        ]
    }
}
