import IncidentLog
import Primitives
import Reports
import TestSupport
import Testing

/// How long incidents took, and which spans cannot be right.
struct IncidentMetricsTests {
    /// A signal at 2 min, a report at 5, declared at 10 with harm from 0, told at 14, mitigated at
    /// 40, served again at 55, resolved at 60.
    private static func story(impactFrom: Timestamp? = start) throws -> ScriptedLog {
        var log = ScriptedLog(of: "prod")
        try log.run(
            .signal(.raise(.sample("siblings/a", since: minutes(1)))),
            at: minutes(2),
            by: .tocsin
        )
        try log.run(
            .entry(.report(nil, party: "js-waku", text: "cut off")),
            at: minutes(5),
            by: franck
        )
        try log.run(.declare("mesh lost", impactFrom: impactFrom), at: minutes(10))
        try log.run(
            .impact(
                .openImpact(
                    incident,
                    party: "js-waku",
                    kind: "down",
                    from: minutes(1),
                    cause: .original
                )
            ),
            at: minutes(11)
        )
        try log.run(
            .update(
                .sendUpdate(incident, text: "we know", channels: ["irc"], nextDue: minutes(30))
            ),
            at: minutes(13)
        )
        try log.run(
            .update(
                .settleDelivery(incident, number: 1, "irc", .delivered(receipt: "1", attempt: 1))
            ),
            at: minutes(14),
            by: .tocsin
        )
        try log.run(.become(.mitigating), at: minutes(30))
        try log.run(
            .update(.sendUpdate(incident, text: "soon", channels: ["irc"], nextDue: minutes(90))),
            at: minutes(37)
        )
        try log.run(.become(.monitoring), at: minutes(40))
        try log.run(.impact(.closeImpact(party: "js-waku", to: minutes(55))), at: minutes(56))
        try log.run(.become(.resolved), at: minutes(60))
        return log
    }

    private static func metrics(_ log: ScriptedLog) throws -> IncidentMetrics {
        IncidentMetrics(try log.incident(), log.state, at: minutes(61))
    }

    private static func seconds(
        _ metrics: IncidentMetrics,
        _ measure: IncidentMetrics.Measure,
        _ party: PartyID? = nil
    ) -> Double? {
        metrics.rows.first { $0.measure == measure && $0.party == party }?.seconds
    }

    @Test(arguments: [
        (IncidentMetrics.Measure.timeToDetect, 2.0), (.timeToAccept, 8), (.firstWord, 12),
        (.timeToMitigate, 38), (.timeToResolve, 58), (.timeToVerify, 15),
    ])
    func `each span goes from its beginning to its end`(
        measure: IncidentMetrics.Measure,
        minutes: Double
    ) throws {
        let metrics = try Self.metrics(Self.story())
        #expect(Self.seconds(metrics, measure) == minutes * 60)
        #expect(metrics.rows.allSatisfy { $0.wrong == nil })
        #expect(Self.seconds(metrics, .timeToVerify, "js-waku") == 900.0)
    }

    @Test func `an update after the moment promised counts, with how late it was`() throws {
        let metrics = try Self.metrics(Self.story())
        #expect(metrics.lateUpdates == 1)
        #expect(try metrics.json().contains("\"lateSeconds\":420"))
        var late = try ScriptedLog.withIncident()
        #expect(IncidentMetrics(try late.incident(), late.state, at: minutes(4)).lateUpdates == 0)
        #expect(IncidentMetrics(try late.incident(), late.state, at: minutes(6)).lateUpdates == 1)
        try late.run(.become(.mitigating), at: minutes(6))
        #expect(IncidentMetrics(try late.incident(), late.state, at: minutes(7)).lateUpdates == 1)
    }

    @Test func `what could have been seen, by what, and who noticed`() throws {
        let debt = try Self.metrics(Self.story()).debt
        #expect(debt.visibleSince == start)
        #expect(debt.shownBy == "siblings/a")
        #expect(debt.noticedAt == minutes(5))
        #expect(debt.noticedBy == "franck, for js-waku")
        #expect(debt.seconds == 300)
        let party = try #require(debt.parties.first)
        #expect(party.party == "js-waku")
        #expect(party.toldAt == minutes(5))
        #expect(party.seconds == 240)
    }

