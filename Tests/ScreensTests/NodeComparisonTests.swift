import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Testing

@testable import Screens

/// The other nodes of the fleet in the plots of one.
struct NodeComparisonTests {
    private static let node: NodeID = "do-ams3"

    /// The screen of a node of a fleet of three, whose memory grows where that of the others does
    /// not.
    private func story(width: Int = 100, height: Int = 30) throws -> Story {
        var story = Story(width: width, height: height)
        try story.answer(linked: true, relay: Story.needed)
        story.press("Enter")
        answer(&story)
        return story
    }

    /// Answers every request for the past, also those that follow from an answer, and returns the
    /// nodes that were asked for.
    @discardableResult
    private func answer(_ story: inout Story) -> [NodeID] {
        var asked: [NodeID] = []
        while true {
            let requests = story.takeEffects().compactMap { effect -> HistoryRequest? in
                if case .ask(.loadHistory(let request)) = effect { request } else { nil }
            }
            guard let request = requests.last else { return asked }
            #expect(requests.count == 1, "nothing waits for more than one of them")
            asked.append(request.node)
            story.tell(.history(request, Self.past(request)))
        }
    }

    /// An hour in which one node's memory grows, those of the others move a little, and a counter
    /// that grows faster on one of them.
    private static func past(_ request: HistoryRequest) -> [MetricName: [SampleBin]] {
        var binners: [MetricName: SampleBinner] = [:]
        let end = request.to.milliseconds / 1000
        let place = Story.waku.nodes.firstIndex { $0.id == request.node } ?? 0
        var second = request.from.milliseconds / 1000 / 10 * 10
        while second < end - 10 {
            defer { second += 10 }
            let at = Timestamp(seconds: second)
            func add(_ metric: MetricName, _ value: Double) {
                binners[metric, default: SampleBinner(step: request.step)].add(value, at: at)
            }
            let age = end - second
            let wave = Double((second / 10) % 60) * 1e6
            add(.memory, place == 0 ? 9e8 - Double(age) * 1e5 : 2e8 * Double(place) + wave)
            add(.peers, Double(36 + place))
            add(.cpuSeconds, Double(second % 1_000_000) * (place == 1 ? 0.5 : 0.25))
        }
        return binners.mapValues(\.result)
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func `the courses of the siblings are broken lines behind the node's own`(
        width: Int,
        height: Int
    ) throws {
        var story = try story(width: width, height: height)
        story.press("c")
        answer(&story)
        expectGolden(story.model, "node-siblings.\(width)x\(height)")
    }

    @Test func `each sibling is asked for once, and again only for another window`() throws {
        var story = try story()
        story.press("c")
        let others: [NodeID] = ["gc-us-central1-a", "ac-cn-hongkong-c"]
        #expect(answer(&story) == others)
        story.wait(.seconds(40))
        #expect(answer(&story) == [Self.node])
        story.press("j", "k", "←")
        #expect(answer(&story).isEmpty)
        story.press("]")
        #expect(answer(&story) == [Self.node] + others)
        story.press("c", "j")
        #expect(answer(&story).isEmpty)
        #expect(story.model.comparisonWords == nil)
    }

    @Test func `what is still being read is told`() throws {
        var story = try story()
        story.press("c")
        #expect(story.canvas.text().contains("0 of 2 siblings …"))
        answer(&story)
        #expect(story.canvas.text().contains("2 siblings, median ○"))
    }

    @Test func `new readings go on with the courses, without being asked for`() throws {
        var story = try story()
        story.press("c")
        answer(&story)
        func last() -> Double? {
            PlotOthers(story.model, Self.node, .memory)?.median(at: story.now)
        }
        for number in 1...3 {
            story.wait(.seconds(10))
            try story.answer(linked: true, relay: Story.needed, memory: Double(number) * 1e9)
            // Two and three times as much on the others.
            #expect(last() == Double(number) * 2.5e9)
        }
        #expect(answer(&story).isEmpty)
        story.wait(.seconds(300))
        #expect(last() == nil, "what is that old stands for nothing")
    }

    @Test func `the scale covers the siblings, and the cursor tells their median`() throws {
        var story = try story()
        let own = try #require(PlotSeries(story.model, Self.node, .memory, dots: 100).range)
        story.press("c")
        answer(&story)
        let others = try #require(PlotOthers(story.model, Self.node, .memory))
        let range = try #require(others.range(in: story.model.plotSpan))
        #expect(own.lowerBound > 5e8 && range.lowerBound < 2.1e8)
        let text = story.canvas.text()
        #expect(text.contains(" 191M"), "the least of all is beside the plot")
        for _ in 0..<30 { story.press("←") }
        let cursor = try #require(story.model.nodeView.cursor)
        let median = try #require(others.median(at: cursor))
        #expect(median > 3e8 && median < 3.6e8)
        #expect(story.canvas.text().contains("○ " + NumberText.bytes(median)))
    }

    @Test func `a counter is compared by its growth`() throws {
        var story = try story()
        story.press("c")
        answer(&story)
        let others = try #require(PlotOthers(story.model, Self.node, .cpuSeconds))
        #expect(others.range(in: story.model.plotSpan) == 0.25...0.5)
    }

    @Test func `a node of a signal is compared by itself, the next one as the person chose`() throws
    {
        var story = Story(width: 100, height: 30)
        try story.answer(linked: true, relay: Story.needed)
        let finding = Finding(
            id: "leak:do-ams3",
            kind: .leak,
            priority: .warning,
            text: "memory grows",
            nodes: [Self.node],
            since: story.now
        )
        try story.perform(.signal(.raise(finding)), by: .tocsin)
        story.press("A", "Enter", "Enter")
        #expect(story.model.screen == .node(Self.node))
        #expect(answer(&story).count == 3)
        #expect(story.model.comparisonWords != nil)
        story.press("Esc", "Esc", "Esc", "Enter")
        #expect(story.model.screen == .node(Self.node))
        #expect(story.model.comparisonWords == nil)
        story.press("c", "Esc", "j", "Enter")
        #expect(story.model.comparisonWords != nil)
    }

    @Test func `a fleet of one node has nothing to compare with`() throws {
        let fleet = Fleet(name: "one", nodes: [Node(id: "a", probes: [])])
        var story = Story(width: 100, height: 30, fleet: fleet)
        story.press("Enter", "c")
        #expect(story.canvas.text().contains("no other node to compare with"))
        #expect(story.model.comparisonWords == nil)
    }
}

/// The band of a fleet of many nodes.
struct FleetBandTests {
    private static let node: NodeID = "n000"

