package import IncidentLog
package import Primitives

/// A log that is kept nowhere: carries commands out on a state alone, for whoever looks at a fleet
/// without writing anything down.
///
/// What would be raised, cleared and grouped is so as it would be in a log that is kept. Bounded as
/// `LogState` is.
package struct ScratchLog: Sendable {
    /// What the log would tell.
    package private(set) var state: LogState
    /// The fleet in whose name commands are carried out.
    private let fleet: String?

    /// A log that goes on from a state that was read.
    ///
    /// - Parameter fleet: The name of the fleet that is looked at; nil for none.
    package init(_ state: LogState = LogState(), fleet: String?) {
        self.state = state
        self.fleet = fleet
    }

    /// Carries a command out.
    ///
    /// - Returns: The entries that it leads to, outside any chain.
    /// - Throws: `Refusal` when a rule stands against it.
    @discardableResult
    package mutating func perform(
        _ command: Command,
        by actor: Actor,
        at now: Timestamp
    ) throws(Refusal) -> [Entry] {
        let context = DecisionContext(
            now: now,
            actor: actor,
            roster: fleet.map { Roster(fleet: $0) }
        )
        return try state.decide(command, in: context).map { record($0, by: actor, at: now) }
    }

    /// Carries out what follows from a look at a fleet; what is refused is passed over, as it no
    /// longer fits what was decided before it.
    @discardableResult
    package mutating func follow(_ commands: [Command], at now: Timestamp) -> [Entry] {
        var entries: [Entry] = []
        for command in commands {
            if let more = try? perform(command, by: .tocsin, at: now) { entries += more }
        }
        return entries
    }

    /// Takes note that the clock was set: what is known is as old as before.
    package mutating func noteClockStep(from: Timestamp, to: Timestamp) {
        record(Decision(nil, .watch(.clockStepped(from: from, to: to))), by: .tocsin, at: to)
    }

    @discardableResult
    private mutating func record(
        _ decision: Decision,
        by actor: Actor,
        at now: Timestamp
    ) -> Entry {
        let sequence = state.sequence + 1
        let entry = Entry(
            sequence: sequence,
            draft: EntryDraft(
                id: EntryID("scratch-\(sequence)"),
                incident: decision.incident,
                device: "",
                actor: actor,
                occurredAt: now,
                recordedAt: now,
                event: decision.event
            ),
            payload: "",
            payloadDigest: "",
            previousHash: Entry.origin,
            hash: ""
        )
        state.apply(entry)
        return entry
    }
}
