import CellGrid
import CommandTable
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// The text of a list or a detail that stands still, for the terminal's own selection.
struct BareViewTests {
    private func story(width: Int = 80, height: Int = 24) throws -> Story {
        var story = Story(width: width, height: height)
        try story.answer(linked: true, relay: Story.needed)
        try story.declare("mesh broken")
        try story.perform(
            .entry(.note("INC-0001", text: "the \(String(repeating: "long ", count: 30))line"))
        )
        try story.raise(.mesh, .critical, of: "do-ams3")
        _ = story.takeEffects()
        return story
    }

    private func lines(_ story: Story) -> [String] {
        story.canvas.text().split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).trimmed }
    }

    /// The pane of the log has the keys.
    private func inLog(_ story: inout Story) {
        while story.model.focus != .log { story.press("Tab") }
    }

    @Test(arguments: [(40, 10), (80, 24), (120, 40)])
    func `it shows whole lines without frames, and the mouse is the terminal's`(
        width: Int,
        height: Int
    ) throws {
        var story = try story(width: width, height: height)
        inLog(&story)
        #expect(!story.canvas.leavesMouse)
        story.press("\\")
        #expect(story.canvas.leavesMouse)
        let text = story.canvas.text()
        #expect(!text.contains { "│─┌┐└┘├┤…".contains($0) })
        let words = lines(story).dropLast().joined(separator: " ")
        #expect(words.contains("hanno: the \(String(repeating: "long ", count: 30))line"))
        #expect(lines(story).last?.hasPrefix("frozen") == true)
        #expect(lines(story).last?.contains("08:00") == true)
        story.press("Esc")
        #expect(!story.canvas.leavesMouse)
    }

    @Test func `a list without rows says so`() throws {
        var story = Story(width: 80, height: 24)
        try story.answer(linked: true, relay: Story.needed)
        story.press("A", "\\")
        #expect(story.model.screen == .bare)
        #expect(lines(story).first == "Nothing is listed here.")
    }

    @Test func `news and time do not move it, and the bell rings`() throws {
        var story = try story()
        story.press("\\")
        let before = story.canvas
        story.wait(.seconds(90))
        try story.raise(.leak, .critical, of: "gc-us-central1-a")
        try story.answer(linked: false, relay: "/vac/waku/relay/2.0.0")
        #expect(story.canvas == before)
        #expect(story.takeEffects().contains { if case .bell = $0 { true } else { false } })
        story.press("Esc")
        #expect(story.canvas.text().contains("leak of gc-us-central1-a"))
    }

    @Test func `Esc returns to the row and the detail that one came from`() throws {
        var story = try story(width: 120, height: 40)
        try story.raise(.leak, .critical, of: "gc-us-central1-a")
        story.press("A", "Down", "Tab", "Down")
        let (signal, line) = (story.model.signal?.id, story.model.selected(.detail))
        #expect(story.model.list?.context == .detail)
        story.press("\\", "Down", "PageDown")
        #expect(story.canvas.text().contains("mesh of do-ams3"))
        story.press("Esc")
        #expect(story.model.screen == .signals)
        #expect(story.model.list?.context == .detail)
        #expect(story.model.signal?.id == signal)
        #expect(story.model.selected(.detail) == line)
        #expect(signal != nil && line != nil)
    }

    @Test func `the row of the cursor is in sight, and keys move the text up to its ends`() throws {
        var story = try story(width: 40, height: 8)
        for number in 1...40 {
            try story.perform(.entry(.note("INC-0001", text: "line \(number).")))
        }
        inLog(&story)
        story.press("\\")
        #expect(story.canvas.text().contains("line 40."))
        story.press("Up")
        #expect(!story.canvas.text().contains("line 40."))
        story.press("Home")
        #expect(lines(story).joined(separator: " ").contains("declared"))
        story.press("End", "Down", "Down")
        #expect(lines(story).suffix(2).first?.contains("40.") == true)
        story.press("Esc")
        for _ in 0..<30 { story.press("Up") }
        story.press("\\")
        #expect(story.canvas.text().contains("line 10."))
        #expect(!story.canvas.text().contains("line 40."))
    }

    @Test func `another size wraps it anew and keeps the line at the top`() throws {
        var story = try story(width: 120, height: 8)
        for number in 1...40 {
            let text = "line \(number). " + String(repeating: "more ", count: 20)
            try story.perform(.entry(.note("INC-0001", text: text)))
        }
        inLog(&story)
        story.press("\\", "Home")
        for _ in 0..<40 where lines(story).first?.contains("line 7.") != true {
            story.press("Down")
        }
        let top = try #require(lines(story).first)
        story.tell(.input(.resized(width: 50, height: 20)))
        #expect(lines(story).first.map { top.hasPrefix($0) } == true, "\(story.canvas.text())")
        #expect(lines(story)[1].hasPrefix("more"))
        #expect(story.canvas.height == 20)
    }

    @Test func `y copies all of it, and what would change something is refused`() throws {
        var story = try story()
        inLog(&story)
        story.press("\\", "y")
        guard case .copy(let text, _) = story.takeEffects().last else {
            Issue.record("nothing was copied")
            return
        }
        #expect(text.contains("the \(String(repeating: "long ", count: 30))line"))
        #expect(text.split(separator: "\n").count >= 3)
        for key in ["D", "i", "x", "A", ":"] {
            story.press(key)
            #expect(story.model.screen == .bare && story.model.dialog == nil, "\(key)")
            #expect(!story.model.isComposing)
            #expect(story.canvas.text().contains("stands still"), "\(key)")
        }
        #expect(story.takeEffects().isEmpty)
    }

    @Test func `what the program comes back to is the screen below`() throws {
        var story = try story()
        story.press("A", "\\")
        #expect(story.model.screen == .bare)
        #expect(story.model.whereabouts?.screen == ScreenRoute.signals.screen)
    }

    @Test(arguments: [
        ("A", "mesh of do-ams3"), ("C", "databases recreated"), ("H", "chat2bridge"),
        ("I", "mesh broken"), ("U", "We are looking into it."), ("K", "mesh broken"),
    ])
    func `every list says what its rows say`(key: String, words: String) throws {
        var story = try story()
        try story.sendUpdate("All nodes answer.\nWe are looking into it.")
        story.press(key, "\\")
        #expect(story.model.screen == .bare)
        #expect(story.canvas.text().contains(words), "\(story.canvas.text())")
    }

    @Test func `a node says its verdict, its numbers and its facts`() throws {
        var story = try story()
        story.press("Enter", "\\")
        let text = story.canvas.text()
        for words in ["do-ams3: ", "peers: 38", "relay"] {
            #expect(text.contains(words), "\(text)")
        }
    }
}
