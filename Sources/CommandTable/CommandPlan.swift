package import IncidentLog
package import Primitives

/// What a call comes to.
package struct CommandPlan: Sendable {
    /// What is asked of the log, all or none.
    package let commands: [Command]
    /// When it happened, if not now.
    package let occurredAt: Timestamp?
    /// What a script is shown afterwards.
    package let shows: Shown

    /// What is shown after a command was carried out.
    package enum Shown: Sendable {
        /// The incident just declared, or this one.
        case incident(IncidentID?)
        /// The entries written.
        case entries
        /// The checklist of an incident.
        case checklist(IncidentID)
        /// The tasks of an incident.
        case tasks(IncidentID)
        /// The dates that others set for an incident.
        case clocks(IncidentID)
        /// All advice.
        case advice
        /// All impacts.
        case impacts
        /// These signals.
        case signals([SignalID])
        /// Planned work.
        case maintenance
        /// The exceptions from release policies.
        case exceptions
        /// How the fleet stands to its baseline.
        case baseline
        /// The change just planned, or this one.
        case change(ChangeID?)
        /// Who agrees to a change.
        case board(ChangeID)
        /// The receipts of an update, awaited for so long; of the one just sent without a number.
        case receipts(IncidentID, number: Int?, wait: Duration)
    }

    /// A plan.
    package init(_ commands: [Command], occurredAt: Timestamp? = nil, shows: Shown) {
        self.commands = commands
        self.occurredAt = occurredAt
        self.shows = shows
    }

    /// Judges the plan by the rule book, without carrying it out.
    ///
    /// - Throws: What the rule book says against it.
    package func check(_ log: LogState, in context: DecisionContext) throws(CommandProblem) {
        do throws(Refusal) {
            for command in commands { _ = try log.decide(command, in: context) }
        } catch {
            throw CommandProblem(error)
        }
    }
}
