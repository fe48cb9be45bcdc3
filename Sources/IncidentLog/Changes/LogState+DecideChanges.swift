import FleetModel
import Primitives

extension LogState {
    func decide(_ command: ChangeCommand, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        switch command {
        case .plan(let id, let plan, let incident):
            return try plan.decide(id, incident, in: self, context)
        case .recordPreflight(let id, let hash, let results):
            let change = try plannedChange(id)
            try check(hash, of: change)
            try checkFleet(of: change, context)
            guard !results.isEmpty else {
                throw Refusal(.invalid, "a preflight that looked at nothing says nothing")
            }
            return one(change, .preflighted(change: id, planHash: hash, results: results))
        case .openPoll(let id, let voters, let advisory, let agree, let answer, let valid):
            let terms = PollWish(voters, advisory, agree, answer, valid)
            return try openPoll(try plannedChange(id), terms, context)
        case .vote(let id, let hash, let vote): return try self.vote(id, hash, vote, context)
        case .withdrawVote(let id, let party):
            let (change, poll) = try runningPoll(id, context)
            guard poll.vote(of: party) != nil else {
                throw Refusal(.invalid, "\(party) has not answered", argument: "party")
            }
            return one(change, .voteWithdrawn(change: id, party: party))
                + droppedConditions(of: change, by: [party], "\(party) took its answer back")
        case .meetCondition(let id, let party, let note):
            return try meetCondition(id, party, note, context)
        case .closePoll(let id, let reason):
            let (change, _) = try runningPoll(id, context)
            try checkDirector(of: change, "end the poll", context)
            let reason = try self.reason(reason)
            return one(change, .pollClosed(change: id, reason: reason))
                + droppedConditions(of: change, "\(id) was answered with a no")
        case .requestOverride(let id, let reason):
            return try requestOverride(try plannedChange(id), reason, context)
        case .confirmOverride(let id):
            return try confirmOverride(try plannedChange(id), context)
        case .begin, .nextWave, .endWave, .noteAbortCriterion, .abort, .finish, .rollBack:
            return try decideWork(command, in: context)
        }
    }

    func one(_ change: ChangeState, _ events: ChangeEvent...) -> [Decision] {
        events.map { Decision(change.incident, .change($0)) }
    }

    func knownChange(_ id: ChangeID) throws(Refusal) -> ChangeState {
        guard let change = change(id) else {
            let known = changes.suffix(10).map(\.id.rawValue).joined(separator: ", ")
            throw Refusal(
                .invalid,
                "there is no change \(id)"
                    + (known.isEmpty ? "; plan one: tocsin change plan" : "; there are: \(known)"),
                argument: "change"
            )
        }
        return change
    }

    func plannedChange(_ id: ChangeID) throws(Refusal) -> ChangeState {
        let change = try knownChange(id)
        guard change.progress == .planned else {
            let advice =
                change.progress == .running
                ? "to stop it: tocsin change abort \(id) --reason …"
                : "plan a new one: tocsin change plan"
            throw Refusal(.held, "\(id) is \(change.progress.rawValue); \(advice)")
        }
        return change
    }

    /// Refuses what was read of an earlier plan.
    private func check(_ hash: String, of change: ChangeState) throws(Refusal) {
        guard hash == change.planHash else {
            throw Refusal(
                .held,
                "the plan of \(change.id) was changed at \(change.plannedAt.hourMinute)Z by "
                    + "\(change.plannedBy.name); read it again: tocsin change show \(change.id)"
            )
        }
    }

    /// Refuses when the fleet looked at is another: its parties are not those affected.
    func checkFleet(of change: ChangeState, _ context: DecisionContext) throws(Refusal) {
        guard let fleet = context.fleet, !change.mayConcern(fleet) else { return }
        throw Refusal(
            .invalid,
            "\(change.id) is about the fleet '\(change.plan.fleet ?? "")', not about '\(fleet)'; "
                + "name its file with --fleet"
        )
    }

    func checkDirector(
        of change: ChangeState,
        _ act: String,
        _ context: DecisionContext
    ) throws(Refusal) {
        let director = director(of: change)
        guard isSame(director, context.actor.name) else {
            throw Refusal(.held, "only \(director), who directs \(change.id), can \(act)")
        }
    }

    func isSame(_ one: String, _ other: String) -> Bool { one.lowercased() == other.lowercased() }

    func reason(_ raw: String) throws(Refusal) -> String {
        guard raw.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(.invalid, "say why", argument: "reason")
        }
        return try text(raw, "the reason")
    }
}

// MARK: Planning

extension ChangePlan {
    fileprivate func decide(
        _ id: ChangeID?,
        _ incident: IncidentID?,
        in log: LogState,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        try check(in: log, context)
        if let id {
            let change = try log.plannedChange(id)
            guard change.plan != self else {
                throw Refusal(.invalid, "\(id) is planned like this already")
            }
            return log.one(change, .planned(change: id, plan: self))
                + log.droppedConditions(of: change, "the plan of \(id) was changed")
        }
        if let same = log.openChanges.first(where: { $0.plan == self }) {
            throw Refusal(
                .invalid,
                "\(same.id) is planned like this already; to plan it anew say --change \(same.id)"
            )
        }
        if let incident { _ = try log.openIncident(incident) }
        let change = ChangeID(number: log.highestChange + 1)
        return [Decision(incident, .change(.planned(change: change, plan: self)))]
    }

    private func check(in log: LogState, _ context: DecisionContext) throws(Refusal) {
        _ = try log.text(what, "what is done")
        guard to.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(.invalid, "say which release is to run", argument: "to")
        }
        for text in [from, rollback?.text].compactMap({ $0 }) + destroys + refusedKeys {
            _ = try log.text(text, "a text of the plan")
        }
        var told: Set<PartyID> = []
        for impact in impacts {
            _ = try log.text(impact.text, "the impact on \(impact.party)")
            guard told.insert(impact.party).inserted else {
                throw Refusal(
                    .invalid,
                    "the impact on \(impact.party) is stated twice",
                    argument: "impact"
                )
            }
            if let roster = context.roster, mayBeSame(fleet, roster.fleet),
                let meant = roster.likelyMeant(by: impact.party)
            {
                throw Refusal(
                    .invalid,
                    "there is no party '\(impact.party)'; did you mean '\(meant)'?",
                    argument: "impact"
                )
            }
        }
        try checkWaves()
        for text in aborts {
            do throws(ConditionError) {
                _ = try Condition(parsing: text)
            } catch {
                throw Refusal(
                    .invalid,
                    "'\(text)' at character \(error.offset + 1): \(error.message)",
                    argument: "abort-if"
                )
            }
        }
    }

    private func checkWaves() throws(Refusal) {
        var taken: Set<NodeID> = []
        for (index, wave) in waves.enumerated() {
            if wave.nodes.isEmpty, index + 1 < waves.count {
                throw Refusal(
                    .invalid,
                    "only the last wave can be all nodes that are left",
                    argument: "wave"
                )
            }
            for node in wave.nodes where !taken.insert(node).inserted {
                throw Refusal(.invalid, "\(node) is in two waves", argument: "wave")
            }
        }
    }
}
