import ConfigFiles
import FleetModel
import Primitives
import Testing

/// Runbooks in fleet files, and the mistakes in them.
struct RunbookFileTests {
    private func problems(_ step: String, before: String = "") -> [String] {
        let text =
            "fleet: f\nnodes: [{name: a, http: http://a/}]\nrunbooks:\n  - name: r\n    steps:\n"
            + before + "      - {\(step)}"
        return readFleet(text).problems.map { String($0.description.dropFirst(11)) }
    }

    @Test(arguments: [
        ("title: t, kind: auto", "6:26: a step of kind 'auto' needs 'passes'"),
        (
            "title: t, kind: poll, passes: peers > 1",
            "6:26: a step of kind 'poll' does not check itself; leave out 'kind' or 'passes'"
        ),
        (
            "title: t, passes: peers > 1, hold: 1m",
            "6:9: a step has 'passes' or 'hold', not both"
        ),
        (
            "title: t, kind: manual, hold: 1m",
            "6:26: a step of kind 'manual' does not wait for a time; leave out 'kind' or 'hold'"
        ),
        (
            "title: t, gate: firm", "6:26: 'gate' must be hard or soft or info, not 'firm'"
        ),
        (
            "title: t, per: each-client",
            "6:25: 'per' must be once or each-node or each-party, not 'each-client'"
        ),
        (
            "title: t, evidence: yes",
            "6:30: 'evidence' must be none or note or required, not 'yes'"
        ),
        ("title: t, stale: soon", "6:27: 'stale' must be a span such as 10s, not 'soon'"),
        (
            "title: t, onFail: panic", "6:28: 'onFail' must be task or rollback, not 'panic'"
        ),
        ("title: t, retires: 2", "6:20: unknown key 'retires' in a step; did you mean 'retries'?"),
        (
            "title: t, retries: 2",
            "6:9: warning: 'retries' has no effect on a step without 'timeout'"
        ),
        ("title: t, after: [x]", "6:28: there is no step 'x'"),
        (
            "id: t, title: t, after: [t]",
            "6:35: 'after' must name a step that stands above; 't' does not"
        ),
    ])
    func `a mistake is told with its place`(step: String, message: String) {
        #expect(problems(step).first?.hasPrefix(message) == true, "\(problems(step))")
    }

    @Test func `a step waits for one above`() {
        let kept = "      - {id: kept, title: copied}\n"
        #expect(problems("title: t, after: [kept]", before: kept) == [])
        #expect(
            problems("title: t, after: [kpet]", before: kept)
                == ["7:28: there is no step 'kpet'; did you mean 'kept'?"]
        )
    }

    @Test func `the runbooks that come with the program are written and read like any other`()
        throws
    {
        let fleet = Fleet(
            name: "f",
            nodes: [
                Node(
                    id: "a",
                    probes: [
                        ProbeSpec(target: .http(url: "http://a/", status: 200, contains: nil))
                    ]
                )
            ],
            releases: ["v1"],
            runbooks: ChecklistDefinition.embedded
        )
        let result = readFleet(FleetFile.write(fleet, header: []))
        #expect(result.fleet?.runbooks == ChecklistDefinition.embedded)
        for step in ChecklistDefinition.embedded.flatMap(\.steps) {
            if let condition = step.condition { _ = try Condition(parsing: condition) }
        }
    }

    @Test func `a runbook of the file stands for the one of the same name`() {
        let own = ChecklistDefinition(name: "upgrade", steps: [])
        let offered = Fleet.offeredRunbooks(of: Fleet(name: "f", runbooks: [own]))
        #expect(offered.first == own)
        #expect(offered.map(\.name).sorted() == ChecklistDefinition.embedded.map(\.name).sorted())
    }
}
