import Detection
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Testing

/// A rule that a person wrote and that cannot be judged any more is told, once and in time.
struct AbsenceTests {
    private func fleet(_ check: String, nodes: Int = 2, scope: Check.Scope = .node) throws -> Fleet
    {
        let picks = [MetricPick(name: "calls", series: "node_rpc_calls")]
        let target = ProbeTarget.prometheus(url: "http://n/metrics", metrics: picks)
        return Fleet(
            name: "prod",
            nodes: (1...nodes).map {
                Node(id: NodeID("n\($0)"), probes: [ProbeSpec(target: target)])
            },
            checks: [
                Check(name: "few calls", condition: try Condition(parsing: check), scope: scope)
            ],
            polling: Polling(interval: .seconds(1), timeout: .seconds(1))
        )
    }

    /// Polls a second apart; what a node tells at each, nil for a poll that fails.
    private func run(
        _ fleet: Fleet,
        seconds: Range<Int>,
        _ detectors: inout FleetDetectors,
        _ readings: inout FleetReadings,
        log: LogState? = nil,
        _ poll: (NodeID, Int) -> Observation
    ) -> [Judgement] {
        var last: [Judgement] = []
        for second in seconds {
            let now = WatchedFleet.start + .seconds(second)
            for node in fleet.nodes {
                var seen = poll(node.id, second)
                seen.at = now
                readings.apply(seen)
                detectors.observe(seen)
            }
            let assessments = fleet.assess(&readings, at: now)
            last = detectors.judge(readings, assessments, log: log, at: now).filter {
                $0.id.rawValue.hasPrefix("cannot judge")
            }
        }
        return last
    }

    private func answer(
        _ node: NodeID,
        _ samples: [Sample],
        version: String = "v1",
        problems: [Problem] = []
    ) -> Observation {
        Observation(
            node: node,
            probeIndex: 0,
            at: WatchedFleet.start,
            latency: .milliseconds(5),
            samples: samples,
            facts: [Fact(.version, [version])],
            problems: problems
        )
    }

    private func findings(_ judgements: [Judgement]) -> [Finding] {
        judgements.compactMap { if case .stands(let finding) = $0 { finding } else { nil } }
    }

    @Test func `a metric that disappears with an upgrade is told within half a minute`() throws {
        let fleet = try fleet("calls < 3 for 2s")
        var detectors = FleetDetectors(fleet: fleet)
        var readings = FleetReadings()
        let note = Problem(
            part: "metrics",
            reason: .other("no series on the page for calls; rpc may be node_calls_started now"),
            isFault: false
        )
        let early = run(fleet, seconds: 0..<20, &detectors, &readings) { node, second in
            node == "n1" && second >= 12
                ? answer(node, [], version: "v2", problems: [note])
                : answer(node, [Sample("calls", 9)])
        }
        #expect(findings(early) == [])
        let late = run(fleet, seconds: 20..<40, &detectors, &readings) { node, _ in
            node == "n1"
                ? answer(node, [], version: "v2", problems: [note])
                : answer(node, [Sample("calls", 9)])
        }
        let finding = try #require(findings(late).first)
        #expect(findings(late).count == 1)
        #expect(finding.id == "cannot judge few calls/n1")
        #expect(finding.kind == .absent)
        #expect(finding.text.hasPrefix("check 'few calls' cannot be judged since "))
        #expect(finding.text.contains(": calls comes no more from n1; n1 runs v2 since "))
        #expect(finding.evidence.contains { $0.contains("node_calls_started") })
        let back = run(fleet, seconds: 40..<42, &detectors, &readings) { node, _ in
            answer(node, [Sample("calls", 9)])
        }
        #expect(findings(back) == [])
    }

