import FleetModel
import Primitives

// The work of a change: its beginning, its waves, its end.
extension LogState {
    func decideWork(_ command: ChangeCommand, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        switch command {
        case .begin(let id): return try begin(try plannedChange(id), context)
        case .nextWave(let id, let despite):
            return try nextWave(try runningChange(id), despite, context)
        case .endWave(let id, let wave):
            // Automatic: another program that watches the fleet may have said it already.
            guard let change = change(id), change.progress == .running,
                change.currentWave?.number == wave
            else { return [] }
            return one(change, .waveEnded(change: id, wave: wave, despite: nil))
        case .noteAbortCriterion(let id, let criterion, let reading):
            guard let change = change(id), change.progress == .running,
                change.plan.aborts.contains(criterion),
                !change.met.contains(where: { $0.criterion == criterion })
            else { return [] }
            return one(
                change,
                .abortCriterionMet(change: id, criterion: criterion, reading: reading)
            )
        case .abort(let id, let reason):
            let change = try knownChange(id)
            guard change.progress.isOpen else {
                throw Refusal(.invalid, "\(id) is \(change.progress.rawValue) already")
            }
            return one(change, .aborted(change: id, reason: try self.reason(reason)))
                + droppedConditions(of: change, "\(id) was aborted")
        case .finish(let id, let note, let despite):
            return try finish(try runningChange(id), note, despite, context)
        case .rollBack(let id, let note): return try rollBack(try knownChange(id), note)
        case .plan, .recordPreflight, .openPoll, .vote, .withdrawVote, .meetCondition, .closePoll,
            .requestOverride, .confirmOverride:
            return []
        }
    }

    private func runningChange(_ id: ChangeID) throws(Refusal) -> ChangeState {
        let change = try knownChange(id)
        switch change.progress {
        case .running: return change
        case .planned:
            throw Refusal(.held, "\(id) has not begun; begin it: tocsin change begin \(id)")
        case .aborted, .finished, .rolledBack:
            throw Refusal(.held, "\(id) is \(change.progress.rawValue)")
        }
    }

    private func begin(
        _ change: ChangeState,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let id = change.id
        let other = openChanges.first {
            $0.progress == .running && $0.mayConcern(change.plan.fleet)
        }
        if let other {
            throw Refusal(
                .held,
                "\(other.id) is under way on the same fleet (\(other.plan.what)); "
                    + "finish or abort it first"
            )
        }
        if case .overridden = change.standing(at: context.now) {
        } else {
            try checkPreflight(of: change)
            try checkAgreement(on: change, context)
        }
        let began =
            baseline(before: change, in: context)
            + one(change, .began(change: id, planHash: change.planHash))
            + attendance(after: change, context)
        guard !change.plan.waves.isEmpty else { return began }
        return began + one(change, .waveBegan(change: id, wave: 1))
    }

    /// Refuses while an agreement is missing: names who has not given it, and what to do.
    private func checkAgreement(
        on change: ChangeState,
        _ context: DecisionContext
    ) throws(Refusal) {
        let id = change.id
        let override = "or go on without them: tocsin change override \(id) --reason …"
        switch change.standing(at: context.now) {
        case .go, .overridden: return
        case .notOpen:
            throw Refusal(
                .held,
                "HOLD: nobody affected by \(id) was asked; ask them: tocsin poll open \(id), "
                    + override
            )
        case .invalidated:
            throw Refusal(
                .held,
                "HOLD: the plan of \(id) was changed after people were asked; "
                    + "ask again: tocsin poll open \(id), " + override
            )
        case .expired(let at):
            throw Refusal(
                .held,
                "HOLD: the GO of \(id) expired at \(at.hourMinute)Z; "
                    + "ask again: tocsin poll open \(id), " + override
            )
        case .noGo:
            let closing = change.poll?.closing
            throw Refusal(
                .held,
                "NO-GO by \(closing?.by.name ?? "the director"): \(closing?.reason ?? ""); "
                    + "plan \(id) anew and ask again: tocsin poll open \(id), " + override
            )
        case .hold:
            let dissents = change.poll?.dissents ?? []
            throw Refusal(
                .held,
                "HOLD: " + dissents.map(\.words).joined(separator: "; ") + "; "
                    + Self.remedies(of: id, dissents) + override
            )
        }
    }

