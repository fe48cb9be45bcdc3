import FleetModel
import Primitives

/// What is said about a poll when it is opened, and what is left to the usual.
struct PollWish {
    let voters: [PartyID]
    let advisory: [PartyID]
    let agree: Int?
    let answerWithin: Duration?
    let valid: Duration?

    init(
        _ voters: [PartyID],
        _ advisory: [PartyID],
        _ agree: Int?,
        _ answerWithin: Duration?,
        _ valid: Duration?
    ) {
        self.voters = voters
        self.advisory = advisory
        self.agree = agree
        self.answerWithin = answerWithin
        self.valid = valid
    }
}

extension LogState {
    func openPoll(
        _ change: ChangeState,
        _ wish: PollWish,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        try checkFleet(of: change, context)
        switch change.standing(at: context.now) {
        case .hold, .go:
            throw Refusal(
                .invalid,
                "those affected by \(change.id) are asked already; see: tocsin poll board \(change.id)"
            )
        case .notOpen, .invalidated, .expired, .noGo, .overridden: break
        }
        let roster = context.roster?.parties ?? []
        try checkImpacts(of: change, on: roster + wish.voters + wish.advisory)
        let voters = try voters(wish, of: change, among: roster)
        let required = voters.count(where: \.isRequired)
        if let agree = wish.agree, !(1...max(required, 1)).contains(agree) {
            throw Refusal(
                .invalid,
                "\(agree) of \(required) cannot agree; say 1 to \(required)",
                argument: "agree"
            )
        }
        try checkPreflight(of: change)
        let isInIncident = change.incident.flatMap { incident($0) }?.status.isOpen ?? false
        let usual = PollTerms.usual(inIncident: isInIncident)
        let terms = PollTerms(
            voters: voters,
            agree: wish.agree,
            deadline: context.now + (wish.answerWithin ?? usual.answer),
            valid: wish.valid ?? usual.valid
        )
        return one(
            change,
            .pollOpened(change: change.id, planHash: change.planHash, terms: terms)
        )
    }

    /// Nobody can agree to what they were not told.
    private func checkImpacts(
        of change: ChangeState,
        on parties: [PartyID]
    ) throws(Refusal) {
        let untold = parties.filter { change.plan.impact(on: $0) == nil }
        guard let first = untold.first else { return }
        let names = untold.map(\.rawValue).joined(separator: ", ")
        throw Refusal(
            .invalid,
            "the plan does not say what \(change.id) means for \(names); "
                + "say it, and be it 'none': tocsin change plan --change \(change.id) … "
                + "--impact \(first)=\"…\"",
            argument: "impact"
        )
    }

    private func voters(
        _ wish: PollWish,
        of change: ChangeState,
        among roster: [PartyID]
    ) throws(Refusal) -> [PollTerms.Voter] {
        let everybody = roster.isEmpty ? change.plan.impacts.map(\.party) : roster
        for party in wish.voters + wish.advisory where !everybody.contains(party) {
            let known = everybody.map(\.rawValue)
            throw Refusal(
                .invalid,
                "there is no party '\(party)'"
                    + Suggestion.hint(for: party.rawValue, among: known, called: "parties"),
                argument: wish.voters.contains(party) ? "voters" : "advisory"
            )
        }
        var seen: Set<PartyID> = []
        let asked = wish.voters.isEmpty ? everybody : wish.voters + wish.advisory
        let voters = asked.filter { seen.insert($0).inserted }.map { party in
            PollTerms.Voter(party, isRequired: !wish.advisory.contains(party))
        }
        guard voters.contains(where: \.isRequired) else {
            throw Refusal(
                .invalid,
                voters.isEmpty
                    ? "the fleet has no parties who could be asked"
                    : "at least one party must be required to agree",
                argument: voters.isEmpty ? nil : "advisory"
            )
        }
        return voters
    }

