import CellGrid
import CommandTable
import FleetModel
import Primitives
import Testing

@testable import Screens

/// The rows of the fleet's pane: filtered in the words of conditions, in groups that fold, and all
/// of them in a strip.
struct FleetRowsTests {
    /// 30 nodes of two versions in three places; `peers` counts up.
    private static func story(width: Int = 120, height: Int = 40) throws -> Story {
        let names = (0..<30).map { "node-\($0 / 3 + 1).\(["ams", "fra", "hkg"][$0 % 3]).prod" }
        return try FleetPaneTests.story(names, width: width, height: height) { place in
            [Sample(.memory, place == 4 ? 9e9 : 1e9), Sample(.backlog, Double(place))]
        } version: { place in
            place < 20 ? "3.2.1-ff69d35" : "v0.4"
        }
    }

    private static func filter(_ story: inout Story, _ text: String) -> [String] {
        story.press("/", "Ctrl+U", "'\(text)'", "Enter")
        return Array(story.model.rows(.fleet))
    }

    @Test(arguments: [
        ("backlog < 4", 4), ("backlog >= 28", 2), ("memory > 2 GB", 1), ("version != 0.4", 20),
        ("version=3.2.1", 20), ("version == v0.4 and backlog < 22", 2),
        ("version contains 3.2", 20), ("backlog < 2 or backlog > 27", 4), ("fra", 10),
        ("version == 9", 0), ("no.such.metric > 1", 0),
    ])
    func `the filter takes conditions, and words`(text: String, count: Int) throws {
        var story = try Self.story()
        #expect(Self.filter(&story, text).count == count)
        if text.count < 14 { #expect(story.canvas.text().contains("/\(text) \(count)/30")) }
        story.press("Escape")
        #expect(story.model.rows(.fleet).count == 30)
    }

    @Test func `a condition that is none says where, and the form stays`() throws {
        var story = try Self.story()
        story.press("/", "'peers <'", "Enter")
        #expect(story.model.toast?.text.contains("'peers <'") == true)
        #expect(story.model.dialog != nil)
        #expect(story.model.rows(.fleet).count == 30)
    }

    @Test func `what the filter leaves follows the readings`() throws {
        var story = try Self.story()
        #expect(Self.filter(&story, "backlog > 100").isEmpty)
        try story.observe([
            story.observation("node-1.ams.prod", [Sample(.backlog, 500)])
        ])
        #expect(Array(story.model.rows(.fleet)) == ["node-1.ams.prod"])
        #expect(story.model.selectedNode == "node-1.ams.prod")
    }

    @Test func `nodes are grouped, and a group folds under the cursor`() throws {
        var story = try Self.story()
        story.press("b")
        #expect(story.model.fleetGrouping == .version)
        #expect(story.model.rows(.fleet).count == 32)
        story.press("b")
        #expect(story.model.fleetGrouping == .name)
        #expect(story.model.rows(.fleet).count == 33)
        #expect(story.canvas.text().contains("- ams.prod  10 nodes"))
        story.press("Home")
        #expect(story.model.selectedNode == nil)
        story.press("Enter")
        #expect(story.model.rows(.fleet).count == 23)
        #expect(story.canvas.text().contains("+ ams.prod  10 nodes"))
        story.press("Down", "Down")
        #expect(story.model.selectedNode == "node-1.fra.prod")
        story.press("Up", "Up", "Enter")
        #expect(story.model.rows(.fleet).count == 33)
        story.press("b")
        #expect(story.model.fleetGrouping == .none)
        #expect(story.model.rows(.fleet).count == 30)
    }

    @Test func `a folded group stays so with news, and unfolds to what it was`() throws {
        var story = try Self.story()
        for group in ["b", "b"] { story.press(group) }
        let unfolded = Array(story.model.rows(.fleet))
        for row in [0, 11, 22] {
            story.press("Home")
            for _ in 0..<row { story.press("Down") }
            story.press("Enter")
            let folded = Array(story.model.rows(.fleet))
            #expect(folded.count == 23)
            #expect(folded.contains { story.model.fleetRows?.group($0)?.isFolded == true })
            try story.observe([])
            #expect(Array(story.model.rows(.fleet)) == folded)
            story.press("Enter")
            #expect(Array(story.model.rows(.fleet)) == unfolded)
        }
    }

    @Test func `a mark on a group marks all its nodes, folded or not`() throws {
        var story = try Self.story()
        story.press("b", "b", "Home", "Enter", "Space")
        #expect(story.model.markedNodes.count == 10)
        #expect(story.model.markedNodes.allSatisfy { $0.rawValue.hasSuffix("ams.prod") })
        #expect(story.canvas.text().contains(" ─ 10 marked"))
        story.press("Home", "Space")
        #expect(story.model.markedNodes.isEmpty)
    }

    @Test func `what would put each node into a group of its own is left out`() throws {
        var story = try FleetPaneTests.story(["crispy", "kebab", "latte"])
        story.press("b")
        #expect(story.model.fleetGrouping == .none)
    }

    @Test func `nodes are grouped by any label that some of them have`() throws {
        let labels = { (place: Int) in
            place == 3 ? [:] : ["region": place == 0 ? "fra1" : "ams3", "own": "\(place)"]
        }
        var story = try FleetPaneTests.story(
            ["a", "b", "c", "d"],
            width: 120,
            height: 40,
            labels: labels
        )
        story.press("b")
        #expect(story.model.fleetGrouping == .region)
        let text = story.canvas.text()
        #expect(text.contains(" ─ by region"))
        #expect(text.contains("- fra1  1 node "))
        #expect(text.contains("- ams3  2 nodes "))
        #expect(text.contains("- no region  1 node "))
        // Each node has a name and a label of its own.
        story.press("b")
        #expect(story.model.fleetGrouping == .none)
        #expect(Self.filter(&story, "AMS3") == ["b", "c"])
    }

    // MARK: Large fleets

    /// So many nodes in three regions; the last one is far behind.
    private static func large(
        _ count: Int,
        hasRegions: Bool = true,
        version: (Int) -> String = { _ in "1.0" }
    ) throws -> Story {
        let names = (0..<count).map { "node-\($0)" }
        return try FleetPaneTests.story(names, width: 120, height: 40) { place in
            place == count - 1 ? [Sample(.peers, 0)] : []
        } version: {
            version($0)
        } labels: { place in
            hasRegions ? ["region": ["fra1", "ams3", "hkg1"][place % 3], "rack": "1"] : [:]
        }
    }

    private static func headings(_ story: Story) -> [String] {
        story.model.rows(.fleet).compactMap { story.model.fleetRows?.group($0)?.name }
    }

    @Test func `more than 200 nodes are grouped by their region, folded`() throws {
        #expect(try Self.large(200).model.rows(.fleet).count == 200)
        var story = try Self.large(201)
        #expect(story.model.fleetGrouping == .region)
        // The worst first, which is node 200.
        #expect(Self.headings(story) == ["hkg1", "fra1", "ams3"])
        #expect(story.model.rows(.fleet).count == 3)
        #expect(story.canvas.text().contains("+ hkg1  67 nodes"))
        story.press("Home", "Enter", "Down")
        #expect(story.model.rows(.fleet).count == 70)
        #expect(story.model.selectedNode == "node-200")
        story.press("Home", "Enter")
        #expect(story.model.rows(.fleet).count == 3)
    }

    @Test func `the worst node of a group tells why, and marks reach into it`() throws {
        var story = try Self.large(201)
        story.press("Home")
        #expect(story.canvas.text().contains(" node-200: "))
        story.press("M")
        #expect(story.model.markedNodes.count == 201)
    }

    @Test func `what has no region is grouped by version, else by verdict`() throws {
        let mixed = try Self.large(201, hasRegions: false) { $0 < 190 ? "1.0" : "2.0" }
        #expect(mixed.model.fleetGrouping == .version)
        #expect(Self.headings(mixed) == ["2.0", "1.0"])
        // A few nodes stay in sight.
        #expect(mixed.model.rows(.fleet).count == 13)
        let alike = try Self.large(201, hasRegions: false)
        #expect(alike.model.fleetGrouping == .verdict)
    }

    @Test func `by verdict it stays when versions begin to differ`() throws {
        var story = try Self.large(201, hasRegions: false)
        try story.observe([
            story.observation("node-3", [], [Fact(.version, ["2.0"])])
        ])
        #expect(story.model.fleetGrouping == .verdict)
    }

    @Test func `who chose one list keeps it`() throws {
        var story = try Self.large(201)
        while story.model.fleetGrouping != .none { story.press("b") }
        #expect(story.model.rows(.fleet).count == 201)
        try story.observe([])
        #expect(story.model.rows(.fleet).count == 201)
    }

    @Test func `a cursor whose node is hidden is on the heading of its group`() throws {
        var story = try Self.large(201)
        story.press("Home", "Enter", "Down", "Down")
        let node = try #require(story.model.selectedNode)
        story.press("b")
        while story.model.fleetGrouping != .region { story.press("b") }
        #expect(story.model.selectedGroup?.name == "hkg1")
        #expect(story.model.selectedGroup?.nodes.contains(node) == true)
    }

    @Test func `the cursor stays on its node when the nodes are grouped and when one gets worse`()
        throws
    {
        var story = try Self.story()
        story.press("Down", "Down", "b")
        let node = try #require(story.model.selectedNode)
        #expect(node == "node-1.hkg.prod")
        story.press("b")
        #expect(story.model.selectedNode == node)
    }

    @Test func `a strip shows all nodes where the rows do not`() throws {
        let story = try Self.story(width: 80, height: 24)
        let lines = story.canvas.text().split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.contains(String(repeating: "·", count: 30)) })
        let tall = try Self.story(width: 120, height: 60)
        #expect(!tall.canvas.text().contains("······"))
    }

    @Test(arguments: [
        ("node-01.do-ams3.prod", "do-ams3.prod"), ("archive-12", "archive"), ("relay7", "relay"),
        ("127.0.0.1:9001", "127.0.0.1"), ("10.0.0.7", "10.0.0.7"), ("crispy", "crispy"),
        ("42", "42"),
    ])
    func `names that stand together have a family`(name: String, family: String) {
        #expect(FleetGrouping.family(of: name) == family)
    }
}
