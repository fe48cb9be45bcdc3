package import FleetModel
package import IncidentLog
package import Primitives
import Testing

/// A log that grows by commands, as the programs write it; digests and hashes are not of interest.
package struct ScriptedLog {
    package private(set) var state = LogState()
    package private(set) var entries: [Entry] = []
    /// The fleet that whoever asks looks at; nil for none.
    package var fleet: String?
    /// The versions that may run in it; empty for no release policy.
    package var releases: [String] = []

    /// An empty log, asked by those who look at a fleet.
    package init(of fleet: String? = nil) {
        self.fleet = fleet
    }

    private func context(_ now: Timestamp, _ actor: Actor) -> DecisionContext {
        DecisionContext(
            now: now,
            actor: actor,
            roster: fleet.map { Roster(fleet: $0, releases: releases) }
        )
    }

    /// A log with one open SEV2 incident, `INC-0001`, declared by hanno at `start`.
    package static func withIncident(
        _ severity: Severity = .sev2,
        steps: [StepDefinition] = [],
    ) throws -> ScriptedLog {
        var log = ScriptedLog()
        let checklist = steps.isEmpty ? nil : ChecklistDefinition(name: "verify", steps: steps)
        try log.run(.declare("mesh lost", severity, checklist: checklist))
        return log
    }

    /// What the command leads to, without writing it.
    package func events(
        _ command: Command,
        at now: Timestamp = start,
        by actor: Actor = hanno,
    ) throws(Refusal) -> [Event] {
        try state.decide(command, in: context(now, actor)).map(\.event)
    }

    /// The refusal of a command; nil when it is carried out.
    package func refusal(
        _ command: Command,
        at now: Timestamp = start,
        by actor: Actor = hanno,
    ) -> Refusal? {
        do {
            _ = try events(command, at: now, by: actor)
            return nil
        } catch {
            return error
        }
    }

    /// Writes what the command leads to.
    @discardableResult
    package mutating func run(
        _ command: Command,
        at now: Timestamp = start,
        by actor: Actor = hanno,
    ) throws(Refusal) -> [Event] {
        let decisions = try state.decide(command, in: context(now, actor))
        for decision in decisions {
            append(decision.event, of: decision.incident, at: now, by: actor)
        }
        return decisions.map(\.event)
    }

    /// Writes an event that no rule has judged.
    package mutating func append(
        _ event: Event,
        of incident: IncidentID? = nil,
        at now: Timestamp = start,
        by actor: Actor = hanno,
        recordedAt: Timestamp? = nil,
    ) {
        let sequence = Int64(entries.count + 1)
        let draft = EntryDraft(
            id: EntryID("E\(sequence)"),
            incident: incident,
            device: "test",
            actor: actor,
            occurredAt: now,
            recordedAt: recordedAt ?? now,
            event: event,
        )
        let entry = Entry(
            sequence: sequence,
            draft: draft,
            payload: nil,
            payloadDigest: "",
            previousHash: "",
            hash: "",
        )
        entries.append(entry)
        state.apply(entry)
    }

    /// The only incident.
    package func incident() throws -> IncidentState {
        try #require(state.incidents.first)
    }

    /// A step of the only incident.
    package func step(_ id: StepID) throws -> StepState {
        try #require(incident().step(id))
    }
}

extension SignalTable {
    /// The signal of this name as it was found last, in whatever fleet.
    package subscript(id: SignalID) -> SignalState? { self[SignalKey(id, of: nil)] }
}

extension LogState {
    /// The signals of all fleets that ask for attention.
    package var activeSignals: [SignalState] { activeSignals(of: nil) }
}

/// A moment in the story: Monday, 12 July 2021, 08:00 UTC.
package let start = Timestamp(seconds: 1_626_076_800)
package let hanno = Actor("hanno")
package let franck = Actor("franck")
package let incident = IncidentID(number: 1)

package func seconds(_ count: Int) -> Timestamp { start + .seconds(count) }
package func minutes(_ count: Int) -> Timestamp { start + .seconds(count * 60) }

extension Finding {
    package static func sample(
        _ id: SignalID,
        _ priority: SignalPriority = .critical,
        kind: FindingKind = .check,
        nodes: [NodeID]? = nil,
        since: Timestamp = start,
        causes: [SignalID] = []
    ) -> Finding {
        let subject = id.rawValue.split(separator: "/").dropFirst().last
        return Finding(
            id: id,
            kind: kind,
            priority: priority,
            text: "\(id)!",
            nodes: nodes ?? subject.map { [NodeID(String($0))] } ?? [],
            since: since,
            causes: causes
        )
    }
}

extension Command {
    package static func declare(
        _ title: String,
        _ severity: Severity = .sev2,
        fleet: String? = "prod",
        impactFrom: Timestamp? = nil,
        checklist: ChecklistDefinition? = nil,
    ) -> Command {
        .incident(
            .declare(
                title: title,
                severity: severity,
                mode: .real,
                fleet: fleet,
                impactFrom: impactFrom,
                checklist: checklist,
            )
        )
    }

    package static func become(_ status: IncidentStatus, _ reason: String? = "because") -> Command {
        .incident(.changeStatus(IncidentID(number: 1), to: status, reason: reason))
    }
}
