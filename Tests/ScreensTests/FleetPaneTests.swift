import CellGrid
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Testing

@testable import Screens

/// The pane of the fleet: which columns it has, and what it does with room that is left.
struct FleetPaneTests {
    /// Nodes with numbers of their own, at a size of the screen.
    static func story(
        _ nodes: [String],
        width: Int = 80,
        height: Int = 24,
        roles: [String] = [],
        _ samples: (Int) -> [Sample] = { _ in [] },
        version: (Int) -> String = { _ in "3.2.1" },
        labels: (Int) -> [String: String] = { _ in [:] }
    ) throws -> Story {
        let fleet = Fleet(
            name: "kusama",
            nodes: nodes.enumerated().map { place, name in
                Node(
                    id: NodeID(name),
                    role: roles.isEmpty ? nil : roles[place % roles.count],
                    labels: labels(place),
                    probes: [
                        ProbeSpec(target: .waku(rest: nil, rpc: "http://127.0.0.1:1", metrics: nil))
                    ]
                )
            }
        )
        var story = Story(width: width, height: height, fleet: fleet)
        try story.observe(
            nodes.indices.map { place in
                story.observation(
                    NodeID(nodes[place]),
                    [Sample(.peers, 40)] + samples(place),
                    [Fact(.version, [version(place)])]
                )
            }
        )
        return story
    }

    @Test func `what is not normal keeps its column when there is little room`() throws {
        let story = try Self.story(["crispy", "kebab", "latte"]) { place in
            [Sample(.backlog, place == 1 ? 900 : 3), Sample(.memory, 4e9)]
        }
        let heading = try #require(story.canvas.text().split(separator: "\n").dropFirst(2).first)
        #expect(heading.contains("backlog"))
        #expect(!heading.contains("answer"))
        let quiet = try Self.story(["crispy", "kebab", "latte"]) { _ in
            [Sample(.backlog, 3), Sample(.memory, 4e9)]
        }
        let usual = try #require(quiet.canvas.text().split(separator: "\n").dropFirst(2).first)
        #expect(usual.contains("ver") && usual.contains("peers"))
    }

    @Test func `columns do not come and go with every value`() throws {
        let nodes = ["crispy", "kebab", "latte"]
        var story = try Self.story(nodes) { _ in [Sample(.siblingLinks, 0), Sample(.mesh, 2)] }
        func shown(_ peers: [Double], mesh: Double) throws -> [[String]] {
            try story.observe(
                zip(nodes, peers).map { node, peers in
                    story.observation(
                        NodeID(node),
                        [Sample(.peers, peers), Sample(.siblingLinks, 0), Sample(.mesh, mesh)],
                        [Fact(.version, ["3.2.1"])]
                    )
                }
            )
            return (20...60).map { FleetColumns(story.model, width: $0).shown.map(\.title) }
        }
        let before = try shown([5, 8, 7], mesh: 0)
        let after = try shown([5, 7, 6], mesh: 2)
        #expect(after == before)
    }

    /// The heading over the course, and the course of a node.
    private func course(_ story: Story) -> (title: String, place: Int)? {
        let columns = FleetColumns(story.model, width: 110)
        guard let place = columns.shown.firstIndex(where: \.isCourse) else { return nil }
        return (columns.shown[place].title, place)
    }

    @Test func `the course is that of what is wrong, and its heading says so`() throws {
        var story = try Self.story(["crispy", "kebab"], width: 120, height: 40) {
            [Sample(.memory, 4e9), Sample(.backlog, Double($0)), Sample(.cpuSeconds, 5)]
        }
        #expect(course(story)?.title == "mem")
        try story.raise(.backlog, .critical, of: "kebab")
        try story.observe([])
        #expect(course(story)?.title == "backlog")
        let heading = story.canvas.text().split(separator: "\n").first { $0.contains("  peers") }
        #expect(heading?.contains("backlog") == true)
        try story.raise(.leak, .warning, of: "crispy")
        try story.observe([])
        #expect(course(story)?.title == "backlog")
    }

    @Test func `a counter's course is its growth, and orders nothing`() throws {
        var story = try Self.story(["crispy", "kebab"], width: 120, height: 40) { _ in
            [Sample(.cpuSeconds, 100)]
        }
        for seconds in [200.0, 300, 400, 900] {
            story.wait(.seconds(10))
            try story.observe(
                ["crispy", "kebab"].map {
                    story.observation($0, [Sample(.cpuSeconds, seconds)])
                }
            )
        }
        let found = try #require(course(story))
        #expect(found.title == "cpu")
        let columns = FleetColumns(story.model, width: 110)
        #expect(columns.shown[found.place].sortKey == nil)
        let cell = columns.cells(of: "crispy")[found.place].text
        #expect(cell.filter { $0 != " " }.count == 4)
        #expect(Set(cell.filter { $0 != " " }).count == 2)
    }

    @Test func `at 80 columns the title keeps the grouping and the filter`() throws {
        let names = (0..<30).map { "node-\($0)" }
        var story = try Self.story(names, width: 80, height: 24) { _ in
            []
        } version: {
            $0 < 20 ? "1.0" : "2.0"
        }
        story.press("b", ">", "/", "'version != 1.0'", "Enter")
        let title = try #require(story.canvas.text().split(separator: "\n").dropFirst().first)
        #expect(title.contains(" by version ─ /version != 1.0 10/30 "), "\(title)")
        story.press("Escape", "Home", "Space")
        let marked = try #require(story.canvas.text().split(separator: "\n").dropFirst().first)
        #expect(marked.contains("30/30 ") && marked.contains(" marked ─ by version "), "\(marked)")
        let wide = try Self.story(names, width: 120, height: 40)
        #expect(wide.canvas.text().contains("Fleet kusama ─ 30/30 healthy "))
    }

