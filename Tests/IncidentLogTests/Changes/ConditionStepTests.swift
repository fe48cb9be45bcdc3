import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

/// The conditions under which parties agree, as steps of the incident.
struct ConditionStepTests {
    private let id = ChangedLog.id
    private let step: StepID = "CHG-0001.nim-waku"

    /// An incident in which all agree, one of them under a condition.
    private func story() throws -> ChangedLog {
        var log = try ChangedLog.asked(incident: true)
        try log.vote("js-waku", .go)
        try log.vote("chat2bridge", .go)
        try log.vote("nim-waku", .goIf)
        return log
    }

    private func standing(_ log: ChangedLog) throws -> StepState.Standing? {
        try log.log.incident().step(step)?.standing(at: start)
    }

    @Test func `a condition is a hard step, and its tick meets it`() throws {
        var log = try story()
        let definition = try #require(try log.log.incident().step(step)).definition
        #expect(definition.title == "because")
        #expect(definition.gate == .hard)
        #expect(log.refusal(.begin(id))?.reason.contains("condition of nim-waku") == true)
        var ticked = log
        try ticked.tick(step, "copied from all nodes")
        #expect(ticked.change.poll?.vote(of: "nim-waku")?.conditionMet == "copied from all nodes")
        #expect(ticked.refusal(.begin(id)) == nil)
        // The other way round.
        try log.run(.meetCondition(id, "nim-waku", note: "copied"))
        #expect(try standing(log) == .passed)
        #expect(log.refusal(.begin(id)) == nil)
    }

    @Test(arguments: [
        ChangeCommand.withdrawVote(ChangedLog.id, "nim-waku"),
        .closePoll(ChangedLog.id, reason: "not now"),
        .plan(ChangedLog.id, ChangedLog.plan("another plan")),
        .abort(ChangedLog.id, reason: "not now"),
    ])
    func `a condition that counts no more holds nothing back`(command: ChangeCommand) throws {
        var log = try story()
        try log.run(command)
        #expect(try standing(log) == .notApplicable)
    }

    @Test func `who answers anew has one condition, the new one`() throws {
        var log = try story()
        try log.vote("nim-waku", .goIf)
        let steps = try log.log.incident().steps
        #expect(steps.map(\.definition.id) == [step, "CHG-0001.nim-waku-2"])
        #expect(steps.map(\.progress) == [.notApplicable, .pending])
        try log.tick("CHG-0001.nim-waku-2", "done")
        #expect(log.refusal(.begin(id)) == nil)
        try log.vote("nim-waku", .go)
        #expect(try log.log.incident().steps.map(\.progress) == [.notApplicable, .passed])
    }

    @Test func `outside an incident a condition is none of its steps`() throws {
        var log = try ChangedLog.asked()
        #expect(throws: Never.self) { try log.vote("nim-waku", .goIf) }
        #expect(log.state.incidents.isEmpty)
    }
}

extension ChangedLog {
    fileprivate mutating func tick(_ step: StepID, _ note: String) throws(Refusal) {
        try run(.checklist(.passStep(TestSupport.incident, step, note: note)))
    }
}
