import FleetModel
import Primitives

extension LogState {
    func decide(_ command: PolicyCommand, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        guard context.actor.kind != .automatic else {
            throw Refusal(.invalid, "only people decide on exceptions from the release policy")
        }
        switch command {
        case .requestException(
            let incident,
            let version,
            let nodes,
            let reasonClass,
            let text,
            let exitPlan,
            let expires,
            let update
        ):
            let event = PolicyEvent.exceptionRequested(
                exception: ExceptionID(number: highestException + 1),
                fleet: context.fleet,
                nodes: nodes,
                version: try exceptable(version, nodes, context),
                reasonClass: reasonClass,
                text: try self.text(text, "the reason"),
                expires: try checkedEnd(expires, context),
                exitPlan: try self.exitPlan(exitPlan),
                update: try informing(update, of: try openIncident(incident))
            )
            return [Decision(incident, .policy(event))]
        case .approveException(let id):
            let exception = try pending(id, context)
            return [Decision(exception.incident, .policy(.exceptionApproved(exception: id)))]
        case .endException(let id, let reason):
            let exception = try known(id)
            switch exception.state(at: context.now) {
            case .requested, .inForce: break
            case .expired, .withdrawn, .ended:
                throw Refusal(.invalid, over(exception, context))
            }
            let reason = try text(reason, "the reason")
            let event = PolicyEvent.exceptionEnded(exception: id, reason: reason)
            return [Decision(exception.incident, .policy(event))]
        }
    }

    private func known(_ id: ExceptionID) throws(Refusal) -> PolicyException {
        guard let exception = exception(id) else {
            let all = exceptions.map(\.id.rawValue).joined(separator: ", ")
            throw Refusal(
                .invalid,
                "there is no exception \(id)"
                    + (all.isEmpty
                        ? "; 'tocsin policy except' asks for one" : "; there are: \(all)"),
                argument: "id"
            )
        }
        return exception
    }

    private func over(_ exception: PolicyException, _ context: DecisionContext) -> String {
        let state = exception.state(at: context.now).rawValue
        let at = exception.ending?.at ?? exception.expires
        return "\(exception.id) is \(state) since \(at)"
    }

    // MARK: Asking

    /// The version, if it is one that an exception makes sense for.
    private func exceptable(
        _ version: String,
        _ nodes: [NodeID],
        _ context: DecisionContext
    ) throws(Refusal) -> String {
        let version = try text(version, "the version").trimmed
        guard let roster = context.roster, !roster.releases.isEmpty else {
            throw Refusal(
                .invalid,
                "the fleet has no release policy; its file says with 'releases' what may run"
            )
        }
        if roster.releases.contains(where: { ReleaseName.matches(version, $0) }) {
            throw Refusal(
                .invalid,
                "\(version) is a release and may run without an exception",
                argument: "version"
            )
        }
        let same = exceptions.last { exception in
            exception.mayConcern(context.fleet) && exception.version == version
                && exception.nodes == nodes
                && [.requested, .inForce].contains(exception.state(at: context.now))
        }
        if let same {
            let isApproved = same.approval != nil
            throw Refusal(
                .invalid,
                "\(same.id) is about the same version and nodes and "
                    + (isApproved
                        ? "in force until \(same.expires); end it first (tocsin policy end \(same.id))"
                        : "waits for a second person (tocsin policy approve \(same.id))")
            )
        }
        return version
    }

    private func checkedEnd(
        _ expires: Timestamp?,
        _ context: DecisionContext
    ) throws(Refusal) -> Timestamp {
        let end = expires ?? context.now + PolicyException.usualSpan
        guard end > context.now else {
            throw Refusal(
                .invalid,
                "an exception cannot end in the past",
                argument: "expires"
            )
        }
        guard end - context.now <= PolicyException.longestSpan else {
            throw Refusal(
                .invalid,
                "an exception ends after 14 days at the latest; a later one is asked for anew",
                argument: "expires"
            )
        }
        return end
    }

    private func exitPlan(_ plan: String) throws(Refusal) -> String {
        guard plan.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(
                .invalid,
                "say how and by when the fleet comes back to a release (--exit-plan)",
                argument: "exit-plan"
            )
        }
        return try text(plan, "the exit plan")
    }

    /// The update that informed the parties: whoever depends on the fleet hears first that it runs
    /// what nobody released.
    private func informing(
        _ number: Int?,
        of incident: IncidentState
    ) throws(Refusal) -> Int {
        guard let newest = incident.updates.last(where: { !$0.isRedacted }) else {
            throw Refusal(
                .held,
                "the parties were not informed: tell them that a version runs that is no release "
                    + "(tocsin update send), then name that update with --update",
                argument: "update"
            )
        }
        guard let number else {
            throw Refusal(
                .invalid,
                "name the update that informed the parties with --update; "
                    + "the newest of \(incident.id) is #\(newest.number)",
                argument: "update"
            )
        }
        guard let update = incident.update(number) else {
            throw Refusal(
                .invalid,
                "\(incident.id) has no update #\(number); the newest is #\(newest.number)",
                argument: "update"
            )
        }
        guard !update.isRedacted else {
            throw Refusal(
                .held,
                "the text of update #\(number) was redacted: it informs nobody; "
                    + "send another (tocsin update send)",
                argument: "update"
            )
        }
        return number
    }

    // MARK: Agreeing

    /// The exception, if this person may agree to it.
    private func pending(
        _ id: ExceptionID,
        _ context: DecisionContext
    ) throws(Refusal) -> PolicyException {
        let exception = try known(id)
        switch exception.state(at: context.now) {
        case .requested: break
        case .inForce:
            let by = exception.approval.map { " by \($0.by.name), at \($0.at)" } ?? ""
            throw Refusal(.invalid, "\(id) was approved already\(by)")
        case .expired, .withdrawn, .ended:
            throw Refusal(
                .invalid,
                over(exception, context) + "; ask for a new one (tocsin policy except)"
            )
        }
        guard exception.requestedBy.name.lowercased() != context.actor.name.lowercased() else {
            throw Refusal(
                .invalid,
                "you asked for \(id) yourself; a second person must approve it"
            )
        }
        return exception
    }
}
