import Primitives

extension LogState {
    func decide(_ command: RoleCommand, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        switch command {
        case .offer(let id, let role, let to):
            return try offer(role, to: to, in: try openIncident(id), context)
        case .accept(let id, let role):
            let incident = try openIncident(id)
            let role = try offeredRole(role, in: incident, context)
            return [Decision(id, .role(.accepted(role: role)))]
        case .decline(let id, let role, let reason):
            let incident = try openIncident(id)
            let role = try offeredRole(role, in: incident, context, mayBeLate: true)
            return [Decision(id, .role(.declined(role: role, reason: reason)))]
        case .withdraw(let id, let role):
            let incident = try openIncident(id)
            guard incident.roles.offer(of: role) != nil else {
                throw Refusal(.invalid, "nobody was offered to be \(role.words) of \(id)")
            }
            return [Decision(id, .role(.withdrawn(role: role)))]
        case .vacate(let id, let role, let reason):
            let incident = try openIncident(id)
            let reason = try text(reason, "the reason")
            guard let holder = incident.roles.holder(of: role) else {
                throw Refusal(.invalid, "nobody is \(role.words) of \(id)")
            }
            guard holder.name.lowercased() == context.actor.name.lowercased() else {
                throw Refusal(
                    .held,
                    "\(holder.name) is \(role.words); only \(holder.name) can give that up"
                )
            }
            return [Decision(id, .role(.vacated(role: role, reason: reason)))]
        }
    }

    /// Who leads gives the command; every other role may be offered by anybody.
    func offer(
        _ role: Role,
        to name: String,
        in incident: IncidentState,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let name = try text(name, "the name of whoever is asked")
        let holder = incident.roles.holder(of: role)?.name
        if let holder, holder.lowercased() == name.lowercased() {
            throw Refusal(.invalid, "\(holder) is \(role.words) of \(incident.id) already")
        }
        let asker = context.actor.name
        if role == .commander, let holder, holder.lowercased() != asker.lowercased() {
            throw Refusal(
                .held,
                "\(holder) commands \(incident.id) and alone can offer the command; "
                    + "to take it without them say why "
                    + "(incident commander \(asker) --reason …)",
                argument: "reason"
            )
        }
        if name.lowercased() == asker.lowercased() {
            return try take(role, of: incident, reason: nil, context)
        }
        if let offer = incident.roles.offer(of: role), offer.isTo(name),
            offer.stands(at: context.now)
        {
            return []
        }
        return [Decision(incident.id, .role(.offered(role: role, to: name)))]
    }

    /// Takes a role that nobody has, that was offered, or, with a reason, the command.
    func take(
        _ role: Role,
        of incident: IncidentState,
        reason: String?,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let name = context.actor.name
        let accepted = [Decision(incident.id, .role(.accepted(role: role)))]
        guard let holder = incident.roles.holder(of: role)?.name else {
            if role == .commander {
                return [Decision(incident.id, .incident(.commanderChanged(to: name)))]
            }
            return [Decision(incident.id, .role(.offered(role: role, to: name)))] + accepted
        }
        if let offer = incident.roles.offer(of: role), offer.isTo(name),
            offer.stands(at: context.now)
        {
            return accepted
        }
        guard role == .commander, let reason, reason.contains(where: { !$0.isWhitespace }) else {
            let way =
                role == .commander
                ? "; ask for it (role offer commander --to \(name)), "
                    + "or say why you take it over (--reason)"
                : "; ask \(holder) to offer it (role offer \(role.word) --to \(name))"
            throw Refusal(
                .held,
                "\(holder) is \(role.words) of \(incident.id)\(way)",
                argument: role == .commander ? "reason" : nil
            )
        }
        return [
            Decision(
                incident.id,
                .timeline(
                    .said(kind: .decision, text: "takes command from \(holder): \(reason)", by: [])
                )
            ),
            Decision(incident.id, .incident(.commanderChanged(to: name))),
        ]
    }

    /// The role that was offered to whoever asks.
    private func offeredRole(
        _ role: Role?,
        in incident: IncidentState,
        _ context: DecisionContext,
        mayBeLate: Bool = false
    ) throws(Refusal) -> Role {
        let name = context.actor.name
        let mine = incident.roles.known.filter { incident.roles.offer(of: $0)?.isTo(name) == true }
        let standing = incident.roles.offered(to: name, at: context.now)
        guard let role else {
            if standing.count == 1 { return standing[0] }
            if standing.count > 1 {
                let words = standing.map(\.word).joined(separator: ", ")
                throw Refusal(
                    .invalid,
                    "several roles are offered to \(name) (\(words)); name one",
                    argument: "role"
                )
            }
            guard let late = mine.first else {
                throw Refusal(
                    .held,
                    "no role of \(incident.id) is offered to \(name); "
                        + "ask for one (role offer ROLE --to \(name))"
                )
            }
            return mayBeLate ? late : try offeredRole(late, in: incident, context)
        }
        guard let offer = incident.roles.offer(of: role), offer.isTo(name) else {
            throw Refusal(
                .held,
                "\(name) was not offered to be \(role.words) of \(incident.id); "
                    + "ask for it (role offer \(role.word) --to \(name))"
            )
        }
        guard mayBeLate || offer.stands(at: context.now) else {
            throw Refusal(
                .held,
                "the offer to be \(role.words) of \(incident.id) was made at "
                    + "\(offer.at.hourMinute)Z and stood for \(RoleTable.Offer.lifetime.brief); "
                    + "ask \(offer.by) to offer it again (role offer \(role.word) --to \(name))"
            )
        }
        return role
    }
}

extension IncidentState {
    mutating func apply(_ event: RoleEvent, of entry: Entry) {
        switch event {
        case .offered(let role, let to):
            roles.offer(role, .init(to: to, by: entry.actor.name, at: entry.occurredAt))
        case .accepted(let role): roles.give(role, to: entry.actor.name, at: entry.occurredAt)
        case .declined(let role, _), .withdrawn(let role): roles.endOffer(of: role)
        case .vacated(let role, _): roles.give(role, to: nil, at: entry.occurredAt)
        }
    }
}
