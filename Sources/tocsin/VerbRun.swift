import CommandTable
import Commands
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Reports
import Runtime

/// One run of a command that changes the log, and what is shown of it.
struct VerbRun {
    private let invocation: Invocation
    private let form: OutputForm

    init(_ invocation: Invocation, as form: OutputForm) {
        self.invocation = invocation
        self.form = form
    }

    /// Reads the words against the log as it is, asks for all that they come to or for nothing,
    /// and shows what became of it.
    func carryOut(_ verb: some Verb) throws {
        guard !invocation.isReadOnly else {
            throw Failure(
                CommandProblem(
                    Refusal(.held, "TOCSIN_READ_ONLY is set: nothing is written down or sent")
                )
            )
        }
        var fleet = try fleet(for: verb.fleetNeed)
        let verb = try taken(verb)
        if verb is any NeedsFreshFacts, let known = fleet { fleet = try writeFacts(of: known) }
        var plan: CommandPlan?
        let (entries, state) = try invocation.performAll { state throws(Failure) in
            do throws(CommandProblem) {
                let made = try verb.plan(in: invocation.situation(state, fleet: fleet))
                plan = made
                return (made.commands, made.occurredAt)
            } catch {
                throw Failure(error)
            }
        }
        if let plan { try show(plan.shows, entries, state, fleet) }
    }

    /// Asks every node once and writes down what it says of itself.
    ///
    /// - Returns: The fleet with the nodes that its sources told of.
    private func writeFacts(of fleet: Fleet) throws -> Fleet {
        let look = FleetLook(at: fleet, invocation)
        _ = try invocation.performAll(by: .tocsin) { state throws(Failure) in
            let facts = RuleEvaluator.factCommands(
                of: look.fleet,
                look.snapshot.readings,
                log: state,
                at: RunTime.now
            )
            return (facts, nil)
        }
        return look.fleet
    }

    /// Reads the words against the log as it is, and shows what would be sent.
    func preview(_ verb: some Verb) throws {
        let fleet = try fleet(for: verb.fleetNeed)
        let verb = try taken(verb)
        let state = try invocation.readState()
        let situation = invocation.situation(state, fleet: fleet)
        let context = DecisionContext(
            now: situation.now,
            actor: Actor(situation.author),
            roster: fleet.map { Roster($0) }
        )
        do throws(CommandProblem) {
            let plan = try verb.plan(in: situation)
            for command in plan.commands {
                let preview = try Self.preview(command, state, fleet, context)
                guard let preview else { continue }
                Output.show(PreviewReport(preview), as: form, at: context.now)
            }
        } catch {
            throw Failure(error)
        }
    }

    private static func preview(
        _ command: Command,
        _ state: LogState,
        _ fleet: Fleet?,
        _ context: DecisionContext
    ) throws(CommandProblem) -> UpdatePreview? {
        do throws(Refusal) {
            return try state.preview(of: command, to: fleet?.channels ?? [], in: context)
        } catch {
            throw CommandProblem(error)
        }
    }

    private func fleet(for need: FleetNeed) throws(Failure) -> Fleet? {
        switch need {
        case .ifKnown: invocation.knownFleet()
        case .ifAny: try invocation.optionalFleet()
        case .required: try invocation.fleet()
        }
    }

    /// The command with what is piped in where it takes that.
    private func taken<V: Verb>(_ verb: V) throws(Failure) -> V {
        guard var reader = verb as? any Verb & TakesStandardInput, reader.text == "-" else {
            return verb
        }
        reader.text = try Invocation.standardInput()
        return reader as? V ?? verb
    }

    private func show(
        _ shown: CommandPlan.Shown,
        _ entries: [Entry],
        _ state: LogState,
        _ fleet: Fleet?
    ) throws {
        let now = RunTime.now
        switch shown {
        case .incident(let id):
            guard let incident = (id ?? entries.first?.incident).flatMap({ state.incident($0) })
            else { return }
            Output.show(IncidentReport(incident, at: now), as: form)
        case .entries:
            for entry in entries { Output.show(EntryReport(entry, state), as: form) }
        case .checklist(let id):
            if let incident = state.incident(id) {
                Output.show(StepList(incident, at: now), as: form)
            }
        case .tasks(let id):
            if let incident = state.incident(id) {
                Output.show(TaskList([incident], at: now), as: form)
            }
        case .clocks(let id):
            if let incident = state.incident(id) { Output.show(ClockList(incident), as: form) }
        case .advice: Output.show(AdviceList(state), as: form)
        case .impacts: Output.show(ImpactList(state), as: form)
        case .signals(let ids):
            let signals = ids.compactMap { state.signals[SignalKey($0, of: fleet?.name)] }
            Output.show(SignalList(signals, state, at: now), as: form)
        case .maintenance:
            Output.show(MaintenanceList(state, withEnded: false, at: now), as: form)
        case .exceptions:
            Output.show(ExceptionList(state, withEnded: false, at: now), as: form)
        case .baseline:
            if let diff = state.baselineDiff(of: fleet?.name) {
                Output.show(BaselineReport(diff), as: form)
            }
        case .change(let id):
            guard let change = (id ?? Self.change(in: entries)).flatMap({ state.change($0) })
            else { return }
            Output.show(ChangeReport(change, state, at: now), as: form)
        case .board(let id):
            guard let change = state.change(id) else { return }
            Output.show(PollBoard(change, state, at: now), as: form)
        case .receipts(let id, let number, let wait):
            // Somebody else may have released an update meanwhile: the entry tells our number.
            guard let number = number ?? Self.number(in: entries), let fleet else { return }
            try DeliveryWait.settle(
                invocation,
                fleet,
                id,
                number,
                timeout: wait,
                as: form
            )
        }
    }

    private static func change(in entries: [Entry]) -> ChangeID? {
        guard case .change(let event) = entries.first?.event else { return nil }
        return event.change
    }

    private static func number(in entries: [Entry]) -> Int? {
        guard case .update(.queued(let number, _, _, _)) = entries.first?.event else { return nil }
        return number
    }
}
