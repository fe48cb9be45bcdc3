import Primitives

extension LogState {
    /// How long after its end an incident is opened again rather than a new one declared.
    static let reopenWithin: Duration = .seconds(14 * 86_400)

    func changeCommander(
        of id: IncidentID,
        to name: String,
        reason: String?,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let incident = try openIncident(id)
        let name = try text(name, "the commander's name")
        if incident.commander.lowercased() == name.lowercased() { return [] }
        guard name.lowercased() == context.actor.name.lowercased() else {
            return try offer(.commander, to: name, in: incident, context)
        }
        return try take(.commander, of: incident, reason: reason, context)
    }

    func publish(_ id: IncidentID, _ phase: PublicPhase?) throws(Refusal) -> [Decision] {
        let incident = try knownIncident(id)
        guard let phase = phase ?? PublicPhase(incident.status) else {
            throw Refusal(
                .held,
                "\(id) is \(incident.status.rawValue), of which the outside is told nothing; "
                    + "move it on first (incident state investigating)"
            )
        }
        return incident.publicPhase == phase
            ? [] : [Decision(id, .incident(.published(phase: phase)))]
    }

    func withdraw(_ id: IncidentID, reason: String) throws(Refusal) -> [Decision] {
        guard try knownIncident(id).publicPhase != nil else {
            throw Refusal(.invalid, "the outside was not told of \(id)")
        }
        let reason = try text(reason, "the reason")
        return [Decision(id, .incident(.withdrawn(reason: reason)))]
    }

    func merge(_ id: IncidentID, into target: IncidentID) throws(Refusal) -> [Decision] {
        let incident = try openIncident(id)
        guard id != target else {
            throw Refusal(.invalid, "an incident cannot be merged into itself", argument: "into")
        }
        let goesOn = try openIncident(target)
        guard incident.status.successors.contains(.merged) else {
            throw Refusal(
                .invalid,
                "\(id) is \(incident.status.rawValue) and cannot be merged any more"
            )
        }
        let change = IncidentEvent.statusChanged(
            from: incident.status,
            to: .merged,
            reason: "goes on as \(target): \(goesOn.title)"
        )
        return [
            Decision(id, .incident(change)), Decision(id, .incident(.merged(into: target))),
            Decision(
                target,
                .timeline(.noted(text: "\(id) was merged into this one: \(incident.title)"))
            ),
        ]
    }

    func changeParent(_ id: IncidentID, to parent: IncidentID?) throws(Refusal) -> [Decision] {
        let incident = try knownIncident(id)
        guard incident.parent != parent else { return [] }
        var above = parent
        while let next = above {
            let known = try knownIncident(next)
            guard next != id else {
                throw Refusal(.invalid, "\(id) would follow from itself", argument: "parent")
            }
            above = known.parent
        }
        return [Decision(id, .incident(.parentChanged(to: parent)))]
    }

    func stateInstant(
        _ id: IncidentID,
        _ instant: IncidentInstant,
        _ moment: Timestamp,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let incident = try knownIncident(id)
        guard moment <= context.now else {
            throw Refusal(.invalid, "that is in the future", argument: "at")
        }
        if instant == .resolved, incident.resolvedAt == nil {
            throw Refusal(.held, "\(id) is not resolved (incident state resolved)")
        }
        return [Decision(id, .incident(.instantStated(instant: instant, at: moment)))]
    }

    func changeReview(
        _ id: IncidentID,
        to state: ReviewState,
        reason: String?
    ) throws(Refusal) -> [Decision] {
        let incident = try knownIncident(id)
        guard !incident.status.isOpen else {
            throw Refusal(.held, "\(id) is not resolved; review it then (incident state resolved)")
        }
        if state == .notNeeded, reason?.contains(where: { !$0.isWhitespace }) != true {
            throw Refusal(.invalid, "say why no review is needed", argument: "reason")
        }
        return incident.review?.state == state
            ? [] : [Decision(id, .incident(.reviewChanged(to: state, reason: reason)))]
    }

    func pause(
        _ id: IncidentID,
        until: Timestamp,
        reason: String,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let incident = try openIncident(id)
        let reason = try text(reason, "the reason")
        guard until > context.now else {
            throw Refusal(.invalid, "the pause would be over already", argument: "until")
        }
        guard incident.status != .monitoring else {
            throw Refusal(.invalid, "\(id) is only monitored; nothing is to be paused")
        }
        return [Decision(id, .incident(.paused(until: until, reason: reason)))]
    }

    /// What must be said to reach a state, and who may say it.
    func checkChange(
        of incident: IncidentState,
        to status: IncidentStatus,
        _ reason: String?,
        _ context: DecisionContext
    ) throws(Refusal) {
        switch status {
        case .merged:
            throw Refusal(
                .invalid,
                "say which incident goes on (incident merge --into ID)"
            )
        case .resolved:
            guard context.actor.kind == .automatic || !incident.commander.isEmpty else {
                throw Refusal(
                    .held,
                    "nobody commands \(incident.id); take the command first (incident commander)"
                )
            }
            guard context.actor.name.lowercased() == incident.commander.lowercased() else {
                throw Refusal(
                    .held,
                    "\(incident.commander) commands \(incident.id) and alone can call it resolved; "
                        + "ask for the command (role offer commander --to \(context.actor.name))"
                )
            }
        case .closed:
            let loose = incident.tasks.filter {
                $0.state == .open && ($0.owner == nil || $0.due == nil)
            }
            if let task = loose.first {
                throw Refusal(
                    .held,
                    "task \(task.number) '\(task.text)' has no owner or no date "
                        + "(task assign \(task.number) --owner … --due …)"
                )
            }
            let review = incident.review?.state
            guard review == .final || review == .notNeeded else {
                throw Refusal(
                    .held,
                    "the review of \(incident.id) is not final "
                        + "(incident review final, or not-needed --reason …)"
                )
            }
        case .investigating:
            if let ended = incident.resolvedAt, context.now - ended > Self.reopenWithin {
                throw Refusal(
                    .held,
                    "\(incident.id) ended more than 14 days ago; declare a new one and say "
                        + "where it comes from (incident parent \(incident.id))"
                )
            }
        case .triage, .identified, .mitigating, .monitoring, .inReview, .declined, .cancelled:
            break
        }
    }
}