    @Test func `harm that is said to begin after it was seen makes the span wrong`() throws {
        let log = try Self.story(impactFrom: minutes(8))
        // The signal and the report are from before the harm, and so of something else.
        let metrics = try Self.metrics(log)
        #expect(Self.seconds(metrics, .timeToDetect) != nil)
        var odd = ScriptedLog(of: "prod")
        try odd.run(.entry(.report(nil, party: "p", text: "x")), at: minutes(1), by: franck)
        try odd.run(.declare("late", impactFrom: minutes(8)), at: minutes(10))
        let row = try #require(Self.metrics(odd).rows.first { $0.measure == .timeToDetect })
        #expect(row.seconds == -420)
        #expect(row.wrong == "it was detected before the impact began")
    }

    @Test func `a turn that was dated back marks the spans that it ends`() throws {
        var log = try ScriptedLog.withIncident()
        log.append(
            .incident(.statusChanged(from: .investigating, to: .mitigating, reason: nil)),
            of: incident,
            at: minutes(20)
        )
        log.append(
            .incident(.statusChanged(from: .mitigating, to: .monitoring, reason: nil)),
            of: incident,
            at: minutes(5),
            recordedAt: minutes(25)
        )
        let metrics = try Self.metrics(log)
        #expect(
            metrics.rows.first { $0.measure == .timeToMitigate }?.wrong
                == "when it was mitigated was dated back"
        )
    }

    @Test func `who is still harmed, or is by decision, is said`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(
            .impact(.openImpact(incident, party: "p", kind: "down", from: start, cause: .original))
        )
        try log.run(.become(.mitigating), at: minutes(1))
        try log.run(.become(.monitoring), at: minutes(2))
        #expect(try Self.metrics(log).rows.contains { $0.remark == "still harmed: p" })
        try log.run(.impact(.acceptResidualImpact(party: "p", reason: "later")), at: minutes(3))
        #expect(try Self.metrics(log).rows.contains { $0.remark == "accepted: p" })
    }

    @Test func `totals are over real incidents, without what is wrong`() throws {
        let log = try Self.story()
        let one = MetricsList(log.state, at: minutes(61))
        #expect(one.drills == 0)
        #expect(
            try one.json().contains(
                "{\"count\":1,\"measure\":\"ttr\",\"seconds\":3480,\"wrong\":0}"
            )
        )
        var drill = ScriptedLog()
        try drill.run(
            .incident(
                .declare(
                    title: "practice",
                    severity: .sev2,
                    mode: .drill,
                    fleet: nil,
                    impactFrom: nil,
                    checklist: nil
                )
            )
        )
        let none = MetricsList(drill.state, at: minutes(1))
        #expect(none.drills == 1)
        #expect(try none.json().contains("\"incidents\":[]"))
    }

    @Test func `spans stay what they are when the clock is set`() throws {
        var log = try Self.story()
        let before = try Self.metrics(log)
        log.append(.watch(.clockStepped(from: minutes(61), to: minutes(661))), at: minutes(661))
        let after = IncidentMetrics(try log.incident(), log.state, at: minutes(661))
        for (one, other) in zip(before.rows, after.rows) {
            // When the harm began is a time of day that somebody told.
            #expect(one.seconds == other.seconds, "\(one.measure)")
        }
    }

    @Test func `the time is counted in which nodes ran what nobody allowed`() throws {
        func off(_ node: NodeID, at now: Timestamp) -> Finding {
            Finding(
                id: SignalID("off policy/\(node)"),
                kind: .policy,
                priority: .warning,
                text: "off policy on \(node)",
                nodes: [node],
                since: now
            )
        }
        var log = ScriptedLog(of: "prod")
        try log.run(.signal(.raise(off("a", at: start))), by: .tocsin)
        try log.run(.declare("x"), at: minutes(10))
        try log.run(.signal(.raise(off("b", at: minutes(12)))), at: minutes(12), by: .tocsin)
        try log.run(.signal(.clear("off policy/a", text: "")), at: minutes(20), by: .tocsin)
        #expect(Self.seconds(try Self.metrics(log), .offPolicy) == 51.0 * 60)
        try log.run(.signal(.clear("off policy/b", text: "")), at: minutes(30), by: .tocsin)
        #expect(Self.seconds(try Self.metrics(log), .offPolicy) == 20.0 * 60)
    }
}
