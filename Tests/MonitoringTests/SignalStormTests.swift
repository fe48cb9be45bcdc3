import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

/// How much a person and a channel hear when much happens at once, or the watch itself falters.
struct SignalStormTests {
    /// A channel that takes every critical signal at once, and what it was sent.
    private struct Pager {
        private let channel = ChannelSpec(
            id: "pager",
            service: .unusable(kind: "test", reason: ""),
            signals: .critical
        )
        private(set) var words: [String] = []

        mutating func listen(to watched: inout WatchedDesk, at now: Timestamp) throws {
            for notice in watched.log.state.dueNotices(for: [channel], of: nil, at: now) {
                words.append(notice.news.word.rawValue)
                try watched.log.run(
                    .signal(
                        .recordNotice(
                            notice.signal.id,
                            about: notice.news.entry,
                            channel.id,
                            .delivered(receipt: "1")
                        )
                    ),
                    at: now,
                    by: .tocsin
                )
            }
        }
    }

    private func pages(
        _ watched: inout WatchedDesk,
        for span: Int,
        _ judgements: (Int) -> [Judgement]
    ) throws -> [String] {
        var pager = Pager()
        for second in stride(from: 0, to: span, by: 10) {
            try watched.look(judgements(second), at: seconds(second))
            try pager.listen(to: &watched, at: seconds(second))
        }
        return pager.words
    }

    @Test func `a node that flaps every 20 s for 6 hours sends four messages at most`() throws {
        var watched = WatchedDesk(nodes: 1)
        let words = try pages(&watched, for: 6 * 3600) { second in
            [second / 20 % 2 == 0 ? .down("n1") : .calm("down/n1")]
        }
        // One call, one reminder after 5 minutes and one after 4 hours.
        #expect(words == ["raised", "reminded", "reminded"])
        #expect(watched.log.state.signals["down/n1"]?.isFlapping == true)
    }

    @Test func `200 nodes that fail within a poll are one page and three messages in 10 minutes`()
        throws
    {
        var watched = WatchedDesk(nodes: 300)
        let words = try pages(&watched, for: 600) { second in
            (1...300).map { number in
                number <= 200 && number % 2 * 10 <= second
                    ? .down(NodeID("n\(number)")) : .calm(SignalID("down/n\(number)"))
            }
        }
        #expect(words == ["raised", "changed", "reminded"])
        #expect(watched.signals == ["down"])
        let finding = try #require(watched.log.state.signals["down"]?.finding)
        #expect(finding.nodes.count == 200)
        #expect(finding.meaning?.contains("the path from here") == true)
        #expect(watched.log.state.alarmsInTenMinutes(at: seconds(599)) == 1)
    }

    @Test func `a host that goes with its nodes and their forty checks is one page`() throws {
        let nodes = (1...4).map { number in
            Node(
                id: NodeID("n\(number)"),
                probes: [.prometheus("http://h.example:\(9000 + number)/metrics")]
            )
        }
        var watched = WatchedDesk(Fleet(name: "prod", nodes: nodes))
        let words = try pages(&watched, for: 300) { _ in
            nodes.flatMap { node in
                [.down(node.id)] + (1...10).map { .stands(SignalID("check \($0)/\(node.id)")) }
            }
        }
        #expect(words == ["raised"])
        #expect(watched.signals == ["host down/h.example"])
    }

    @Test func `half the fleet cut off is one signal, and its end is one`() throws {
        let nodes = (1...100).map { Node.substrate(NodeID("n\($0)")) }
        var watched = WatchedFleet(Fleet(name: "prod", nodes: nodes))
        var events: [Event] = []
        for second in stride(from: 0, through: 900, by: 10) {
            let isCut = (100..<500).contains(second)
            for (place, node) in nodes.enumerated() {
                if isCut, place % 2 == 0 {
                    watched.readings.silence(node.id, at: seconds(second))
                } else {
                    watched.readings.poll(node.id, at: seconds(second), [.peers: 20])
                }
            }
            events += try watched.tick(at: seconds(second))
        }
        #expect(events.words == ["found", "reminded", "cleared"])
        #expect(watched.log.state.signals["down"]?.finding.nodes.count == 50)
    }

    @Test func `a program that was stopped for a minute finds nobody down`() throws {
        var watched = WatchedFleet(
            Fleet(name: "prod", nodes: (1...20).map { Node.substrate(NodeID("n\($0)")) })
        )
        let nodes = watched.fleet.nodes.map(\.id)
        var events = try watched.run(0, through: 100, nodes: nodes, [.peers: 20])
        // It goes on: what was under way has missed its deadline, what follows is answered.
        for node in nodes { watched.readings.silence(node, at: seconds(165)) }
        events += try watched.tick(at: seconds(165))
        events += try watched.run(170, through: 400, nodes: nodes, [.peers: 20])
        #expect(events == [])
    }

    @Test(arguments: [3600, -3600])
    func `a clock that is set raises nothing, and alarms go on`(step: Int) throws {
        let check = Check(
            name: "few peers",
            condition: try Condition(parsing: "peers < 8 for 2m"),
            priority: .critical
        )
        var watched = WatchedFleet.single(checks: [check])
        var events = try watched.run(0, through: 300, [.peers: 20])
        let begin = 310 + step
        events += try watched.run(begin, through: begin + 300, [.peers: 20])
        #expect(events == [])
        // Trouble that had just begun is no trouble of an hour, and none that is forgotten.
        try watched.run(begin + 310, through: begin + 330, [.peers: 2])
        #expect(watched.log.state.activeSignals == [])
        let after = begin + 340 + step
        try watched.run(after, through: after + 60, [.peers: 2])
        #expect(watched.log.state.activeSignals == [])
        try watched.run(after + 70, through: after + 180, [.peers: 2])
        #expect(watched.log.state.activeSignals.map(\.id) == ["few peers/a"])
        try watched.run(after + 190, through: after + 400, [.peers: 20])
        #expect(watched.log.state.activeSignals == [])
    }
}