    @Test func `what never came is told where the fleet file asks for it`() throws {
        let fleet = try fleet("calls < 3")
        var detectors = FleetDetectors(fleet: fleet)
        var readings = FleetReadings()
        let all = run(fleet, seconds: 0..<30, &detectors, &readings) { node, _ in answer(node, []) }
        #expect(
            findings(all).map(\.id) == ["cannot judge few calls/n1", "cannot judge few calls/n2"]
        )
        #expect(findings(all)[0].text.hasSuffix("calls never came from n1"))
    }

    @Test func `a metric that a node cannot have is no gap while another has it`() throws {
        let fleet = try fleet("mesh < 3")
        var detectors = FleetDetectors(fleet: fleet)
        var readings = FleetReadings()
        let all = run(fleet, seconds: 0..<30, &detectors, &readings) { node, _ in
            answer(node, node == "n1" ? [Sample("mesh", 6)] : [])
        }
        #expect(findings(all) == [])
    }

    @Test func `a rule that asks for a name that no node tells is told once`() throws {
        let fleet = try fleet("cals < 3")
        var detectors = FleetDetectors(fleet: fleet)
        var readings = FleetReadings()
        let early = run(fleet, seconds: 0..<9, &detectors, &readings) { node, _ in
            answer(node, [Sample("calls", 9)])
        }
        #expect(findings(early) == [])
        let all = run(fleet, seconds: 9..<30, &detectors, &readings) { node, _ in
            answer(node, [Sample("calls", 9)])
        }
        let finding = try #require(findings(all).first)
        #expect(findings(all).count == 1)
        #expect(finding.text == "check 'few calls' cannot be judged: no node tells cals")
        #expect(finding.nodes == [])
        let later = run(fleet, seconds: 30..<32, &detectors, &readings) { node, _ in
            answer(node, [Sample("calls", 9), Sample("cals", 9)])
        }
        #expect(findings(later) == [])
    }

    @Test func `a node that is down or fails adds no signal of a rule`() throws {
        let fleet = try fleet("calls < 3")
        var detectors = FleetDetectors(fleet: fleet)
        var readings = FleetReadings()
        _ = run(fleet, seconds: 0..<20, &detectors, &readings) { node, _ in
            answer(node, [Sample("calls", 9)])
        }
        let all = run(fleet, seconds: 20..<90, &detectors, &readings) { node, _ in
            var gone = answer(node, [], problems: [Problem(part: "metrics", reason: .status(503))])
            if node == "n1" { gone.latency = nil }
            return gone
        }
        #expect(findings(all) == [])
    }

    @Test func `a party's need that cannot be judged is told`() throws {
        var fleet = try fleet("calls < 3")
        fleet.checks = []
        fleet.parties = [Party(id: "bridge", needs: [try Condition(parsing: "min(calls) > 3")])]
        var detectors = FleetDetectors(fleet: fleet)
        var readings = FleetReadings()
        _ = run(fleet, seconds: 0..<20, &detectors, &readings) { node, _ in
            answer(node, [Sample("calls", 9)])
        }
        let all = run(fleet, seconds: 20..<60, &detectors, &readings) { node, _ in answer(node, [])
        }
        #expect(findings(all).map(\.id) == ["cannot judge bridge"])
        #expect(findings(all).first?.text.contains("calls comes no more from n1, n2") == true)
    }

    /// A log with an open incident of the fleet `prod`, whose one step passes by this condition.
    private func log(step condition: String) throws -> LogState {
        var state = LogState()
        let step = StepDefinition(
            id: "calm",
            title: "few calls",
            condition: condition
        )
        let command = Command.incident(
            .declare(
                title: "calls",
                severity: .sev2,
                mode: .real,
                fleet: "prod",
                impactFrom: nil,
                checklist: ChecklistDefinition(name: "calls", steps: [step])
            )
        )
        let context = DecisionContext(now: WatchedFleet.start, actor: Actor("hanno"))
        for (place, decision) in try state.decide(command, in: context).enumerated() {
            let draft = EntryDraft(
                id: EntryID("E\(place)"),
                incident: decision.incident,
                device: "test",
                actor: Actor("hanno"),
                occurredAt: WatchedFleet.start,
                recordedAt: WatchedFleet.start,
                event: decision.event
            )
            state.apply(
                Entry(
                    sequence: Int64(place + 1),
                    draft: draft,
                    payload: nil,
                    payloadDigest: "",
                    previousHash: "",
                    hash: ""
                )
            )
        }
        return state
    }

    @Test func `a step of an open incident that cannot be judged is told`() throws {
        var fleet = try fleet("calls < 3")
        fleet.checks = []
        let log = try log(step: "max(calls) < 3")
        var detectors = FleetDetectors(fleet: fleet)
        var readings = FleetReadings()
        let all = run(fleet, seconds: 0..<40, &detectors, &readings, log: log) { node, second in
            answer(node, second < 20 ? [Sample("calls", 9)] : [])
        }
        let text = try #require(findings(all).first?.text)
        #expect(text.hasPrefix("step 'calm' of INC-0001 cannot be judged since "))
        #expect(text.hasSuffix(": calls comes no more from n1, n2"))
    }

    @Test func `a rule that needs a past is no gap while it has none`() throws {
        let fleet = try fleet("rate(calls, 10m) > 3")
        var detectors = FleetDetectors(fleet: fleet)
        var readings = FleetReadings()
        let all = run(fleet, seconds: 0..<30, &detectors, &readings) { node, _ in
            answer(node, [Sample("calls", 9)])
        }
        #expect(findings(all) == [])
    }
}
