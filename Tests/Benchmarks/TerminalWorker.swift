import CellGrid
import CommandCentre
import CursesBackend
import Glibc
import Runtime
import Screens

/// The process that draws: real frames on its controlling terminal, through ncurses.
enum TerminalWorker {
    /// The first argument of this process.
    static let word = "--draw"

    private static let idleFrames = 100
    private static let refreshes = 60
    private static let keys = 300

    /// Draws and leaves the numbers on standard output.
    static func run(nodes: Int) throws {
        var screen = try SampleScreen(nodes: nodes)
        let theme = Themes.named("dark", in: "/nonexistent").theme
        var terminal = try Terminal()
        let frames = try draw(&screen, theme, on: &terminal)
        let played = try play(&screen, nodes: nodes, theme, on: terminal)
        Results.write("frames", Double(frames + played))
    }

    /// Frame by frame, each as soon as the reader has taken the one before.
    private static func draw(
        _ screen: inout SampleScreen,
        _ theme: Theme,
        on terminal: inout Terminal
    ) throws -> Int {
        var frames = 0
        func show() -> Int {
            let (canvas, cursor) = screen.draw(theme)
            terminal.present(canvas, cursor: cursor)
            if terminal.lastFrameBytes > 0 { frames += 1 }
            return terminal.lastFrameBytes
        }
        // The reader must have taken a frame before the next, or that one is left out.
        func settle() { _ = terminal.wait(timeoutMilliseconds: 3) }

        Results.write("first.bytes", Double(show()))
        settle()
        let writes = try writeCalls()
        var bytes = 0
        for _ in 0..<idleFrames { bytes += show() }
        Results.write("idle.writes", Double(try writeCalls() - writes) / Double(idleFrames))
        Results.write("idle.bytes", Double(bytes) / Double(idleFrames))

        var sizes: [Int] = []
        var cpu: [Double] = []
        for _ in 0..<refreshes {
            let snapshot = screen.nextSnapshot()
            cpu.append(
                Stopwatch.cpu {
                    screen.show(snapshot)
                    sizes.append(show())
                }
            )
            settle()
        }
        let total = Double(sizes.reduce(0, +))
        Results.write("refresh.bytes", total / Double(refreshes))
        Results.write("refresh.largest", Double(sizes.max() ?? 0))
        Results.write("refresh.share", Samples(cpu).median * 100)

        func press(_ pressed: [Key], _ name: String) {
            var spans: [Double] = []
            var bytes = 0
            for turn in 0..<keys {
                let start = Stopwatch.wallSeconds
                screen.press(pressed[turn % pressed.count])
                bytes += show()
                spans.append((Stopwatch.wallSeconds - start) * 1000)
                settle()
            }
            Results.write("\(name).median", Samples(spans).median)
            Results.write("\(name).late", Samples(spans).percentile(0.99))
            Results.write("\(name).bytes", Double(bytes) / Double(keys))
        }
        press([Key(.down), Key(.down), Key(.up)], "key")
        press([Key(.character("?")), Key(.escape), Key(.enter), Key(.escape)], "switch")
        return frames
    }

    private static let minute = 60

    /// Minutes of the main loop itself, in played time; returns the frames of all of them.
    private static func play(
        _ screen: inout SampleScreen,
        nodes: Int,
        _ theme: Theme,
        on terminal: consuming Terminal
    ) throws -> Int {
        let clock = PlayedClock(screen.model.now)
        var played = PlayedTerminal(terminal, clock, Mailbox {})
        var frames = 0
        func write(_ name: String, _ cost: (cpuSeconds: Double, frames: Int, wakes: Int)) {
            Results.write("\(name).share", cost.cpuSeconds / Double(minute) * 100)
            Results.write("\(name).frames", Double(cost.frames))
            Results.write("\(name).wakes", Double(cost.wakes))
            frames += cost.frames
        }
        let quiet = try SampleScreen(nodes: nodes, entries: 0)
        write("quiet", played.play(quiet.model, theme, seconds: minute))
        write("incident", played.play(screen.model, theme, seconds: minute))
        // The pictures of a minute are kept at once, which thousands of nodes would not bear.
        guard nodes <= 40 else { return frames }
        let pictures = (0..<minute).map { _ in screen.nextSnapshot() }
        write("busy", played.play(screen.model, theme, seconds: minute, pictures: pictures))
        return frames
    }

    /// How many write calls this process has made so far, as the kernel counts them.
    private static func writeCalls() throws -> Int {
        let text = try Files.text("/proc/self/io")
        for line in text.split(separator: "\n") where line.hasPrefix("syscw:") {
            return Int(line.dropFirst("syscw: ".count)) ?? 0
        }
        throw BenchmarkFailure("/proc/self/io tells no write calls")
    }
}