    private static func remedies(of id: ChangeID, _ dissents: [Dissent]) -> String {
        if let party = dissents.first(where: { $0.kind == .condition })?.party,
            !dissents.contains(where: { $0.kind != .condition })
        {
            return "say that it is met: tocsin poll meet \(id) \(party) --note …, "
        }
        let party = dissents.first { $0.kind != .condition }?.party
        return "write down what they say: tocsin poll vote \(id) \(party ?? "PARTY") go, "
    }

    /// Refuses while a wave is to be watched or a condition for aborting was met, unless somebody
    /// says why it does not matter.
    private func checkWave(
        of change: ChangeState,
        _ despite: String?,
        _ verb: String,
        _ context: DecisionContext
    ) throws(Refusal) {
        if let despite {
            _ = try text(despite, "the reason")
            return
        }
        let command = "tocsin change \(verb) \(change.id) --despite …"
        if let met = change.met.first {
            throw Refusal(
                .held,
                "'\(met.criterion)' holds since \(met.at.hourMinute)Z (\(met.reading)): the plan "
                    + "says to abort (tocsin change abort \(change.id) --reason …); "
                    + "to go on all the same say why: \(command)",
                argument: "despite"
            )
        }
        if let wave = change.currentWave, let until = change.holdUntil, context.now < until {
            throw Refusal(
                .held,
                "wave \(wave.number) is watched until \(until.hourMinute)Z "
                    + "(\((until - context.now).brief) left); to go on sooner say why: \(command)",
                argument: "despite"
            )
        }
    }

    private func endOfWave(_ change: ChangeState, _ despite: String?) -> [Decision] {
        guard let wave = change.currentWave else { return [] }
        return one(
            change,
            .waveEnded(change: change.id, wave: wave.number, despite: despite)
        )
    }

    private func nextWave(
        _ change: ChangeState,
        _ despite: String?,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let next = (change.waves.last?.number ?? 0) + 1
        guard next <= change.plan.waves.count else {
            throw Refusal(
                .invalid,
                (change.plan.waves.isEmpty
                    ? "\(change.id) has no waves"
                    : "wave \(next - 1) of \(change.id) is the last")
                    + "; to end the change: tocsin change finish \(change.id)"
            )
        }
        try checkWave(of: change, despite, "wave", context)
        return endOfWave(change, despite)
            + one(change, .waveBegan(change: change.id, wave: next))
    }

    private func finish(
        _ change: ChangeState,
        _ note: String?,
        _ despite: String?,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let (begun, all) = (change.waves.last?.number ?? 0, change.plan.waves.count)
        if begun < all, despite == nil {
            throw Refusal(
                .held,
                "\(all - begun) of \(all) waves of \(change.id) have not begun; "
                    + "go on: tocsin change wave \(change.id)",
                argument: "despite"
            )
        }
        try checkWave(of: change, despite, "finish", context)
        if let note { _ = try text(note, "the note") }
        let end = note ?? (change.currentWave == nil ? despite : nil)
        return endOfWave(change, despite)
            + one(change, .finished(change: change.id, note: end))
    }

    private func rollBack(_ change: ChangeState, _ note: String) throws(Refusal) -> [Decision] {
        let id = change.id
        guard change.beganAt != nil else {
            throw Refusal(.invalid, "\(id) never began: there is nothing to take back")
        }
        switch change.progress {
        case .aborted, .finished: break
        case .planned, .running:
            throw Refusal(
                .held,
                "\(id) is under way; stop it first: tocsin change abort \(id) --reason …"
            )
        case .rolledBack: throw Refusal(.invalid, "\(id) is rolled back already")
        }
        return one(change, .rolledBack(change: id, note: try text(note, "the note")))
    }
}
