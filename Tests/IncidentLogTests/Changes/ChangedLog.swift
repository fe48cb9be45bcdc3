import FleetModel
import IncidentLog
import Primitives
import TestSupport

/// A log of changes of a fleet with the parties of the Waku drill.
struct ChangedLog {
    static let parties: [PartyID] = ["js-waku", "nim-waku", "chat2bridge"]
    static let id = ChangeID(number: 1)

    private(set) var log = ScriptedLog()
    var roster: Roster? = Roster(fleet: "prod", parties: Self.parties)

    var state: LogState { log.state }
    var change: ChangeState { state.change(Self.id) ?? state.changes[0] }
    var hash: String { change.planHash }

    static func plan(
        _ what: String = "redeploy master",
        told: [PartyID] = Self.parties,
        waves: [ChangePlan.Wave] = [],
        aborts: [String] = []
    ) -> ChangePlan {
        ChangePlan(
            what: what,
            fleet: "prod",
            from: "v0.4",
            to: "master",
            waves: waves,
            impacts: told.map { .init(party: $0, text: "a minute away") },
            aborts: aborts
        )
    }

    static let passing = [PreflightResult("release policy", .pass, subject: "master", "ok")]
    static let failing = [
        PreflightResult("party needs", .fail, subject: "js-waku", "needs relay beta2")
    ]

    /// A log with a planned change; `preflight` is what was found, nil for none.
    static func planned(
        _ plan: ChangePlan = plan(),
        incident: Bool = false,
        preflight: [PreflightResult]? = passing
    ) throws -> ChangedLog {
        var changed = ChangedLog()
        if incident { try changed.log.run(.declare("mesh lost")) }
        try changed.run(.plan(nil, plan, incident: incident ? TestSupport.incident : nil))
        if let preflight {
            try changed.run(.recordPreflight(id, planHash: changed.hash, preflight))
        }
        return changed
    }

    /// One whose parties are being asked.
    static func asked(
        _ plan: ChangePlan = plan(),
        incident: Bool = false,
        agree: Int? = nil,
        advisory: [PartyID] = []
    ) throws -> ChangedLog {
        var changed = try planned(plan, incident: incident)
        try changed.run(.openPoll(id, advisory: advisory, agree: agree))
        return changed
    }

    /// One to which all have agreed.
    static func agreed(_ plan: ChangePlan = plan(), incident: Bool = false) throws -> ChangedLog {
        var changed = try asked(plan, incident: incident)
        for party in parties { try changed.vote(party, .go) }
        return changed
    }

    private func context(_ now: Timestamp, _ actor: Actor) -> DecisionContext {
        DecisionContext(now: now, actor: actor, roster: roster)
    }

    /// Writes what the command leads to.
    @discardableResult
    mutating func run(
        _ command: ChangeCommand,
        at now: Timestamp = start,
        by actor: Actor = hanno
    ) throws(Refusal) -> [ChangeEvent] {
        let decisions = try state.decide(.change(command), in: context(now, actor))
        for decision in decisions {
            log.append(decision.event, of: decision.incident, at: now, by: actor)
        }
        return decisions.compactMap { decision in
            guard case .change(let event) = decision.event else { return nil }
            return event
        }
    }

    /// Writes what a command about anything else leads to.
    mutating func run(_ command: Command, at now: Timestamp = start) throws(Refusal) {
        let decisions = try state.decide(command, in: context(now, hanno))
        for decision in decisions {
            log.append(decision.event, of: decision.incident, at: now)
        }
    }

    mutating func append(
        _ event: Event,
        of incident: IncidentID? = nil,
        at now: Timestamp = start
    ) {
        log.append(event, of: incident, at: now)
    }

    mutating func vote(
        _ party: PartyID,
        _ answer: Vote.Answer,
        at now: Timestamp = start
    ) throws(Refusal) {
        let vote = Vote(party, answer, comment: "because", wouldChange: "a release")
        try run(.vote(Self.id, planHash: hash, vote), at: now)
    }

    /// The refusal of a command; nil when it is carried out.
    func refusal(
        _ command: ChangeCommand,
        at now: Timestamp = start,
        by actor: Actor = hanno
    ) -> Refusal? {
        do throws(Refusal) {
            _ = try state.decide(.change(command), in: context(now, actor))
            return nil
        } catch {
            return error
        }
    }
}
