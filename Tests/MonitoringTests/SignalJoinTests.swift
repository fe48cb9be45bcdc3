import FleetModel
import IncidentLog
import Monitoring
import Primitives
import TestSupport
import Testing

/// What a channel hears of nodes that join a fault: each at once while they come one by one, and
/// three messages within ten minutes in a storm, the last of which names all.
struct SignalJoinTests {
    /// What a channel was sent: when, and which nodes the message names.
    private struct Sent {
        let at: Timestamp
        let nodes: [NodeID]
    }

    private let channel = ChannelSpec(
        id: "pager",
        service: .unusable(kind: "test", reason: ""),
        signals: .critical
    )

    /// Lets nodes fall silent at these milliseconds, looks every few milliseconds for so many
    /// seconds and returns what the channel was sent.
    private func messages(
        _ onsets: [Int],
        for span: Int,
        every interval: Duration,
        look: Int = 250
    ) throws -> [Sent] {
        var fleet = WatchedDesk(nodes: onsets.count + 50).fleet
        fleet.polling = Polling(interval: interval)
        var watched = WatchedDesk(fleet)
        var sent: [Sent] = []
        let busy = (onsets.max() ?? 0) + Int(interval.milliseconds) * 3
        let looks = stride(from: 0, to: busy, by: look)
        for look in Array(looks) + Array(stride(from: busy, to: span * 1000, by: 5000)) {
            let now = start + .milliseconds(Int64(look))
            try watched.look(down(onsets, by: look), at: now)
            for notice in watched.log.state.dueNotices(for: [channel], of: nil, at: now) {
                sent.append(Sent(at: now, nodes: notice.signal.finding.nodes))
                let told = SignalCommand.recordNotice(
                    notice.signal.id,
                    about: notice.news.entry,
                    channel.id,
                    .delivered(receipt: "1")
                )
                try watched.log.run(.signal(told), at: now, by: .tocsin)
            }
        }
        return sent
    }

    private func down(_ onsets: [Int], by look: Int) -> [Judgement] {
        onsets.enumerated().map { place, onset in
            onset <= look ? .down(NodeID("n\(place + 1)")) : .calm(SignalID("down/n\(place + 1)"))
        }
    }

    /// The milliseconds from the onset of each node to the first message that names it.
    private func delays(_ onsets: [Int], _ sent: [Sent]) throws -> [Int] {
        try onsets.enumerated().map { place, onset in
            let node = NodeID("n\(place + 1)")
            let first = try #require(sent.first { $0.nodes.contains(node) }, "never: \(node)")
            return Int((first.at - start).milliseconds) - onset
        }
    }

    @Test(arguments: [3, 6, 30])
    func `ten nodes one after the other are each told at the next look`(gap: Int) throws {
        let onsets = (0..<10).map { 1000 + $0 * gap * 1000 }
        let sent = try messages(onsets, for: 290, every: .seconds(5))
        #expect(try delays(onsets, sent).allSatisfy { $0 < 250 })
        #expect(sent.count == 10)
        #expect(sent.last?.nodes.count == 10)
    }

    @Test func `ten nodes that are seen a little apart are told as they come`() throws {
        // Killed every 6 s and found anywhere in a poll of 5 s.
        let jitter = [4200, 100, 3900, 800, 4600, 300, 2500, 4900, 0, 3100]
        let onsets = jitter.enumerated().map { $0 * 6000 + $1 }
        let sent = try messages(onsets, for: 290, every: .seconds(5))
        #expect(try delays(onsets, sent).max() ?? .max <= 1250)
    }

    @Test(arguments: [5, 10, 60])
    func `200 nodes at once are three messages and the last one names all`(seconds: Int) throws {
        let onsets = (0..<200).map { ($0 * 77 % 200) * seconds * 5 }
        let sent = try messages(onsets, for: 600, every: .seconds(seconds), look: seconds * 50)
        #expect(sent.count <= (seconds > 15 ? 5 : 3), "\(sent.map { $0.nodes.count })")
        #expect(sent.last?.nodes.count == 200)
        let all = try #require(sent.first { $0.nodes.count == 200 })
        #expect(all.at - start <= .seconds(seconds * 3 + 2))
        // Of nodes asked once a minute three are told before anybody can know that they are many.
        let delays = try delays(onsets, sent).sorted()
        #expect(delays[100] <= (seconds > 15 ? seconds * 2000 : seconds * 500 + 1000))
    }

