import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct ImpactCommandTests {
    private let open = Command.impact(
        .openImpact(
            nil,
            party: "js-waku",
            kind: "down",
            from: start,
            cause: .mitigation
        )
    )
    private let close = Command.impact(.closeImpact(party: "js-waku", to: minutes(9)))

    @Test func `an impact is a window with a beginning and an end`() throws {
        var log = try ScriptedLog.withIncident()
        #expect(
            try log.run(open)
                == [
                    .impact(
                        .opened(party: "js-waku", kind: "down", from: start, cause: .mitigation)
                    )
                ]
        )
        #expect(log.state.openImpact(of: "js-waku")?.cause == .mitigation)
        #expect(
            try log.run(close, at: minutes(10))
                == [.impact(.closed(party: "js-waku", to: minutes(9)))]
        )
        #expect(log.state.openImpact(of: "js-waku") == nil)
        #expect(log.state.impacts.map(\.to) == [minutes(9)])
    }

    @Test func `the end of an impact belongs to the incident of its beginning`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(
            .impact(
                .openImpact(incident, party: "js-waku", kind: "down", from: start, cause: .original)
            )
        )
        let context = DecisionContext(now: minutes(10), actor: hanno)
        #expect(try log.state.decide(close, in: context).map(\.incident) == [incident])
    }

    @Test func `a party has one open window at a time`() throws {
        var log = ScriptedLog()
        try log.run(open)
        #expect(log.refusal(open) == Refusal(.invalid, "js-waku already has an open impact"))
        #expect(try log.events(open, by: .tocsin) == [])
        try log.run(close, at: minutes(10))
        #expect(
            log.refusal(close, at: minutes(10))
                == Refusal(.invalid, "js-waku has no open impact")
        )
        #expect(try log.events(close, at: minutes(10), by: .tocsin) == [])
        #expect(try log.run(open).count == 1)
    }

    @Test func `a window neither begins nor ends in the future, nor ends before it begins`() throws
    {
        var log = ScriptedLog()
        #expect(
            log.refusal(open, at: start - .seconds(1))
                == Refusal(.invalid, "an impact cannot begin in the future", argument: "from")
        )
        try log.run(open)
        #expect(
            log.refusal(close)
                == Refusal(.invalid, "an impact cannot end in the future", argument: "at")
        )
        let early = Command.impact(.closeImpact(party: "js-waku", to: start - .seconds(1)))
        #expect(
            log.refusal(early)
                == Refusal(
                    .invalid,
                    "the impact began at 2021-07-12T08:00:00.000Z, after the end given",
                    argument: "at"
                )
        )
        #expect(try log.events(early, by: .tocsin) == [])
    }

    @Test func `what remains is accepted with a reason`() throws {
        var log = ScriptedLog()
        let accept = Command.impact(.acceptResidualImpact(party: "js-waku", reason: "0.9 fixes it"))
        #expect(log.refusal(accept) == Refusal(.invalid, "js-waku has no open impact"))
        try log.run(open)
        #expect(
            log.refusal(.impact(.acceptResidualImpact(party: "js-waku", reason: "")))
                == Refusal(.invalid, "the reason is empty")
        )
        try log.run(accept)
        #expect(log.state.openImpact(of: "js-waku")?.residualReason == "0.9 fixes it")
    }

    @Test func `how well a window is known, from what and by whom stays with it`() throws {
        var log = ScriptedLog(of: "prod")
        let (seen, log2) = (Evidence.link(url: "https://x/1"), Evidence.link(url: "https://x/2"))
        try log.run(
            .impact(
                .openImpact(
                    nil,
                    party: "exchange",
                    kind: "cannot-sync",
                    from: start,
                    cause: .rollback,
                    proof: ImpactProof(confidence: .about, evidence: seen, reportedBy: "kucoin")
                )
            )
        )
        try log.run(
            .impact(
                .closeImpact(
                    party: "exchange",
                    to: minutes(9),
                    proof: ImpactProof(confidence: .atMost, evidence: log2)
                )
            ),
            at: minutes(10)
        )
        let impact = try #require(log.state.impacts.first)
        #expect(impact.cause == .rollback)
        #expect(impact.fromConfidence == .about && impact.toConfidence == .atMost)
        #expect(impact.fromEvidence == seen && impact.toEvidence == log2)
        #expect(impact.reportedBy == "kucoin")
        #expect(impact.fleet == "prod")
        for entry in log.entries { try log.run(.entry(.redact(entry, reason: "a name"))) }
        #expect(log.state.impacts.first?.toEvidence?.text == Redaction.placeholder)
        #expect(log.state.impacts.first?.fromEvidence?.text == Redaction.placeholder)
    }

    @Test func `two fleets may have a party of one name`() throws {
        var log = ScriptedLog()
        for (fleet, minute) in [("prod", 0), ("test", 1)] {
            log.fleet = fleet
            try log.run(
                .impact(
                    .openImpact(nil, party: "p", kind: "down", from: start, cause: .original)
                ),
                at: minutes(minute)
            )
        }
        log.fleet = nil
        let close = Command.impact(.closeImpact(party: "p", to: minutes(2)))
        #expect(
            log.refusal(close, at: minutes(5))?.reason
                == "several fleets have a party 'p' ('prod', 'test'); "
                + "name the file of the one that you mean with --fleet"
        )
        log.fleet = "prod"
        try log.run(close, at: minutes(5))
        #expect(log.state.openImpact(of: "p", in: "prod") == nil)
        #expect(log.state.openImpact(of: "p", in: "test")?.fleet == "test")
        try log.run(
            .impact(
                .openImpact(
                    nil,
                    party: "p",
                    kind: "slow",
                    from: minutes(5),
                    cause: .original
                )
            ),
            at: minutes(5)
        )
        log.fleet = "test"
        try log.run(.impact(.acceptResidualImpact(party: "p", reason: "0.9")), at: minutes(6))
        #expect(log.state.openImpact(of: "p", in: "prod")?.residualReason == nil)
        #expect(log.state.openImpact(of: "p", in: "test")?.residualBy == hanno)
    }

    @Test func `a total counts each moment once, and by cause`() throws {
        var log = ScriptedLog(of: "prod")
        func span(_ from: Int, _ to: Int?, _ cause: ImpactCause) {
            log.append(
                .impact(
                    .opened(party: "p", kind: "x", from: minutes(from), cause: cause, fleet: "prod")
                )
            )
            guard let to else { return }
            log.append(.impact(.closed(party: "p", to: minutes(to), fleet: "prod")))
        }
        span(0, 30, .original)
        span(10, 20, .mitigation)
        span(50, 60, .original)
        span(90, nil, .rollback)
        let total = try #require(log.state.impactTotals(at: minutes(100)).first)
        #expect(total.total == .seconds(50 * 60))
        #expect(
            total.byCause == [
                .original: .seconds(2400), .mitigation: .seconds(600), .rollback: .seconds(600),
            ]
        )
        #expect(total.isOpen && !total.isApproximate)
        #expect(log.state.impactTotals(of: incident, at: start) == [])
    }
}

