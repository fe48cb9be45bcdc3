import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

/// What another signal explains notifies nobody, and is not lost.
struct SignalCauseTests {
    @Test func `a host that is down is one signal, not forty checks`() throws {
        var watched = WatchedDesk(nodes: 30)
        let checks = (1...40).map { Judgement.stands(SignalID("check \($0)/n1")) }
        let events = try watched.look(checks + [.down("n1")], from: 0, through: 120)
        #expect(events.words == ["found", "suppressed"])
        #expect(watched.signals == ["down/n1"])
        #expect(watched.log.state.suppressed(by: .signal(id: "down/n1"), in: "prod").count == 40)
    }

    @Test func `checks that came first are moved under the node that is down`() throws {
        var watched = WatchedDesk(nodes: 30)
        let few = Judgement.stands("few/n1")
        try watched.look([few], at: start)
        #expect(
            try watched.look([few, .down("n1")], at: seconds(20)).words == ["found", "suppressed"]
        )
        #expect(watched.signals == ["down/n1"])
        // The node answers again and the check still stands: it calls again, as it was.
        let back = try watched.look([few, .calm("down/n1")], from: 40, through: 60)
        #expect(back.words == ["cleared"])
        #expect(watched.signals == ["few/n1"])
        #expect(watched.log.state.signals["few/n1"]?.raisedAt == start)
    }

    @Test func `what was only found under a cause is raised when it outlives it`() throws {
        var watched = WatchedDesk(nodes: 30)
        let few = Judgement.stands("few/n1")
        try watched.look([.down("n1"), few], at: start)
        let events = try watched.look([few, .calm("down/n1")], from: 20, through: 60)
        #expect(events.words == ["cleared", "found"])
        #expect(watched.signals == ["few/n1"])
    }

    @Test func `a symptom stands under its cause`() throws {
        var watched = WatchedDesk(nodes: 30)
        let backlog = Judgement.stands("backlog/n1", .warning, kind: .backlog)
        let leak = Judgement.stands("leak/n1", .warning, kind: .leak, causes: ["backlog/n1"])
        #expect(try watched.look([leak, backlog], at: start).words == ["found", "suppressed"])
        #expect(watched.signals == ["backlog/n1"])
    }

    @Test func `the symptoms of a group stand under the group`() throws {
        var watched = WatchedDesk(nodes: 30)
        let all = (1...4).flatMap { number -> [Judgement] in
            let cause = SignalID("backlog/n\(number)")
            return [
                .stands(cause, .warning, kind: .backlog),
                .stands(SignalID("leak/n\(number)"), .warning, kind: .leak, causes: [cause]),
            ]
        }
        #expect(try watched.look(all, at: start).words == ["found", "suppressed"])
        #expect(watched.signals == ["backlog"])
        #expect(watched.log.state.suppressed(by: .signal(id: "backlog"), in: "prod").count == 4)
    }

    @Test func `a group that was told first goes under what explains all of it later`() throws {
        var watched = WatchedDesk(nodes: 30)
        func queues(_ causes: [SignalID]) -> [Judgement] {
            (1...4).map {
                .stands(SignalID("queue/n\($0)"), .warning, kind: .backlog, causes: causes)
            }
        }
        try watched.look(queues([]), from: 0, through: 300)
        #expect(watched.signals == ["queue"])
        let cause = Judgement.stands(
            "queue by version/prod",
            .warning,
            kind: .backlog,
            nodes: []
        )
        let explained = [cause] + queues(["queue by version/prod"])
        #expect(try watched.look(explained, at: seconds(310)).words == ["found", "suppressed"])
        #expect(watched.signals == ["queue by version/prod"])
        #expect(try watched.look(explained, from: 320, through: 900) == [])
        // The explanation falls away, what it explained does not.
        try watched.look([.calm("queue by version/prod")] + queues([]), from: 910, through: 940)
        #expect(watched.signals == ["queue"])
    }

    @Test func `evidence gathered from many nodes names the node of each line`() throws {
        var watched = WatchedDesk(nodes: 30)
        let all = (1...3).map { number -> Judgement in
            var finding = Finding.sample(SignalID("few/n\(number)"))
            finding.text = "2 peers"
            return .stands(finding)
        }
        try watched.look(all, at: start)
        let finding = try #require(watched.log.state.signals["few"]?.finding)
        #expect(finding.evidence == ["n1: 2 peers", "n2: 2 peers", "n3: 2 peers"])
        #expect(finding.text == "few on 3 of 30 nodes: n1, n2, n3 (n1: 2 peers)")
    }

    @Test func `what is more urgent than its cause is not hidden under it`() throws {
        var watched = WatchedDesk(nodes: 30)
        let backlog = Judgement.stands("backlog/n1", .warning, kind: .backlog)
        let leak = Judgement.stands("leak/n1", kind: .leak, causes: ["backlog/n1"])
        try watched.look([leak, backlog], at: start)
        #expect(watched.signals == ["leak/n1", "backlog/n1"])
    }

    @Test func `two that explain one another are not both hidden`() throws {
        var watched = WatchedDesk(nodes: 30)
        try watched.look(
            [.stands("x/n1", causes: ["y/n1"]), .stands("y/n1", causes: ["x/n1"])],
            at: start
        )
        #expect(watched.signals.count == 1)
    }

    @Test func `nodes of one host that fail together are one host`() throws {
        let nodes = (1...4).map { number in
            Node(
                id: NodeID("n\(number)"),
                probes: [.prometheus("http://h\(number <= 2 ? 1 : 2).example:\(9000 + number)/")]
            )
        }
        var watched = WatchedDesk(Fleet(name: "prod", nodes: nodes))
        let others: [Judgement] = [.calm("down/n3"), .calm("down/n4")]
        let both: [Judgement] = [.down("n1"), .down("n2"), .stands("few/n2")]
        let events = try watched.look(both + others, from: 0, through: 60)
        #expect(events.words == ["found", "suppressed"])
        #expect(watched.signals == ["host down/h1.example"])
        #expect(
            watched.log.state.signals["host down/h1.example"]?.finding.nodes == ["n1", "n2"]
        )
        // One node answers: the host is up, and the other node is down by itself.
        let one: [Judgement] = [.calm("down/n1"), .down("n2")]
        try watched.look(one + others, from: 70, through: 120)
        #expect(watched.signals == ["down/n2"])
    }

    @Test func `loopback is no host that nodes share`() throws {
        let nodes = (1...2).map { number in
            Node(id: NodeID("n\(number)"), probes: [.prometheus("http://127.0.0.1:900\(number)/")])
        }
        var watched = WatchedDesk(Fleet(name: "prod", nodes: nodes))
        try watched.look([.down("n1"), .down("n2")], at: start)
        #expect(watched.signals == ["down"])
    }
}