    @Test func `two that were told alone leave room for the message that names all`() throws {
        let onsets = [0, 0] + (1..<100).map { $0 * 50 }
        let sent = try messages(onsets, for: 290, every: .seconds(5))
        #expect(sent.count <= 2 + 2)
        #expect(sent.last?.nodes.count == 101)
        #expect(try delays(onsets, sent).max() ?? .max < 20_000)
    }

    @Test func `a storm of five minutes is told of in the end too`() throws {
        let onsets = (0..<300).map { $0 * 1000 }
        let sent = try messages(onsets, for: 600, every: .seconds(5), look: 1000)
        // Three are told before it is known that they are many.
        #expect(sent.count <= 3 + 3)
        #expect(sent.last?.nodes.count == 300)
    }

    @Test func `more than a dozen one after the other become a storm`() throws {
        let onsets = (0..<60).map { $0 * 6000 }
        let sent = try messages(onsets, for: 900, every: .seconds(5), look: 1000)
        let late = sent.filter { $0.at - start > .seconds(80) && $0.at - start < .seconds(680) }
        #expect(late.count <= 3)
        #expect(sent.last?.nodes.count == 60)
    }

    @Test func `a node that joins long after a storm is told at once`() throws {
        let onsets = (0..<20).map { $0 * 100 } + [1_000_000]
        let sent = try messages(onsets, for: 1020, every: .seconds(5), look: 1000)
        #expect(try delays(onsets, sent).last == 0)
    }

    @Test func `what joins is told with the news`() throws {
        var watched = WatchedDesk(nodes: 30)
        let down = (1...4).map { Judgement.down(NodeID("n\($0)")) }
        try watched.look(Array(down.prefix(3)), at: start)
        try watched.look(down, at: seconds(20))
        let news = try #require(watched.log.state.signals["down"]?.news)
        #expect(news.word == .changed)
        #expect(news.joined == ["n4"])
    }

    @Test func `a text that names no node gets the names of its nodes`() throws {
        var watched = WatchedDesk(nodes: 30)
        func stands(_ id: SignalID, _ nodes: [NodeID], _ text: String) -> Judgement {
            var finding = Finding.sample(id, nodes: nodes)
            finding.text = text
            return .stands(finding)
        }
        try watched.look(
            [
                stands("cpu/n1", ["n1"], "CPU use is 1.4 times the usual, as on n10"),
                stands("versions/prod", ["n2", "n3"], "the version differs"),
                stands("leak/n4", ["n4"], "memory of n4 grows"), stands("none", [], "no blocks"),
            ],
            at: start
        )
        let texts = watched.log.state.activeSignals.map(\.text)
        #expect(
            texts == [
                "n1: CPU use is 1.4 times the usual, as on n10", "memory of n4 grows",
                "no blocks", "the version differs (on n2, n3)",
            ]
        )
    }
}

/// Names of many nodes in little room.
struct NodeNamesTests {
    @Test func `few names are told, all when there is room`() {
        let nodes = (1...8).map { NodeID("n\($0)") }
        #expect(NodeNames.few(of: nodes) == "n1, n2, n3, n4, n5, n6 and 2 more")
        #expect(NodeNames.all(of: nodes) == "n1, n2, n3, n4, n5, n6, n7, n8")
    }

    @Test func `very many names become ranges, and a number where even those are too many`() {
        let nodes =
            (1...300).map { NodeID("relay-\($0)") } + ["boot"]
            + (7...8).map { NodeID("x\($0)") }
        #expect(NodeNames.all(of: nodes) == "relay-1 to relay-300, boot, x7, x8")
        let odd = (1...300).map { NodeID("relay-\($0 * 2).example.org") }
        let text = NodeNames.all(of: odd)
        #expect(text.utf16.count < 1000)
        #expect(text.hasSuffix(" more"))
    }
}