struct FactCommandTests {
    private func record(_ values: [String]) -> Command {
        .observation(.recordFact("ac-hk", .protocols, to: values))
    }

    @Test func `a fact is written down when it changes`() throws {
        var log = ScriptedLog()
        #expect(
            try log.run(record(["a", "b"])) == [
                .fleet(
                    .factChanged(node: "ac-hk", fact: .protocols, from: [], to: ["a", "b"])
                )
            ]
        )
        #expect(try log.run(record(["a", "b"])) == [])
        #expect(
            try log.run(record(["a"]), at: seconds(9)) == [
                .fleet(
                    .factChanged(node: "ac-hk", fact: .protocols, from: ["a", "b"], to: ["a"])
                )
            ]
        )
        #expect(log.state.facts(of: "ac-hk", in: nil).values[.protocols] == ["a"])
        #expect(log.state.facts(of: "ac-hk", in: nil).changedAt[.protocols] == seconds(9))
    }

    @Test(arguments: [["b", "a"], []])
    func `another order and no values at all are no change`(values: [String]) throws {
        var log = ScriptedLog()
        try log.run(record(["a", "b"]))
        #expect(try log.run(record(values)) == [])
    }

    @Test func `a name that is nearly a party's is held back, any other is taken`() throws {
        func open(_ party: PartyID, by actor: Actor) throws(Refusal) -> [Decision] {
            let roster = Roster(fleet: "prod", parties: ["js-waku", "chat2bridge"])
            return try LogState().decide(
                .impact(
                    .openImpact(nil, party: party, kind: "down", from: start, cause: .original)
                ),
                in: DecisionContext(now: start, actor: actor, roster: roster)
            )
        }
        let refusal = Refusal(
            .invalid,
            "the fleet has no party 'chat2brigde'; did you mean 'chat2bridge'?",
            argument: "party"
        )
        #expect(throws: refusal) { try open("chat2brigde", by: hanno) }
        #expect(try open("js-waku", by: hanno).count == 1)
        #expect(try open("an exchange", by: hanno).count == 1)
        #expect(try open("chat2brigde", by: .tocsin).count == 1)
    }
}
