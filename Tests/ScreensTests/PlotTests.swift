import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Testing

@testable import Screens

/// What stands in and beside the plots of a node: limits, units, the mouse.
struct PlotTests {
    private static let node: NodeID = "a"

    /// A node with some minutes of readings, watched by these checks.
    private func story(
        width: Int = 100,
        height: Int = 30,
        checks: [String] = []
    ) throws -> Story {
        let fleet = Fleet(
            name: "one",
            nodes: [Node(id: Self.node, probes: [])],
            checks: try checks.map { Check(name: $0, condition: try Condition(parsing: $0)) }
        )
        var story = Story(width: width, height: height, fleet: fleet)
        for poll in 0..<60 {
            if poll > 0 { story.wait(.seconds(10)) }
            let wave = Double(poll % 20)
            try story.observe([
                Observation(
                    node: Self.node,
                    probeIndex: 0,
                    at: story.now,
                    latency: .milliseconds(12),
                    samples: [
                        Sample(.peers, 30 + wave / 2), Sample(.mesh, 4),
                        Sample(.memory, (600 + wave * 10) * 1_048_576),
                        Sample(.cpuSeconds, Double(poll) * 5 + wave),
                        Sample("sent_bytes_total", Double(poll) * 20_480),
                    ]
                )
            ])
        }
        story.press("Enter", "[")
        return story
    }

    private static let checks = [
        "peers < 8 for 10m", "mesh < 2", "memory > 700M", "memory > 4G",
        "rate(cpu.seconds, 1m) > 1",
    ]

    @Test(arguments: [(80, 24), (120, 40)])
    func `limits are lines in the plots, or arrows at the end that they lie beyond`(
        width: Int,
        height: Int
    ) throws {
        let story = try story(width: width, height: height, checks: Self.checks)
        expectGolden(story.model, "node-limits.\(width)x\(height)")
    }

    @Test func `a limit is drawn as long as the course can be read beside it`() {
        let near = PlotRange(100...200, limits: [250])
        #expect(near.range == 100...250 && near.inside == [250] && near.above == nil)
        let far = PlotRange(100...200, limits: [1000, 900, 10, -200])
        #expect(far.range == 10...200 && far.inside == [10])
        #expect(far.above == 900 && far.below == -200)
        let flat = PlotRange(38...38, limits: [8])
        #expect(flat.range == 8...38 && flat.inside == [8])
        let inside = PlotRange(1...9, limits: [3, 5])
        #expect(inside.range == 1...9 && inside.inside == [3, 5])
    }

    @Test func `only limits of single nodes in the plot's own terms count`() throws {
        let story = try story(checks: [
            "peers < 8", "sum(peers) < 100", "peers == 3", "cpu.seconds > 5",
            "rate(cpu.seconds, 1m) > 0.5", "rate(peers, 1m) < 1", "age(peers) > 60s",
            "peers / mesh > 7 or peers >= 50", "any(peers) > 90",
        ])
        #expect(story.model.limits(of: .peers, on: Self.node) == [8, 50, 90])
        #expect(story.model.limits(of: .cpuSeconds, on: Self.node) == [0.5])
        #expect(story.model.limits(of: .mesh, on: Self.node).isEmpty)
    }

    @Test func `what parties need and steps wait for are limits of their nodes`() throws {
        var story = Story(width: 120, height: 40)
        #expect(story.model.limits(of: .siblingLinks, on: "do-ams3").isEmpty)
        try story.declare("mesh broken")
        #expect(story.model.limits(of: .siblingLinks, on: "do-ams3") == [2])
    }

    @Test func `values beside the plots have their units`() throws {
        let text = try story().canvas.text()
        for unit in ["790MiB", "600MiB", "12ms", "cores", "2.0KiB/s"] {
            #expect(text.contains(unit), "\(unit)")
        }
    }

    @Test func `growth is an area, a level is a line`() throws {
        let story = try story()
        let lines = story.canvas.text().split(separator: "\n")
        let sent = try #require(lines.firstIndex { $0.contains("sent_bytes/s") })
        #expect(lines[sent...].prefix(2).allSatisfy { $0.contains("⣿⣿⣿") })
        let mesh = try #require(lines.firstIndex { $0.contains("  mesh") })
        #expect(lines[mesh...].prefix(2).allSatisfy { !$0.contains("⣿") })
    }

    // MARK: The mouse

    /// Turns the wheel over a column of the plots on a line of the screen.
    private func turn(_ story: inout Story, _ action: MouseEvent.Action, x: Int, y: Int) {
        story.tell(.input(.mouse(MouseEvent(action: action, x: x, y: y))))
    }

