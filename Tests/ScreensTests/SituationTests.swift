import Monitoring
import CellGrid
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// What is wrong now, and what the log says of it.
struct SituationTests {
    private func story(width: Int = 120, height: Int = 40) throws -> Story {
        var story = Story(width: width, height: height)
        try story.answer(linked: true, relay: Story.needed)
        for name in ["backlog", "storage"] {
            let finding = Finding(
                id: SignalID("\(name)/do-ams3"),
                kind: .backlog,
                priority: name == "backlog" ? .critical : .warning,
                text: "\(name) grows on do-ams3",
                nodes: ["do-ams3"],
                since: Story.start,
                evidence: [],
                meaning: "nobody reads it",
                causes: []
            )
            try story.perform(.signal(.raise(finding)), by: .tocsin)
            story.wait(.seconds(60))
        }
        return story
    }

    @Test func `what is wrong stands on top with since when and who has it`() throws {
        var story = try story()
        let signal = try #require(story.model.situationSignals.first)
        let line = { (story: Story) -> Substring? in
            story.canvas.text().split(separator: "\n").dropFirst(2).first
        }
        #expect(line(story)?.contains(signal.text.prefix(20)) == true)
        #expect(line(story)?.contains("nobody") == true)
        try story.perform(.signal(.acknowledge(signal.id, note: nil)))
        #expect(line(story)?.contains("hanno has it") == true)
    }

    @Test func `what it usually means stands below where rows are left, and belongs to it`() throws
    {
        var story = try story()
        let lines = story.canvas.text().split(separator: "\n").map(String.init)
        #expect(lines[2].contains("backlog grows on do-ams3"))
        #expect(lines[2].contains("08:00 (2m"))
        #expect(lines[3].contains("     usually: nobody reads it"))
        #expect(lines[4].contains("storage grows on do-ams3"))
        #expect(lines[5].contains("     usually: nobody reads it"))
        let press = MouseEvent(action: .press(.left), x: 10, y: 5, modifiers: [])
        _ = story.model.update(.input(.mouse(press)))
        #expect(story.model.focus == .situation)
        #expect(story.model.signal?.id == "storage/do-ams3")
        let small = try self.story(width: 80, height: 24)
        #expect(!small.canvas.text().contains("usually: "))
    }

    @Test(arguments: [(40, 10), (40, 8), (20, 5), (20, 4)])
    func `the smallest screens tell the worst, since when, and the row under the cursor`(
        width: Int,
        height: Int
    ) throws {
        var story = try story(width: width, height: height)
        #expect(story.canvas.text().contains("▸▲ do-ams3"))
        story.press("Down")
        let rows = story.canvas.text().split(separator: "\n", omittingEmptySubsequences: false)
        #expect(rows.count >= height - 1)
        #expect(rows[1].hasPrefix("!!* +1 2m "), "\(rows[1])")
        #expect(story.canvas.text().contains("▸"))
        story.press("Tab")
        #expect(story.model.focus != .fleet)
        #expect(story.canvas.text().contains("!!* +1 2m "))
        story.press("i")
        _ = story.model.update(.input(.paste("on it")))
        let typed = story.canvas.text()
        #expect(typed.contains("!!* +1 2m ") && typed.contains("> on it"), "\(typed)")
    }

    /// For each line of the log, the newest first, how many entries are folded in it.
    private func folded(_ story: Story) -> [Int] {
        story.model.logRows.rows.map { row in
            switch row {
            case .entry: 1
            case .burst(let places): places.count
            }
        }
    }

    @Test func `what the machine noticed is one line, and opens in place`() throws {
        var story = try story()
        try story.perform(.entry(.note(nil, text: "looking")))
        #expect(folded(story) == [1, 2])
        #expect(story.canvas.text().contains("▲ 2 signals changed 08:00–08:01"))
        #expect(!story.canvas.text().contains("grows on do-ams3; usually: nobody reads it"))
        story.press("Shift+Tab", "Shift+Tab", "Shift+Tab", "Up", "Enter")
        #expect(story.model.focus == .log)
        #expect(folded(story) == [1, 1, 1])
        #expect(story.canvas.text().contains("grows on do-ams3; usually: nobody reads it"))
        story.press("Enter")
        #expect(folded(story) == [1, 2])
        story.press("v")
        #expect(story.model.logView == .all)
        #expect(folded(story) == [1, 1, 1])
    }

    @Test func `who reads further up stays there when something arrives below`() throws {
        var story = try story()
        for number in 1...3 { try story.perform(.entry(.note(nil, text: "line \(number)"))) }
        story.press("Shift+Tab", "Shift+Tab", "Shift+Tab", "Up")
        let line = { (story: Story) in
            story.model.logRow.map { story.model.entries[$0.newest].sequence }
        }
        let before = try #require(line(story))
        #expect(before < story.model.log.sequence)
        try story.perform(.entry(.note(nil, text: "line 4")))
        #expect(line(story) == before)
        #expect(story.model.logScroll == 2)
    }

    @Test func `a acknowledges from the first screen, and Enter opens the signal`() throws {
        var story = try story()
        let signal = try #require(story.model.situationSignals.first)
        story.press("Shift+Tab", "a", "Enter")
        #expect(
            story.takeEffects().contains { effect in
                guard case .ask(.run(.signal(.acknowledge(let id, _)), _)) = effect else {
                    return false
                }
                return id == signal.id
            }
        )
        story.press("Enter")
        #expect(story.model.screen.signal == signal.key.rowName)
    }
}