    /// The preflight of the plan as it is now, whatever it found.
    /// - Throws: That there was none.
    @discardableResult
    func madePreflight(of change: ChangeState) throws(Refusal) -> PreflightState {
        guard let preflight = change.validPreflight else {
            let what =
                change.preflight == nil
                ? "\(change.id) has had no preflight"
                : "the preflight of \(change.id) was about an earlier plan"
            throw Refusal(.held, "\(what); run: tocsin change preflight \(change.id)")
        }
        return preflight
    }

    func checkPreflight(of change: ChangeState) throws(Refusal) {
        let command = "tocsin change preflight \(change.id)"
        let preflight = try madePreflight(of: change)
        guard !preflight.failures.isEmpty else { return }
        let failures = preflight.failures.map { "\($0.subject): \($0.text)" }
        throw Refusal(
            .held,
            "the preflight of \(change.id) failed: \(failures.joined(separator: "; "))"
                + "; put it right and run: \(command)"
        )
    }

    /// The poll of a change that waits for answers, or has them.
    func runningPoll(
        _ id: ChangeID,
        _ context: DecisionContext
    ) throws(Refusal) -> (ChangeState, PollState) {
        let change = try plannedChange(id)
        let open = "tocsin poll open \(id)"
        guard let poll = change.poll else {
            throw Refusal(.held, "nobody was asked about \(id) yet; ask: \(open)")
        }
        guard change.isPollValid else {
            throw Refusal(
                .held,
                "the plan of \(id) was changed after people were asked; ask again: \(open)"
            )
        }
        if let closing = poll.closing {
            throw Refusal(
                .held,
                "\(closing.by.name) ended the poll of \(id) with NO-GO: \(closing.reason); "
                    + "ask again: \(open)"
            )
        }
        if let until = poll.goUntil, context.now >= until {
            throw Refusal(
                .held,
                "the GO of \(id) expired at \(until.hourMinute)Z; ask again: \(open)"
            )
        }
        return (change, poll)
    }

    func vote(
        _ id: ChangeID,
        _ hash: String,
        _ vote: Vote,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let (change, poll) = try runningPoll(id, context)
        guard hash == change.planHash else {
            throw Refusal(
                .held,
                "this answer is about an earlier plan of \(id); read the one of "
                    + "\(change.plannedAt.hourMinute)Z: tocsin change show \(id)"
            )
        }
        let parties = poll.terms.voters.map(\.party.rawValue)
        guard parties.contains(vote.party.rawValue) else {
            throw Refusal(
                .invalid,
                "'\(vote.party)' is not asked about \(id)"
                    + Suggestion.hint(for: vote.party.rawValue, among: parties, called: "parties"),
                argument: "party"
            )
        }
        func isGiven(_ text: String?) -> Bool {
            text?.contains { !$0.isWhitespace } ?? false
        }
        switch vote.answer {
        case .go, .abstain: break
        case .goIf:
            guard isGiven(vote.comment) else {
                throw Refusal(
                    .invalid,
                    "say what must be done first: --comment \"…\"",
                    argument: "comment"
                )
            }
        case .noGo:
            guard isGiven(vote.comment) else {
                throw Refusal(
                    .invalid,
                    "a NO-GO needs a reason: --comment \"…\"",
                    argument: "comment"
                )
            }
            guard isGiven(vote.wouldChange) else {
                throw Refusal(
                    .invalid,
                    "a NO-GO says what would change it: --would-change \"…\"",
                    argument: "would-change"
                )
            }
        }
        for text in [vote.comment, vote.wouldChange, vote.channel].compactMap({ $0 }) {
            _ = try self.text(text, "the answer")
        }
        return one(change, .voted(change: id, planHash: hash, vote: vote))
            + (try conditionSteps(for: vote, of: change, context))
    }

