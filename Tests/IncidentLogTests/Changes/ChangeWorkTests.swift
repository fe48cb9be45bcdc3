import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct ChangeWorkTests {
    private let id = ChangedLog.id
    private let arthur = Actor("arthur")

    private static let waves: [ChangePlan.Wave] = [
        .init(nodes: ["do-ams3"], hold: .seconds(900)), .init(nodes: [], hold: .seconds(600)),
    ]

    @Test func `an override needs whoever directs and a second person`() throws {
        var log = try ChangedLog.asked()
        try log.vote("nim-waku", .go)
        try log.vote("js-waku", .noGo)
        #expect(log.refusal(.confirmOverride(id), by: arthur)?.kind == .held)
        #expect(log.refusal(.requestOverride(id, reason: "x"), by: arthur)?.kind == .held)
        #expect(log.refusal(.requestOverride(id, reason: " "))?.kind == .invalid)
        let asked = try log.run(.requestOverride(id, reason: "prod is down for a week"))
        let dissents = [
            Dissent("js-waku", .noGo, "because"), Dissent("chat2bridge", .silent),
        ]
        #expect(
            asked == [
                .overrideRequested(
                    change: id,
                    planHash: log.hash,
                    reason: "prod is down for a week",
                    notAgreed: dissents,
                    failed: []
                )
            ]
        )
        #expect(log.refusal(.begin(id))?.kind == .held)
        for actor in [hanno, Actor("Hanno")] {
            #expect(log.refusal(.confirmOverride(id), by: actor)?.kind == .held)
        }
        #expect(log.refusal(.confirmOverride(id), by: .tocsin)?.kind == .invalid)
        let confirmed = try log.run(.confirmOverride(id), by: arthur)
        #expect(
            confirmed == [
                .overrideConfirmed(
                    change: id,
                    planHash: log.hash,
                    until: start + .seconds(86_400),
                    notAgreed: dissents,
                    failed: []
                )
            ]
        )
        #expect(log.refusal(.begin(id), by: arthur) == nil)
        #expect(log.refusal(.begin(id), at: start + .seconds(86_400))?.kind == .held)
    }

    @Test func `a failed preflight is overridden by name, and so is one that nobody made`() throws {
        var log = try ChangedLog.planned(preflight: ChangedLog.failing)
        try log.run(.requestOverride(id, reason: "urgent"))
        #expect(log.change.overruling?.failed == ChangedLog.failing)
        #expect(log.change.overruling?.notAgreed.map(\.kind) == [.notAsked, .notAsked, .notAsked])
        try log.run(.confirmOverride(id), by: arthur)
        try log.run(.begin(id))
        #expect(log.change.progress == .running)
        var blind = try ChangedLog.planned(preflight: nil)
        try blind.run(.requestOverride(id, reason: "urgent"))
        #expect(
            blind.change.overruling?.failed.map(\.text) == ["no preflight of this plan was made"]
        )
    }

    @Test func `an override is of one plan`() throws {
        var log = try ChangedLog.planned()
        try log.run(.requestOverride(id, reason: "urgent"))
        try log.run(.plan(id, ChangedLog.plan("something else")))
        #expect(log.refusal(.confirmOverride(id), by: arthur)?.kind == .held)
        try log.run(.requestOverride(id, reason: "urgent"))
        try log.run(.confirmOverride(id), by: arthur)
        try log.run(.plan(id, ChangedLog.plan("and another thing")))
        #expect(log.refusal(.begin(id))?.kind == .held)
    }

    @Test func `a preflight that fails after all have agreed holds the change back`() throws {
        var log = try ChangedLog.agreed()
        try log.run(.recordPreflight(id, planHash: log.hash, ChangedLog.failing))
        #expect(log.refusal(.begin(id))?.reason.contains("js-waku: needs relay beta2") == true)
    }

    @Test func `waves begin one after the other, each after its time`() throws {
        var log = try ChangedLog.agreed(ChangedLog.plan(waves: Self.waves))
        #expect(log.refusal(.nextWave(id))?.reason.contains("tocsin change begin") == true)
        #expect(
            try log.run(.begin(id)) == [
                .began(change: id, planHash: log.hash), .waveBegan(change: id, wave: 1),
            ]
        )
        let early = try #require(log.refusal(.nextWave(id), at: minutes(14)))
        #expect(early.kind == .held)
        #expect(early.reason.contains("1m left"))
        #expect(
            try log.run(.nextWave(id), at: minutes(15)) == [
                .waveEnded(change: id, wave: 1, despite: nil), .waveBegan(change: id, wave: 2),
            ]
        )
        #expect(log.refusal(.nextWave(id), at: minutes(40))?.kind == .invalid)
        #expect(log.refusal(.finish(id), at: minutes(20))?.kind == .held)
        try log.run(.endWave(id, wave: 2), at: minutes(25), by: .tocsin)
        #expect(try log.run(.endWave(id, wave: 2), at: minutes(25), by: .tocsin) == [])
        #expect(
            try log.run(.finish(id, note: "well"), at: minutes(25)) == [
                .finished(change: id, note: "well")
            ]
        )
        #expect(log.change.progress == .finished)
    }

    @Test func `a condition for aborting stops the waves until somebody says why not`() throws {
        var log = try ChangedLog.agreed(
            ChangedLog.plan(waves: Self.waves, aborts: ["any(peers) < 3"])
        )
        try log.run(.begin(id))
        func met(_ criterion: String) -> ChangeCommand {
            .noteAbortCriterion(id, criterion: criterion, reading: "peers 1 on do-ams3")
        }
        #expect(try log.run(met("other"), by: .tocsin) == [])
        #expect(try log.run(met("any(peers) < 3"), by: .tocsin).count == 1)
        #expect(try log.run(met("any(peers) < 3"), by: .tocsin) == [])
        let refusal = try #require(log.refusal(.nextWave(id), at: minutes(60)))
        #expect(refusal.reason.contains("peers 1 on do-ams3"))
        #expect(refusal.reason.contains("tocsin change abort CHG-0001"))
        #expect(refusal.argument == "despite")
        #expect(log.refusal(.nextWave(id, despite: " "))?.kind == .invalid)
        try log.run(.nextWave(id, despite: "peers come back"), at: minutes(60))
        #expect(log.change.waves.first?.despite == "peers come back")
        #expect(log.change.met == [])
    }

    @Test func `what was begun can be given up and taken back`() throws {
        var log = try ChangedLog.agreed()
        #expect(log.refusal(.rollBack(id, note: "x"))?.kind == .invalid)
        try log.run(.begin(id))
        #expect(log.refusal(.rollBack(id, note: "x"))?.kind == .held)
        try log.run(.abort(id, reason: "js-waku is cut off"))
        #expect(log.refusal(.abort(id, reason: "x"))?.kind == .invalid)
        #expect(log.refusal(.begin(id))?.kind == .held)
        try log.run(.rollBack(id, note: "v0.4 runs on all"))
        #expect(log.change.progress == .rolledBack)
    }

    @Test func `one change of a fleet at a time`() throws {
        var log = try ChangedLog.agreed()
        try log.run(.begin(id))
        let second = ChangeID(number: 2)
        try log.run(.plan(nil, ChangedLog.plan("another")))
        try log.run(.requestOverride(second, reason: "urgent"))
        try log.run(.confirmOverride(second), by: arthur)
        #expect(log.refusal(.begin(second))?.reason.contains("CHG-0001 is under way") == true)
    }
}
