import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct IncidentLifeTests {
    private func declare(_ origin: IncidentOrigin) -> Command {
        .incident(
            .declare(
                title: "mesh lost",
                severity: .sev2,
                mode: .real,
                fleet: "prod",
                impactFrom: nil,
                checklist: nil,
                origin: origin
            )
        )
    }

    @Test func `what is declared twice under one key is one incident`() throws {
        var log = ScriptedLog()
        let keyed = declare(IncidentOrigin(key: "k1"))
        try log.run(keyed)
        #expect(try log.run(keyed) == [])
        #expect(log.state.incidents.count == 1)
        try log.run(declare(IncidentOrigin(key: "k2")))
        #expect(log.state.incidents.count == 2)
    }

    @Test func `a severity that nobody said is assumed until somebody says it`() throws {
        var log = ScriptedLog()
        try log.run(declare(IncidentOrigin(severityIsAssumed: true)))
        #expect(try log.incident().origin.severityIsAssumed)
        try log.run(.incident(.changeSeverity(incident, to: .sev2, reason: nil)))
        #expect(try !log.incident().origin.severityIsAssumed)
        #expect(
            log.refusal(.incident(.changeSeverity(incident, to: .sev2, reason: nil)))
                == Refusal(.invalid, "INC-0001 is already SEV2")
        )
    }

    @Test(arguments: [
        (IncidentStatus.identified, "say what the cause is"),
        (.mitigating, "say what is being done about it"),
        (.merged, "say which incident goes on (incident merge --into ID)"),
    ])
    func `a state that says something is not reached without saying it`(
        status: IncidentStatus,
        words: String
    ) throws {
        let log = try ScriptedLog.withIncident()
        let refusal = log.refusal(.become(status, nil))
        #expect(refusal?.kind == .invalid)
        #expect(refusal?.reason.hasPrefix(words) == true)
    }

    @Test func `only whoever commands calls it resolved`() throws {
        var log = try ScriptedLog.withIncident(.sev4)
        try log.run(.become(.mitigating))
        #expect(
            log.refusal(.become(.resolved), by: franck)
                == Refusal(
                    .held,
                    "hanno commands INC-0001 and alone can call it resolved; "
                        + "ask for the command (role offer commander --to franck)"
                )
        )
        try log.run(.role(.vacate(incident, .commander, reason: "tired")))
        #expect(
            log.refusal(.become(.resolved))
                == Refusal(
                    .held,
                    "nobody commands INC-0001; take the command first (incident commander)"
                )
        )
        try log.run(.incident(.changeCommander(incident, to: "hanno")))
        try log.run(.become(.resolved))
    }

    @Test func `nothing is closed before its review and its tasks are settled`() throws {
        var log = try ScriptedLog.withIncident(.sev4)
        try log.run(.task(.add(incident, text: "find out", owner: nil, due: nil)))
        try log.run(.become(.mitigating))
        try log.run(.become(.resolved))
        #expect(log.refusal(.become(.closed))?.reason.contains("has no owner or no date") == true)
        try log.run(.task(.assign(incident, 1, owner: "bob", due: minutes(600))))
        #expect(log.refusal(.become(.closed))?.reason.contains("review") == true)
        #expect(
            log.refusal(.incident(.changeReview(incident, to: .notNeeded, reason: nil)))?.argument
                == "reason"
        )
        try log.run(.incident(.changeReview(incident, to: .final, reason: nil)))
        try log.run(.become(.closed))
    }

    @Test func `the outside hears of it by an act of its own`() throws {
        var log = try ScriptedLog.withIncident()
        #expect(try log.incident().publicPhase == nil)
        try log.run(.become(.mitigating))
        #expect(try log.incident().publicPhase == nil)
        try log.run(.incident(.publish(incident, nil)))
        #expect(try log.incident().publicPhase == .identified)
        #expect(try log.run(.incident(.publish(incident, nil))) == [])
        try log.run(.incident(.withdraw(incident, reason: "too early")))
        #expect(try log.incident().publicPhase == nil)
    }

    @Test(arguments: IncidentStatus.allCases)
    func `every state has the public phase of the field, or none`(status: IncidentStatus) {
        let expected: PublicPhase? =
            switch status {
            case .investigating: .investigating
            case .identified, .mitigating: .identified
            case .monitoring: .monitoring
            case .resolved, .inReview, .closed: .resolved
            case .triage, .declined, .merged, .cancelled: nil
            }
        #expect(PublicPhase(status) == expected)
    }

    @Test func `a merged incident leaves its impacts to the one that goes on`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.declare("store fails"))
        let other = IncidentID(number: 2)
        try log.run(
            .impact(
                .openImpact(other, party: "js-waku", kind: "down", from: start, cause: .original)
            )
        )
        #expect(log.refusal(.incident(.merge(other, into: other)))?.argument == "into")
        try log.run(.incident(.merge(other, into: incident)))
        let merged = try #require(log.state.incident(other))
        #expect(merged.status == .merged)
        #expect(merged.mergedInto == incident)
        #expect(log.state.impacts.map(\.incident) == [incident])
        #expect(log.refusal(.incident(.merge(other, into: incident)))?.kind == .held)
    }

    @Test func `no incident follows from itself, however far round`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.declare("second"))
        try log.run(.declare("third"))
        let (second, third) = (IncidentID(number: 2), IncidentID(number: 3))
        try log.run(.incident(.changeParent(second, to: incident)))
        try log.run(.incident(.changeParent(third, to: second)))
        #expect(
            log.refusal(.incident(.changeParent(incident, to: third)))?.argument == "parent"
        )
        try log.run(.incident(.changeParent(third, to: nil)))
        #expect(log.refusal(.incident(.changeParent(incident, to: third))) == nil)
    }

    @Test func `what is long over is not opened again`() throws {
        var log = try ScriptedLog.withIncident(.sev4)
        try log.run(.become(.mitigating))
        try log.run(.become(.resolved))
        let days = { (count: Int) in start + .seconds(count * 86_400) }
        #expect(log.refusal(.become(.investigating), at: days(14)) == nil)
        #expect(log.refusal(.become(.investigating), at: days(15))?.kind == .held)
    }

    @Test func `instants out of order are shown, not hidden`() throws {
        var log = try ScriptedLog.withIncident()
        #expect(try log.incident().instantProblems.isEmpty)
        try log.run(
            .incident(.stateInstant(incident, .impactStarted, at: start - .seconds(60)))
        )
        try log.run(.incident(.stateInstant(incident, .detected, at: start - .seconds(120))))
        #expect(try log.incident().instantProblems.count == 1)
        try log.run(.incident(.stateInstant(incident, .detected, at: start - .seconds(30))))
        #expect(try log.incident().instantProblems.isEmpty)
        #expect(
            log.refusal(.incident(.stateInstant(incident, .detected, at: seconds(60))))?.reason
                == "that is in the future"
        )
    }

    @Test func `a pause ends with the next step forward`() throws {
        var log = try ScriptedLog.withIncident()
        let pause = IncidentCommand.pause(incident, until: minutes(60), reason: "a vote")
        try log.run(.incident(pause))
        #expect(try log.incident().pause?.until == minutes(60))
        try log.run(.become(.identified))
        #expect(try log.incident().pause == nil)
    }

    @Test func `what may be no incident is looked at first, and nobody waits to be told`() throws {
        var log = ScriptedLog()
        try log.run(declare(IncidentOrigin(isTriage: true)))
        #expect(try log.incident().status == .triage)
        #expect(try log.incident().nextUpdateDue == nil)
        #expect(log.refusal(.become(.resolved))?.reason.contains("cannot become resolved") == true)
        var declined = log
        try declined.run(.become(.declined), at: minutes(1))
        #expect(try declined.incident().status == .declined)
        try log.run(.become(.investigating), at: minutes(2))
        #expect(try log.incident().nextUpdateDue == minutes(7))
    }
}