    func meetCondition(
        _ id: ChangeID,
        _ party: PartyID,
        _ note: String,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let (change, poll) = try runningPoll(id, context)
        guard let cast = poll.vote(of: party), cast.vote.answer == .goIf else {
            throw Refusal(.invalid, "\(party) has set no condition", argument: "party")
        }
        guard cast.conditionMet == nil else {
            throw Refusal(.invalid, "the condition of \(party) is met already", argument: "party")
        }
        let note = try text(note, "the proof")
        return one(change, .conditionMet(change: id, party: party, note: note))
            + tick(of: party, in: change, note)
    }
}

// MARK: Going on without an agreement

extension LogState {
    /// Who has not agreed to the plan as it is.
    package func dissents(of change: ChangeState, in context: DecisionContext) -> [Dissent] {
        if change.isPollValid, let poll = change.poll {
            // An agreement that is too old is none.
            if let until = poll.goUntil, context.now >= until {
                return poll.terms.required.map { Dissent($0, .silent) }
            }
            return poll.dissents
        }
        let roster = context.roster.flatMap { change.mayConcern($0.fleet) ? $0.parties : nil }
        return (roster ?? change.plan.impacts.map(\.party)).map { Dissent($0, .notAsked) }
    }

    func requestOverride(
        _ change: ChangeState,
        _ reason: String,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let id = change.id
        try checkFleet(of: change, context)
        try checkPerson(context)
        try checkDirector(of: change, "ask for an override", context)
        let reason = try self.reason(reason)
        let standing = change.standing(at: context.now)
        if case .overridden(let until) = standing {
            throw Refusal(.invalid, "\(id) is overridden until \(until.hourMinute)Z already")
        }
        let failed = objections(to: change)
        guard !standing.isGo || !failed.isEmpty else {
            throw Refusal(.invalid, "\(id) is GO; begin it: tocsin change begin \(id)")
        }
        return one(
            change,
            .overrideRequested(
                change: id,
                planHash: change.planHash,
                reason: reason,
                notAgreed: dissents(of: change, in: context),
                failed: failed
            )
        )
    }

    func confirmOverride(
        _ change: ChangeState,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let id = change.id
        try checkFleet(of: change, context)
        try checkPerson(context)
        guard let wish = change.overruling, wish.planHash == change.planHash else {
            throw Refusal(
                .held,
                "nobody has asked to override \(id) as it is planned now; "
                    + "\(director(of: change)) can: tocsin change override \(id) --reason …"
            )
        }
        guard wish.until.map({ context.now >= $0 }) ?? true else {
            throw Refusal(.invalid, "\(id) is overridden already")
        }
        guard !isSame(wish.requestedBy.name, context.actor.name) else {
            throw Refusal(
                .held,
                "a second person must confirm the override of \(id): you asked for it yourself; "
                    + "somebody else runs: tocsin change override \(id) --confirm"
            )
        }
        let isInIncident = change.incident.flatMap { incident($0) }?.status.isOpen ?? false
        let valid = PollTerms.usual(inIncident: isInIncident).valid
        guard wish.until == nil, context.now < wish.requestedAt + valid else {
            throw Refusal(
                .held,
                "the override of \(id) was asked for at \(wish.requestedAt.hourMinute)Z, too long "
                    + "ago; ask again: tocsin change override \(id) --reason …"
            )
        }
        return one(
            change,
            .overrideConfirmed(
                change: id,
                planHash: change.planHash,
                until: context.now + valid,
                notAgreed: dissents(of: change, in: context),
                failed: objections(to: change)
            )
        )
    }

    /// What the preflight says against a change; that there was none says much.
    private func objections(to change: ChangeState) -> [PreflightResult] {
        if let preflight = change.validPreflight { return preflight.failures }
        return [
            PreflightResult(
                "preflight",
                .fail,
                subject: change.id.rawValue,
                "no preflight of this plan was made"
            )
        ]
    }

    /// What people answer for, no program can.
    private func checkPerson(_ context: DecisionContext) throws(Refusal) {
        guard context.actor.kind != .automatic else {
            throw Refusal(.invalid, "only a person can answer for an override")
        }
    }
}