    @Test func `the wheel over a plot shows more or less of the past around the pointer`() throws {
        var story = try story()
        story.press("]")
        _ = story.takeEffects()
        let layout = NodeLayout(story.model)
        let x = layout.plotX + 10
        let before = layout.moment(atX: x, in: story.model.plotSpan)
        turn(&story, .wheelUp, x: x, y: layout.list.y)
        #expect(story.model.nodeView.window == .quarter)
        let after = layout.moment(atX: x, in: story.model.plotSpan)
        #expect(abs((after - before).milliseconds) < 10)
        let span = story.model.plotSpan
        #expect(span.to < story.now - .seconds(1800))
        let asked = story.takeEffects().compactMap { effect -> HistoryRequest? in
            if case .ask(.loadHistory(let request)) = effect { request } else { nil }
        }
        #expect(asked.map(\.to) == [span.to] && asked.first.map { $0.from <= span.from } == true)
        #expect(story.canvas.text().contains(" [15m until 07:3"))
        story.wait(.seconds(60))
        #expect(story.model.plotSpan == span, "a window of the past stands still")
        turn(&story, .wheelDown, x: x, y: layout.list.y)
        turn(&story, .wheelDown, x: x, y: layout.list.y)
        #expect(story.model.nodeView.window == .sixHours)
        #expect(story.model.plotSpan.to == story.now)
    }

    @Test func `from a window of the past one comes back to the present`() throws {
        var story = try story()
        story.press("]", "]", "]")
        let layout = NodeLayout(story.model)
        let start = layout.moment(atX: layout.plotX + 2, in: story.model.plotSpan)
        turn(&story, .press(.left), x: layout.plotX + 2, y: layout.list.y)
        turn(&story, .release(.left), x: layout.plotX + 2, y: layout.list.y)
        #expect(story.model.nodeView.cursor == start)
        story.press("[", "[")
        #expect(story.model.nodeView.window == .hour)
        #expect(story.model.nodeView.cursor == start, "keys keep the cursor's moment")
        let end = try #require(story.model.plotEnd)
        for _ in 0..<80 { story.press("→") }
        #expect(try #require(story.model.plotEnd) > end, "the window goes on with the cursor")
        #expect(try #require(story.model.nodeView.cursor) > end)
        story.press("Esc")
        #expect(story.model.nodeView.cursor == nil && story.model.plotEnd != nil)
        story.press("Esc")
        #expect(story.model.plotEnd == nil && story.model.screen.node == Self.node)
        story.press("Esc")
        #expect(story.model.screen == .commandCentre)
    }

    @Test func `the wheel beside the plots moves through the list`() throws {
        var story = try story(width: 80, height: 24, checks: Self.checks)
        let layout = NodeLayout(story.model)
        turn(&story, .wheelDown, x: layout.list.x + 3, y: layout.list.y)
        #expect(story.model.cursor(in: .node).place == 1)
        #expect(story.model.nodeView.window == .quarter)
        story.press("End")
        let last = layout.list.maxY - 1
        #expect(NodeScreen.row(story.model, Self.node, at: last, in: layout).map { $0 > 5 } == true)
        turn(&story, .wheelUp, x: layout.plotX + 3, y: last)
        #expect(story.model.nodeView.window == .quarter, "lines of details are no plot")
    }

    @Test func `a press in a plot puts the cursor there, and moving takes it along`() throws {
        var story = try story()
        let layout = NodeLayout(story.model)
        let y = layout.list.maxY - 8
        let row = try #require(NodeScreen.row(story.model, Self.node, at: y, in: layout))
        #expect(row > 0)
        turn(&story, .press(.left), x: layout.plotX + 10, y: y)
        let first = layout.moment(atX: layout.plotX + 10, in: story.model.plotSpan)
        #expect(story.model.nodeView.cursor == first)
        #expect(story.model.cursor(in: .node).place == row)
        turn(&story, .move(.left), x: layout.plotX + 20, y: 1)
        let next = layout.moment(atX: layout.plotX + 20, in: story.model.plotSpan)
        #expect(story.model.nodeView.cursor == next)
        turn(&story, .move(.left), x: 0, y: y)
        let start = layout.moment(atX: layout.plotX, in: story.model.plotSpan)
        #expect(story.model.nodeView.cursor == start)
        turn(&story, .release(.left), x: 0, y: y)
        turn(&story, .move(nil), x: layout.plotX + 30, y: y)
        #expect(story.model.nodeView.cursor == start)
    }
}