    @Test func `names are cut in their middle, where they do not differ`() throws {
        let story = try Self.story(["ac-cn-hongkong-c-node-01", "ac-cn-hongkong-c-node-02"])
        let text = story.canvas.text()
        #expect(text.contains("01 ") && text.contains("02 "))
        #expect(text.contains("ac-cn…"))
    }

    @Test func `rows that nodes leave free show the plots of the node under the cursor`() throws {
        var story = try Self.story(["crispy", "kebab"], width: 120, height: 40) { place in
            [Sample(.memory, 4e9 + Double(place))]
        }
        #expect(story.canvas.text().contains(" crispy ─ last 1h "))
        story.press("j")
        #expect(story.canvas.text().contains(" kebab ─ last 1h "))
        _ = story.takeEffects()
        story.wait(.seconds(1))
        let asked = story.takeEffects().compactMap { effect -> NodeID? in
            if case .ask(.loadHistory(let request)) = effect { request.node } else { nil }
        }
        #expect(asked == ["kebab"])
        let many = try Self.story((1...60).map { "node-\($0)" }, width: 120, height: 40)
        #expect(!many.canvas.text().contains("last 1h"))
    }

    @Test func `what a signal is about is plotted first`() throws {
        var story = try Self.story(["crispy", "kebab"], width: 120, height: 40) { _ in
            [Sample(.memory, 4e9), Sample(.backlog, 3)]
        }
        #expect(PlotSeries.names(story.model, "crispy").first == .peers)
        try story.raise(.leak, .warning, of: "crispy")
        #expect(PlotSeries.names(story.model, "crispy").first == .memory)
        #expect(PlotSeries.names(story.model, "kebab").first == .peers)
    }

    // MARK: The order

    private func names(_ story: Story) -> [String] { story.model.nodeOrder.map(\.rawValue) }

    @Test func `nodes are ordered by what a key chooses, the cursor stays on its node`() throws {
        var story = try Self.story(["node-10", "node-2", "Node-1"], width: 120, height: 40) {
            [Sample(.backlog, [3, 900, 40][$0])]
        }
        #expect(names(story) == ["node-10", "node-2", "Node-1"])
        story.press("j")
        #expect(story.model.selectedNode == "node-2")
        story.press(">")
        #expect(names(story) == ["Node-1", "node-2", "node-10"])
        #expect(story.model.selectedNode == "node-2")
        #expect(story.canvas.text().contains("node↑"))
        #expect(story.canvas.text().contains(" ─ by name ↑"))
        while story.model.fleetSort.title != "backlog" { story.press(">") }
        #expect(names(story) == ["node-2", "Node-1", "node-10"])
        #expect(story.canvas.text().contains("backlog↓"))
        story.press("R")
        #expect(names(story) == ["node-10", "Node-1", "node-2"])
        #expect(story.canvas.text().contains("backlog↑"))
        #expect(story.model.selectedNode == "node-2")
        story.press("<")
        while story.model.fleetSort.key != .verdict { story.press("<") }
        #expect(names(story) == ["node-10", "node-2", "Node-1"])
        #expect(!story.canvas.text().contains("─ by "))
    }

    @Test func `a press on a heading orders by it, a second one turns the order round`() throws {
        var story = try Self.story(["a", "b", "c"], width: 120, height: 40) {
            [Sample(.backlog, [3, 900, 40][$0])]
        }
        let lines = story.canvas.text().split(separator: "\n")
        let y = try #require(lines.firstIndex { $0.contains("backlog") })
        let line = lines[y]
        let place = try #require(line.indices.first { line[$0...].hasPrefix("backlog") })
        let x = line.distance(from: line.startIndex, to: place)
        let press = MouseEvent(action: .press(.left), x: x, y: y, modifiers: [])
        _ = story.model.update(.input(.mouse(press)))
        #expect(names(story) == ["b", "c", "a"])
        _ = story.model.update(.input(.mouse(press)))
        #expect(names(story) == ["a", "c", "b"])
        let name = MouseEvent(action: .press(.left), x: 6, y: y, modifiers: [])
        _ = story.model.update(.input(.mouse(name)))
        #expect(names(story) == ["a", "b", "c"])
    }

    @Test func `the order follows the numbers, and what tells none stands last`() throws {
        var story = try Self.story(["a", "b", "c"], width: 120, height: 40) {
            $0 == 1 ? [] : [Sample(.memory, [2e9, 0, 4e9][$0])]
        }
        story.press(">")
        while story.model.fleetSort.title != "mem" { story.press(">") }
        #expect(names(story) == ["c", "a", "b"])
        story.press("R")
        #expect(names(story) == ["a", "c", "b"])
        try story.observe([
            story.observation("a", [Sample(.memory, 8e9)])
        ])
        #expect(names(story) == ["c", "a", "b"])
    }

    @Test func `a node that answers well rises when a signal stands on it`() throws {
        var story = try Self.story(["a", "b", "c"], width: 120, height: 40)
        try story.raise(.leak, .warning, of: "c")
        #expect(names(story) == ["c", "a", "b"])
        #expect(story.model.selectedNode == "a")
    }

    @Test(arguments: [
        ("node-2", "node-10", -1), ("v0.10", "v0.9", 1), ("B", "a", 1), ("a", "a", 0),
        ("007", "7", 0), ("a", "ab", -1), ("é", "z", 1),
    ])
    func `texts are compared as people count`(left: String, right: String, order: Int) {
        #expect(NaturalOrder.compare(left, right).signum() == order)
    }
}