    /// Some minutes of a fleet of so many nodes, of which the first has far more memory and the
    /// others between 100 and so many more.
    private func story(
        width: Int = 100,
        height: Int = 30,
        nodes: Int = 200,
        polls: Int = 30
    ) throws -> Story {
        let ids = (0..<nodes).map { NodeID("n" + String("00\($0)".suffix(3))) }
        let fleet = Fleet(name: "many", nodes: ids.map { Node(id: $0, probes: []) })
        var story = Story(width: width, height: height, fleet: fleet)
        // Enter opens a node here, not a group of them.
        story.model.chosenGrouping = FleetGrouping.none
        for poll in 0..<polls {
            if poll > 0 { story.wait(.seconds(10)) }
            try story.observe(
                ids.enumerated().map { place, id in
                    Observation(
                        node: id,
                        probeIndex: 0,
                        at: story.now,
                        latency: nil,
                        samples: [
                            Sample(.memory, place == 0 ? 1e6 : Double(100 + place)),
                            Sample("y_total", Double(poll * 10 * (place + 1))),
                        ]
                    )
                }
            )
        }
        story.press("Enter")
        _ = story.takeEffects()
        return story
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func `many nodes are a band with its median`(width: Int, height: Int) throws {
        var story = try story(width: width, height: height)
        story.press("[", "c")
        expectGolden(story.model, "node-band.\(width)x\(height)")
    }

    @Test func `nothing is read for it, and the node itself is left out`() throws {
        var story = try story()
        story.press("c")
        let asked = story.takeEffects().filter { if case .ask = $0 { true } else { false } }
        #expect(asked.isEmpty)
        #expect(story.canvas.text().contains("band of 199 nodes: min–max, median ○"))
        let others = try #require(PlotOthers(story.model, Self.node, .memory))
        #expect(others.range(in: story.model.plotSpan) == 101...299)
        #expect(others.median(at: story.now) == 200)
    }

    @Test func `a counter's band is that of its growth`() throws {
        var story = try story()
        story.press("c")
        let others = try #require(PlotOthers(story.model, Self.node, "y_total"))
        #expect(others.range(in: story.model.plotSpan) == 2...200)
    }

    /// The readings know the last 20 minutes only.
    @Test func `what was gathered while nobody compared is there later`() throws {
        var story = try story(polls: 200)
        story.press("c")
        let others = try #require(PlotOthers(story.model, Self.node, .memory))
        #expect(others.median(at: story.now - .seconds(1800)) == 200)
        #expect(others.median(at: story.now - .seconds(2400)) == nil)
    }

    /// A key must not wait for the past of thousands of nodes.
    @Test func `the past of very many nodes comes with the next news`() throws {
        var story = try story(nodes: 600, polls: 3)
        story.press("c")
        func moments() -> Int {
            story.model.fleetBands.samples(of: .memory, without: Self.node).count
        }
        let gathered = moments()
        story.tell(.clock(story.now))
        #expect(moments() > gathered)
    }

    @Test func `few nodes have no band`() throws {
        var story = try story(nodes: 9, polls: 3)
        story.press("c")
        #expect(story.model.comparisonWords?.text == "0 of 8 siblings …")
    }
}
