import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct ChangeBaselineTests {
    private let id = ChangedLog.id

    private func fact(
        _ log: inout ChangedLog,
        _ fact: FactName,
        _ from: [String],
        _ value: String,
        at now: Timestamp = start
    ) {
        log.append(
            .fleet(
                .factChanged(node: "a", fact: fact, from: from, to: [value], fleet: "prod")
            ),
            at: now
        )
    }

    @Test func `a change that begins has a baseline, once`() throws {
        var log = try ChangedLog.agreed()
        fact(&log, .relay, [], "beta2")
        try log.run(.begin(id))
        let baseline = try #require(log.state.baseline(of: "prod"))
        #expect(baseline.change == "CHG-0001")
        #expect(baseline.nodes.keys.sorted() == ["a"])
        #expect(log.change.progress == .running)
    }

    @Test func `a change of which no node is known begins without one`() throws {
        var log = try ChangedLog.agreed()
        #expect(try log.run(.begin(id)).count == 1)
        #expect(log.state.baseline(of: "prod") == nil)
    }

    @Test func `whoever takes a change back rolls back the nodes that tell no version`() throws {
        var log = try ChangedLog.agreed()
        fact(&log, .relay, [], "beta2")
        try log.run(.begin(id))
        fact(&log, .relay, ["beta2"], "2.0.0", at: minutes(1))
        try log.run(.abort(id, reason: "js-waku is cut off"), at: minutes(2))
        #expect(log.state.baselineDiff(of: "prod")?.leftBehindWords == nil)
        try log.run(.rollBack(id, note: "v0.4 again"), at: minutes(3))
        let words = try #require(log.state.baselineDiff(of: "prod")?.leftBehindWords)
        #expect(words == "1 key not reverted on a (1): relay")
        fact(&log, .relay, ["2.0.0"], "beta2", at: minutes(4))
        #expect(
            log.state.baseline(of: "a", in: "prod")?.words == "rolled back, every key as before"
        )
    }
}
