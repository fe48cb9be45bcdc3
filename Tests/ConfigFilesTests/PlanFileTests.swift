import ConfigFiles
import FleetModel
import Primitives
import Testing

struct PlanFileTests {
    private func read(_ text: String) -> (plan: ChangePlan?, problems: [String]) {
        let (plan, problems) = PlanFile.read(text, file: "plan.yml")
        return (plan, problems.map(\.description))
    }

    @Test func `the example shows every key`() throws {
        let (plan, problems) = read(PlanFile.example)
        #expect(problems == [])
        #expect(
            plan
                == ChangePlan(
                    what: "redeploy prod off release v0.5",
                    fleet: "wakuv2.prod",
                    from: "v0.4",
                    to: "v0.5",
                    waves: [
                        .init(nodes: ["do-ams3"], hold: .seconds(900)),
                        .init(nodes: [], hold: .seconds(1800)),
                    ],
                    expected: .seconds(600),
                    impacts: [
                        .init(party: "js-waku", text: "each node is away for a minute"),
                        .init(party: "chat2bridge", text: "none"),
                    ],
                    rollback: .init(text: "redeploy v0.4 and restore the copies of the databases"),
                    aborts: ["peers < 3 for 2m"],
                    destroys: ["the message database"],
                    target: .init(
                        canary: "ac-cn-hongkong-c",
                        facts: [.init(.protocols, ["/vac/waku/relay/2.0.0-beta2"])]
                    ),
                    refusedKeys: ["keep-alive"]
                )
        )
    }

    @Test func `the way back may be one line, and facts have any names`() {
        let (plan, problems) = read(
            """
            what: x
            to: v1
            rollback: redeploy v0
            target:
              facts:
                relay: /a
                protocols: [/a, /b]
            """
        )
        #expect(problems == [])
        #expect(plan?.rollback == .init(text: "redeploy v0"))
        #expect(plan?.target.facts == [.init("relay", ["/a"]), .init("protocols", ["/a", "/b"])])
    }

    @Test(arguments: [
        ("what: x", "plan.yml:1:1: a plan needs the key 'to'"),
        ("what: x\nto: v1\nwave: []", "plan.yml:3:1: unknown key 'wave' in a plan"),
        ("what: x\nto: v1\nabort: [peers < ]", "plan.yml:3:"),
        ("what: x\nto: v1\nwaves:\n  - hold: soon", "plan.yml:4:11: 'hold' must be a span"),
        ("what: x\nto: v1\nimpacts: [a]", "plan.yml:3:10: 'impacts' must be a mapping"),
    ])
    func `a mistake is told with its place`(text: String, problem: String) {
        let (plan, problems) = read(text)
        #expect(plan == nil)
        #expect(problems.first?.hasPrefix(problem) == true, "\(problems)")
    }
}
