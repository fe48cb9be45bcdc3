import CellGrid
import Commands
import FleetModel
import Monitoring
import Primitives
import Runtime
import Screens
import Testing

@testable import CommandCentre

/// A terminal at which nobody sits, in a time that passes only while the loop waits.
private struct QuietTerminal: LoopTerminal {
    let clock: DrillClock
    let colorCount = 256
    let end: Timestamp
    /// The moments of news, and what brings it.
    var news: [Timestamp] = []
    var bringNews: () -> Void = {}
    /// How often the loop woke up, and what it drew.
    var wakes = 0
    var frames = 0

    mutating func wait(timeoutMilliseconds: Int32) -> [InputEvent] {
        wakes += 1
        let limit = clock.now + .milliseconds(Int64(timeoutMilliseconds))
        if let next = news.first, next <= min(limit, end) {
            news.removeFirst()
            clock.set(next)
            bringNews()
            return [.wake]
        }
        clock.set(min(limit, end))
        return limit < end ? [] : [.interrupted(signal: 15)]
    }

    mutating func present(_ canvas: Canvas, cursor: (x: Int, y: Int)?) { frames += 1 }

    mutating func repaint() {}
    mutating func suspend() {}
    func beep() {}
    func notify(_ text: String) {}
    func copy(_ text: String) -> Bool { true }
    mutating func run(_ arguments: [String]) -> Int32 { 0 }
}

/// How often the main loop wakes up and draws; all in virtual time.
struct TerminalLoopTests {
    private let clock = DrillClock(start: Timestamp(seconds: 1_752_000_000))
    private let mailbox = Mailbox {}

    private func run(
        _ fleet: Fleet?,
        seconds: Int,
        newsEvery span: Duration? = nil
    ) -> (wakes: Int, frames: Int) {
        let start = clock.now
        let end = start + .seconds(seconds)
        var terminal = QuietTerminal(clock: clock, end: end)
        if let span {
            terminal.news = stride(from: 1, to: Int64(seconds) * 1000, by: Int(span.milliseconds))
                .map { start + .milliseconds($0) }
            terminal.bringNews = { mailbox.post(.fleet(FleetSnapshot())) }
        }
        var loop = TerminalLoop(
            model: AppModel(
                fleet: fleet,
                book: Verbs.book,
                operatorName: "ada",
                now: start,
                size: (width: 120, height: 40)
            ),
            looks: ThemeSelection(fixed: .plain),
            mailbox: mailbox,
            clock: clock,
            keep: { _ in },
            request: { _ in }
        )
        let outcome = loop.run(on: &terminal) { clock.now - start }
        #expect(outcome == .interrupted(signal: 15))
        return (terminal.wakes, terminal.frames)
    }

    @Test func `with nothing to show but the clock it draws once a minute`() {
        let (wakes, frames) = run(nil, seconds: 600)
        #expect(frames <= 11)
        #expect(wakes <= 12)
    }

    @Test func `ages of a fleet are shown anew every five seconds`() {
        let (wakes, frames) = run(
            Fleet(name: "test", nodes: [Node(id: "a", probes: [])]),
            seconds: 600
        )
        #expect(frames <= 122)
        #expect(wakes <= 123)
    }

    @Test func `news a hundred times a second draws four frames a second`() {
        let fleet = Fleet(name: "test", nodes: [Node(id: "a", probes: [])])
        let (_, frames) = run(fleet, seconds: 60, newsEvery: .milliseconds(10))
        // In the first second a person waits for what is opened.
        #expect(frames >= 200)
        #expect(frames <= 30 + 59 * 4 + 1)
    }
}
