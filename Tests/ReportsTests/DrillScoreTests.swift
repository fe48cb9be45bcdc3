import IncidentLog
import Primitives
import TestSupport
import Testing

@testable import Reports

/// How a drill went, read from its log.
struct DrillScoreTests {
    private static let story = [
        StoryMoment(["incident", "declare", "\"mesh\""], at: minutes(10), by: "arthur"),
        StoryMoment(["incident", "state", "mitigating"], at: minutes(20), by: "arthur"),
        StoryMoment(["update", "send", "\"we\""], at: minutes(12), by: "arthur"),
    ]

    private func row(_ what: String, in score: DrillScore) throws -> DrillScore.Row {
        try #require(score.rows.first { $0.what == what })
    }

    @Test func `what was decided stands beside the story's own time`() throws {
        var log = ScriptedLog()
        try log.run(.declare("mesh lost"), at: minutes(4))
        let score = DrillScore(log.entries, story: Self.story, at: minutes(30))
        let declared = try row("declared", in: score)
        #expect(declared.at == minutes(4))
        #expect(declared.by == "hanno")
        #expect(declared.story == minutes(10))
        #expect(declared.remark == "SEV2, 6m before the story")
        let state = try row("state mitigating", in: score)
        #expect(state.at == nil)
        #expect(state.remark == "only in the story")
        #expect(try row("update", in: score).story == minutes(12))
    }

    @Test func `a signal counts as seen when somebody takes note of it`() throws {
        var log = ScriptedLog()
        log.append(.signal(.found(finding: .sample("links/a"))), at: minutes(1), by: .tocsin)
        log.append(.signal(.found(finding: .sample("store/a"))), at: minutes(2), by: .tocsin)
        try log.run(.signal(.acknowledge("links/a", note: nil)), at: minutes(4), by: franck)
        let score = DrillScore(log.entries, story: [], at: minutes(30))
        #expect(score.signals == 2)
        #expect(score.acknowledged == 1)
        #expect(score.medianAcknowledgement == .seconds(180))
        let seen = try row("links/a!", in: score)
        #expect(seen.by == "franck")
        #expect(try row("store/a!", in: score).remark == "rose 08:02Z, nobody took note of it")
    }

    @Test func `a promise that was not kept is late, and so is one that is still open`() throws {
        var log = ScriptedLog()
        try log.run(.declare("mesh lost"))
        let update = Event.update(
            .queued(number: 1, text: "we look", channels: [], nextDue: minutes(20))
        )
        log.append(update, of: incident, at: minutes(8))
        let score = DrillScore(log.entries, story: Self.story, at: minutes(30))
        #expect(score.updates == 1)
        #expect(score.late == 2)
        #expect(try row("update", in: score).remark == "3m late, 4m before the story")
    }

    @Test func `it is told in a line a part and a table`() throws {
        let score = DrillScore([], story: Self.story, at: minutes(30))
        #expect(
            score.text.prefix(4).map { $0 } == [
                .line("seen: 0 of 0 signals acknowledged"),
                .line("told: 0 updates, 0 late; the story's people sent 1"),
                .line("decided: 0 times; 0 of the story's 2"),
                .line("done: 0 steps and the like; 0 of the story's 0"),
            ]
        )
    }
}
