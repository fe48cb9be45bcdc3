import AllocationCount
import CellGrid
import Primitives
import Screens

/// What a frame costs before it reaches the terminal.
enum ScreenBenchmark {
    private static let runs = 300

    static func run() throws -> Section {
        var section = Section(
            "screen",
            method: "CPU of one frame at 200x60, 5,000 entries in the log, median of \(runs)"
        )
        for nodes in [40, 2000] { try measure(nodes, into: &section) }
        return section
    }

    private static func measure(_ nodes: Int, into section: inout Section) throws {
        var screen = try SampleScreen(nodes: nodes)
        let name = NumberText.brief(Double(nodes)) + " nodes: "
        // Each cycle ends where it began: on the command centre.
        let keys = [Key(.down), Key(.down), Key(.up)]
        let press = Samples(
            (0..<runs).map { turn in
                milliseconds {
                    screen.press(keys[turn % keys.count])
                    _ = screen.draw()
                }
            }
        )
        section.add(name + "a key, update and render", press.median, "ms", .atMost(1))
        section.add(name + "the same, 99th percentile", press.percentile(0.99), "ms", .atMost(8))

        let switches = [Key(.character("?")), Key(.escape), Key(.enter), Key(.escape)]
        let change = Samples(
            (0..<runs).map { turn in
                milliseconds {
                    screen.press(switches[turn % switches.count])
                    _ = screen.draw()
                }
            }
        )
        section.add(name + "a switch of the view", change.median, "ms", .atMost(4))

        let refresh = Samples(runs: 60) {
            let snapshot = screen.nextSnapshot()
            return milliseconds {
                screen.show(snapshot)
                _ = screen.draw()
            }
        }
        // 40 nodes a second may take a thousandth of a core; what 2,000 bring may not keep a key
        // waiting for longer than a key may wait.
        section.add(
            name + "new readings, update and render",
            refresh.median,
            "ms",
            .atMost(nodes == 40 ? 1 : 8)
        )
        measureNode(name, &screen, into: &section)
        let judge = Samples(runs: 20) { milliseconds { screen.judge() } }
        section.add(name + "judging all of them", judge.median, "ms")
        if allocation_count() >= 0 {
            let before = allocation_count()
            _ = screen.draw()
            let count = Double(allocation_count() - before)
            section.add(name + "allocations of a render", count, "a frame")
        }
    }

    /// The screen of a node with the others of its fleet in its plots.
    private static func measureNode(
        _ name: String,
        _ screen: inout SampleScreen,
        into section: inout Section
    ) {
        screen.press(Key(.enter))
        let first = milliseconds { screen.press(Key("c")) }
        section.add(name + "comparing a node for the first time", first, "ms", .atMost(8))
        let frame = Samples(runs: 60) { milliseconds { _ = screen.draw() } }
        section.add(name + "a frame of a node compared", frame.median, "ms", .atMost(4))
        let refresh = Samples(runs: 60) {
            let snapshot = screen.nextSnapshot()
            return milliseconds {
                screen.show(snapshot)
                _ = screen.draw()
            }
        }
        section.add(name + "the same with new readings", refresh.median, "ms", .atMost(8))
        screen.press(Key("c"))
        screen.press(Key(.escape))
    }

    private static func milliseconds(_ work: () -> Void) -> Double {
        Stopwatch.cpu(work) * 1000
    }
}
