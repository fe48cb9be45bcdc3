import CellGrid
import CommandCentre
import CursesBackend
import Monitoring
import Primitives
import Runtime
import Screens

/// The real terminal under the main loop, in a time that passes only while the loop waits: what a
/// minute costs is measured in the seconds that its work takes.
struct PlayedTerminal: LoopTerminal, ~Copyable {
    private var real: Terminal
    private let clock: PlayedClock
    private let mailbox: Mailbox
    private var end: Timestamp
    private var nextNews: Timestamp
    /// What the polls of each second bring, the next last.
    private var pictures: [FleetSnapshot] = []
    /// How many pictures reached the terminal, and how often the loop woke up.
    private var frames = 0
    private var wakes = 0

    var colorCount: Int { real.colorCount }

    init(_ real: consuming Terminal, _ clock: PlayedClock, _ mailbox: Mailbox) {
        self.real = real
        self.clock = clock
        self.mailbox = mailbox
        end = clock.now
        nextNews = clock.now
    }

    /// Runs the loop for as many seconds as there are pictures, or for this many without news.
    ///
    /// - Returns: The CPU that it took, the frames that were drawn, and how often it woke up.
    mutating func play(
        _ model: AppModel,
        _ theme: Theme,
        seconds: Int,
        pictures: [FleetSnapshot] = []
    ) -> (cpuSeconds: Double, frames: Int, wakes: Int) {
        let (start, clock) = (clock.now, clock)
        self.pictures = pictures.reversed()
        end = start + .seconds(seconds)
        nextNews = start + .seconds(1)
        (frames, wakes) = (0, 0)
        var loop = TerminalLoop(
            model: model,
            looks: ThemeSelection(fixed: theme),
            mailbox: mailbox,
            clock: clock,
            keep: { _ in },
            request: { _ in }
        )
        let before = Stopwatch.cpuSeconds
        _ = loop.run(on: &self) { clock.now - start }
        return (Stopwatch.cpuSeconds - before, frames, wakes)
    }

    mutating func wait(timeoutMilliseconds: Int32) -> [InputEvent] {
        wakes += 1
        let limit = clock.now + .milliseconds(Int64(timeoutMilliseconds))
        if let picture = pictures.last, nextNews <= min(limit, end) {
            pictures.removeLast()
            clock.advance(by: nextNews - clock.now)
            nextNews = nextNews + .seconds(1)
            mailbox.post(.fleet(picture))
            return [.wake]
        }
        clock.advance(by: min(limit, end) - clock.now)
        return limit < end ? [] : [.interrupted(signal: 15)]
    }

    mutating func present(_ canvas: Canvas, cursor: (x: Int, y: Int)?) {
        real.present(canvas, cursor: cursor)
        if real.lastFrameBytes > 0 { frames += 1 }
    }

    mutating func repaint() { real.repaint() }
    mutating func suspend() {}
    func beep() {}
    func notify(_ text: String) {}
    func copy(_ text: String) -> Bool { false }
    mutating func run(_ arguments: [String]) -> Int32 { -1 }
}
