import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Testing

@testable import Screens

/// Nodes that are marked, and what is done with all of them at once.
struct NodeMarkTests {
    private static func story(_ count: Int = 5) throws -> Story {
        try FleetPaneTests.story((1...count).map { "node-\($0)" }, width: 120, height: 40)
    }

    private static func raise(
        _ id: String,
        on nodes: [NodeID],
        _ priority: SignalPriority = .warning,
        in story: inout Story
    ) throws {
        try story.perform(
            .signal(
                .raise(
                    Finding(
                        id: SignalID(id),
                        kind: .leak,
                        priority: priority,
                        text: "\(id) grows",
                        nodes: nodes,
                        since: story.now
                    )
                )
            ),
            by: .tocsin
        )
    }

    private static func commands(_ story: inout Story) -> [Command] {
        story.takeEffects().compactMap { effect in
            if case .ask(.run(let command, _)) = effect { command } else { nil }
        }
    }

    @Test func `a key marks the node and goes on, Escape takes the marks away`() throws {
        var story = try Self.story()
        story.press("Space", "Space")
        #expect(story.model.markedNodes == ["node-1", "node-2"])
        #expect(story.model.selectedNode == "node-3")
        let text = story.canvas.text()
        #expect(text.contains("*node-1"))
        #expect(!text.contains("*node-3"))
        #expect(text.contains(" ─ 2 marked"))
        story.press("k", "Space")
        #expect(story.model.markedNodes == ["node-1"])
        story.press("Escape")
        #expect(story.model.markedNodes.isEmpty)
        #expect(!story.canvas.text().contains("marked ─"))
    }

    @Test func `all that the filter lists are marked, and a node that is gone is not`() throws {
        var story = try Self.story(12)
        story.press("/", "'node-1'", "Enter", "M")
        #expect(story.model.markedNodes == ["node-1", "node-10", "node-11", "node-12"])
        story.press("M")
        #expect(story.model.markedNodes.isEmpty)
        story.press("M")
        story.model.fleet = Fleet(name: "kusama", nodes: [Node(id: "node-1", probes: [])])
        story.model.orderNodes()
        #expect(story.model.markedNodes == ["node-1"])
    }

    @Test func `the marked names are copied, and begin a line of the log`() throws {
        var story = try Self.story()
        story.press("Space", "j", "Space")
        _ = story.takeEffects()
        story.press("y")
        let copied = story.takeEffects().compactMap { effect -> String? in
            if case .copy(let text, let what) = effect { "\(what): \(text)" } else { nil }
        }
        #expect(copied == ["2 names: node-1\nnode-3"])
        story.press("i")
        #expect(story.model.composer.text == "node-1, node-3: ")
        story.press("'restarted'", "Enter")
        #expect(Self.commands(&story) == [.entry(.note(nil, text: "node-1, node-3: restarted"))])
    }

    @Test func `what nobody has on the marked nodes is acknowledged in one act`() throws {
        var story = try Self.story()
        try Self.raise("leak/1", on: ["node-1"], in: &story)
        try Self.raise("leak/2", on: ["node-2", "node-5"], in: &story)
        try Self.raise("leak/3", on: ["node-3"], in: &story)
        try Self.raise("leak/4", on: ["node-4"], in: &story)
        try story.perform(.signal(.acknowledge("leak/1", note: nil)))
        // A node with a signal stands before those without.
        #expect(story.model.nodeOrder.count == 5)
        story.model.markedNodes = ["node-1", "node-2", "node-3"]
        _ = story.takeEffects()
        story.press("a")
        #expect(story.canvas.text().contains("Acknowledge leak/2, leak/3"))
        story.press("Enter")
        #expect(
            Self.commands(&story) == [
                .signal(.acknowledgeAll(["leak/2", "leak/3"], note: nil))
            ]
        )
        try story.perform(.signal(.acknowledgeAll(["leak/2", "leak/3"], note: nil)))
        let line = try #require(story.model.entries(about: .signal("leak/3"), last: 9).last)
        #expect(story.model.entries(about: .signal("leak/2"), last: 9).last == line)
        #expect(story.model.line(of: line).hasSuffix("acknowledged 2 signals: leak/2, leak/3"))
        story.model.markedNodes = ["node-1"]
        story.press("a")
        #expect(story.model.toast?.text.contains("on the marked nodes") == true)
        #expect(Self.commands(&story).isEmpty)
    }

    @Test func `declaring and planned work are filled in with the marked nodes`() throws {
        var story = try Self.story()
        try Self.raise("leak/2", on: ["node-2"], .critical, in: &story)
        story.model.markedNodes = ["node-1", "node-2", "node-3", "node-4"]
        story.press("D")
        guard case .form(let form) = story.model.dialog else {
            Issue.record("no form is open")
            return
        }
        #expect(form.fields[0].editor.text == "node-2, node-1, node-3 and 1 more: memory grows")
        #expect(form.fields[2].editor.text == "08:00Z")
        story.press("Escape", "m")
        guard case .form(let work) = story.model.dialog else {
            Issue.record("no form is open")
            return
        }
        #expect(work.fields[0].editor.text == "node-2 node-1 node-3 node-4")
        story.press("Escape", "Escape", "m")
        guard case .form(let one) = story.model.dialog else {
            Issue.record("no form is open")
            return
        }
        #expect(one.fields[0].editor.text == "node-1")
    }

    @Test func `a signal under the cursor fills in what is declared`() throws {
        var story = try Self.story()
        try Self.raise("leak/2", on: ["node-2"], .critical, in: &story)
        story.wait(.seconds(600))
        while story.model.focus != .situation { story.press("Tab") }
        story.press("D")
        guard case .form(let form) = story.model.dialog else {
            Issue.record("no form is open")
            return
        }
        #expect(form.fields[0].editor.text == "leak/2 grows")
        #expect(form.fields[2].editor.text == "08:00Z")
    }
}
