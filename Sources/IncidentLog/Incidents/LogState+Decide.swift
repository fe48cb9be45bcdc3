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
        case .role(let command): return try decide(command, in: context)
        case .entry(let command): return try decide(command, in: context)
        case .task(let command): return try decide(command, in: context)
        case .advice(let command): return try decide(command, in: context)
        case .clock(let command): return try decide(command, in: context)
        case .attendance(let command): return try decide(command, in: context)
        case .checklist(let command): return try decide(command, in: context)
        case .update(let command): return try decide(command, in: context)
        case .impact(let command): return try decide(command, in: context)
        case .signal(let command): return try decide(command, in: context)
        case .change(let command): return try decide(command, in: context)
        case .delivery(let command): return decide(command)
        case .policy(let command): return try decide(command, in: context)
        case .baseline(let command): return try decide(command, in: context)
        case .observation(let command): return decide(command, in: context)
        }
    }

    private func decide(
        _ command: IncidentCommand,
        in context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        switch command {
        case .declare(
            let title,
            let severity,
            let mode,
            let fleet,
            let impactFrom,
            let checklist,
            let origin
        ):
            if let key = origin.key, incidents.contains(where: { $0.origin.key == key }) {
                return []
            }
            var decisions = try declare(
                title,
                severity,
                mode,
                fleet,
                impactFrom,
                checklist,
                context
            )
            if !origin.isEmpty {
                try check(origin, context)
                let stated = Decision(
                    decisions[0].incident,
                    .incident(.originStated(origin: origin))
                )
                decisions.insert(stated, at: 1)
            }
            return decisions
        case .changeStatus(let id, let status, let reason):
            return try changeStatus(of: id, to: status, reason: reason, context)
        case .changeSeverity(let id, let severity, let reason):
            return try changeSeverity(of: id, to: severity, reason: reason)
        case .changeCommander(let id, let commander, let reason):
            return try changeCommander(of: id, to: commander, reason: reason, context)
        case .publish(let id, let phase): return try publish(id, phase)
        case .withdraw(let id, let reason): return try withdraw(id, reason: reason)
        case .merge(let id, let target): return try merge(id, into: target)
        case .changeParent(let id, let parent): return try changeParent(id, to: parent)
        case .summarise(let id, let words):
            _ = try knownIncident(id)
            return [Decision(id, .incident(.summarised(text: try text(words, "the summary"))))]
        case .stateInstant(let id, let instant, let moment):
            return try stateInstant(id, instant, moment, context)
        case .changeReview(let id, let state, let reason):
            return try changeReview(id, to: state, reason: reason)
        case .pause(let id, let until, let reason):
            return try pause(id, until: until, reason: reason, context)
        case .resume(let id):
            return try openIncident(id).pause == nil ? [] : [Decision(id, .incident(.resumed))]
        }
    }

    private func check(_ origin: IncidentOrigin, _ context: DecisionContext) throws(Refusal) {
        guard let detected = origin.detectedAt, detected > context.now else { return }
        throw Refusal(.invalid, "it cannot be detected in the future", argument: "detected-at")
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
            let checklist = try taken(checklist, by: nil, in: context)
            decisions.append(Decision(id, .checklist(.attached(checklist: checklist))))
        }
        return decisions
    }

    private func changeStatus(
        of id: IncidentID,
        to status: IncidentStatus,
        reason: String?,
        _ context: DecisionContext
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
        try checkChange(of: incident, to: status, reason, context)
        if current.needsReason(to: status), reason?.contains(where: { !$0.isWhitespace }) != true {
            throw Refusal(.invalid, current.reasonAsked(for: status), argument: "reason")
        }
        if status == .mitigating { try checkGate(of: incident, at: context.now) }
        try checkRolledBack(incident, to: status)
        if status == .resolved { try checkResolvable(incident, at: context.now) }
        return [
            Decision(
                id,
                .incident(.statusChanged(from: current, to: status, reason: reason))
            )
        ]
    }

    /// Nobody mitigates by a change of which nobody knows what the release policy and the parties
    /// say to it; what is found may still be overridden.
    private func checkGate(of incident: IncidentState, at now: Timestamp) throws(Refusal) {
        for change in openChanges
        where change.incident == incident.id && change.progress == .planned
            && !change.standing(at: now).isGo
        {
            try madePreflight(of: change)
        }
    }

    /// What must be true before an incident may be called resolved.
    private func checkResolvable(
        _ incident: IncidentState,
        at now: Timestamp
    ) throws(Refusal) {
        try checkSteps(of: incident, at: now)
        try checkImpacts(of: incident)
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
        guard incident.severity != severity || incident.origin.severityIsAssumed else {
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
