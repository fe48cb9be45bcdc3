import CommandTable
import IncidentLog
import CellGrid
import FleetModel
import Monitoring
import Primitives
import Testing

@testable import Screens

extension NodeView {
    /// Waits for the answer to this request, as if it had been asked for.
    fileprivate mutating func expect(_ request: HistoryRequest) {
        self = NodeView(window: window, pending: request)
    }
}

/// The screen of a node: plots over one time axis, marks, windows, a cursor.
struct NodeScreenTests {
    private static let node: NodeID = "do-ams3"

    /// A node with an hour of past, in which it leaked, restarted as another version and was
    /// silent for a while.
    private func story(width: Int, height: Int, window: PlotWindow = .hour) throws -> Story {
        var story = Story(width: width, height: height)
        try story.answer(linked: true, relay: Story.needed)
        let start = Double(Story.start.milliseconds / 1000)
        try story.observe([
            Observation(
                node: Self.node,
                probeIndex: 0,
                at: story.now,
                latency: .milliseconds(12),
                samples: [
                    Sample(.startTime, start - 1200), Sample(.cpuSeconds, 400),
                    Sample(.memory, 5.2e8),
                ],
                facts: [Fact(.version, ["v0.4"])]
            )
        ])
        story.wait(.seconds(-1200))
        try story.perform(
            .observation(.recordFact(Self.node, .version, to: ["v0.5"])),
            by: .tocsin
        )
        try story.perform(
            .observation(.keepLogLine(Self.node, text: "SIGTERM received")),
            by: .tocsin
        )
        story.wait(.seconds(1200))
        story.press("Enter")
        try answer(&story)
        while story.model.nodeView.window != window {
            story.press(story.model.nodeView.window.rawValue < window.rawValue ? "]" : "[")
            try answer(&story)
        }
        return story
    }

    /// Answers the last request for the past.
    private func answer(_ story: inout Story) throws {
        let requests = story.takeEffects().compactMap { effect -> HistoryRequest? in
            if case .ask(.loadHistory(let request)) = effect { request } else { nil }
        }
        let request = try #require(requests.last)
        _ = story.model.update(.history(request, Self.past(request)))
    }

    private static func past(_ request: HistoryRequest) -> [MetricName: [SampleBin]] {
        var binners: [MetricName: SampleBinner] = [:]
        let end = request.to.milliseconds / 1000
        var second = request.from.milliseconds / 1000 / 10 * 10
        while second <= end {
            defer { second += 10 }
            let age = end - second
            // Silent for four minutes, half an hour ago.
            if (1800..<2040).contains(age) { continue }
            let at = Timestamp(seconds: second)
            func add(_ metric: MetricName, _ value: Double) {
                binners[metric, default: SampleBinner(step: request.step)].add(value, at: at)
            }
            let isOld = age > 1200
            add(.startTime, Double(end - (isOld ? 90_000 : 1200)))
            add(
                .memory,
                isOld ? 9e8 - Double(min(age, 5000)) * 1e5 : 4e8 + Double(1200 - age) * 1e5
            )
            add(.peers, Double(36 + (second / 10 * 7919) % 5))
            add(.mesh, age > 2400 ? 6 : 4)
            add(.heightBest, Double(1_200_000 + second / 12 - 135_000_000))
            add(.cpuSeconds, isOld ? Double(90_000 - age) * 0.25 : Double(1200 - age) * 0.5)
            add(.latency, 0.012 + Double((second / 10) % 3) * 0.001)
        }
        return binners.mapValues(\.result)
    }

    @Test func `the labels of a node stand above its facts`() throws {
        var fleet = Story.waku
        fleet.nodes[0].labels = ["region": "fra1", "ring": "canary"]
        var story = Story(width: 120, height: 40, fleet: fleet)
        try story.answer(linked: true, relay: Story.needed)
        story.press("Enter")
        let lines = story.canvas.text().split(separator: "\n").map(String.init)
        let heading = try #require(lines.firstIndex { $0.contains("│ Labels") })
        #expect(lines[heading + 1].contains("region            fra1"))
        #expect(lines[heading + 2].contains("ring              canary"))
        #expect(lines[(heading + 3)...].contains { $0.contains("│ Facts") })
    }

    @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
    func `every series is drawn on one time axis`(width: Int, height: Int) throws {
        let story = try story(width: width, height: height)
        expectGolden(story.model, "node-hour.\(width)x\(height)")
    }

    @Test func `the cursor shows the values of its moment and what happened then`() throws {
        var story = try story(width: 100, height: 30)
        story.press("<", "<")
        expectGolden(story.model, "node-cursor.100x30")
        #expect(story.model.nodeView.cursor == Story.start - .seconds(1200))
        story.press("Escape")
        #expect(story.model.nodeView.cursor == nil)
        #expect(story.model.screen == .node(Self.node))
        story.press("Escape")
        #expect(story.model.screen == .commandCentre)
    }

    @Test func `the cursor moves by columns and is gone at the newest moment`() throws {
        var story = try story(width: 100, height: 30)
        let column = PlotWindow.hour.span / NodeLayout(story.model).plotWidth
        story.press("←", "←", "h")
        #expect(story.model.nodeView.cursor == story.now - column - column - column)
        story.press("→", "l", "→")
        #expect(story.model.nodeView.cursor == nil)
        for _ in 0..<200 { story.press("←") }
        #expect(story.model.nodeView.cursor == story.now - PlotWindow.hour.span)
    }

    @Test func `the window is chosen by keys, and asks for its own past`() throws {
        var story = Story(width: 100, height: 30)
        try story.answer(linked: true, relay: Story.needed)
        story.press("Enter")
        var asked: [Duration] = []
        for key in ["]", "]", "]", "]", "[", "[", "[", "[", "["] {
            story.press(key)
            for case .ask(.loadHistory(let request)) in story.takeEffects() {
                asked.append(request.to - request.from)
            }
        }
        let windows: [PlotWindow] = [
            .hour, .sixHours, .day, .week, .month, .week, .day, .sixHours, .hour, .quarter,
        ]
        #expect(asked == windows.map { $0.span + $0.step })
    }

    @Test func `the past is asked for again only when it grew old and the last answer came`() throws
    {
        var story = try story(width: 100, height: 30)
        story.wait(.seconds(30))
        #expect(story.takeEffects().isEmpty)
        story.wait(.seconds(6))
        #expect(story.takeEffects().count == 1)
        story.wait(.seconds(600))
        #expect(story.takeEffects().isEmpty)
    }

    @Test func `an answer that comes too late is left out`() throws {
        var story = Story(width: 100, height: 30)
        try story.answer(linked: true, relay: Story.needed)
        story.press("Enter")
        let old = try #require(story.takeEffects().last)
        story.press("]")
        guard case .ask(.loadHistory(let request)) = old else { return }
        _ = story.model.update(.history(request, Self.past(request)))
        #expect(story.model.nodeView.loaded == nil)
        try answer(&story)
        #expect(story.model.nodeView.loaded?.step == PlotWindow.sixHours.step)
    }

    @Test func `before anything was read, the plots show what the readings know`() throws {
        var story = Story(width: 100, height: 20)
        for _ in 0..<30 {
            story.wait(.seconds(10))
            try story.answer(linked: true, relay: Story.needed)
        }
        story.press("Enter")
        expectGolden(story.model, "node-unread.100x20")
    }

    @Test func `what was wrong with a poll is told in words`() throws {
        var story = Story(width: 160, height: 50)
        story.press("Enter")
        try story.observe([
            Observation(
                node: Self.node,
                probeIndex: 0,
                at: story.now,
                latency: nil,
                problems: [
                    Problem(part: "rest", reason: .timedOut(after: .seconds(2))),
                    Problem(part: "metrics", reason: .other("it says no")),
                ]
            )
        ])
        let lines = NodeDetails(model: story.model, node: Self.node, theme: .plain)
        let texts = lines.map { $0.map(\.text).joined() }
        #expect(texts.contains("  rest: timed out after 2 s"))
        #expect(texts.contains("  metrics: it says no"))
    }

    /// The readings know samples that the last bin sums up, too.
    @Test func `a counter shows no jump where the past meets the readings`() throws {
        var story = Story(width: 100, height: 30)
        story.press("Enter")
        for number in 0..<100 {
            story.wait(.seconds(2))
            try story.observe([
                Observation(
                    node: Self.node,
                    probeIndex: 0,
                    at: story.now,
                    latency: nil,
                    samples: [Sample(.cpuSeconds, 5000 + Double(number))]
                )
            ])
        }
        for step in [0, 10, 60, 300] {
            let request = HistoryRequest(
                node: Self.node,
                from: Story.start - .seconds(3600),
                to: story.now,
                step: .seconds(step)
            )
            var binner = SampleBinner(step: .seconds(step))
            for number in -1000..<97 {
                binner.add(5000 + Double(number), at: Story.start + .seconds(2 + number * 2))
            }
            story.model.nodeView.expect(request)
            _ = story.model.update(.history(request, [.cpuSeconds: binner.result]))
            let series = PlotSeries(story.model, Self.node, .cpuSeconds, dots: 100)
            let range = try #require(series.range)
            #expect(range.lowerBound > 0.39 && range.upperBound < 0.61, "\(step) \(range)")
            #expect(series.last == 0.5)
        }
    }

    /// One minute of an hour in which a sample comes every 10 seconds.
    @Test func `a span in which nobody watched is a break in every plot, and marked`() throws {
        var story = try story(width: 120, height: 30)
        let from = story.now - .seconds(900)
        func columns() -> [ClosedRange<Double>?] {
            let all = PlotSeries(story.model, Self.node, .memory, dots: 180).columns
            // The last 16 minutes, of which the middle one is concerned.
            return Array(all[132..<139])
        }
        #expect(columns().allSatisfy { $0 != nil })
        try story.perform(
            .observation(
                .markAway(fleet: story.model.fleet?.name, from: from, to: from + .seconds(60))
            ),
            by: .tocsin
        )
        #expect(columns().contains { $0 == nil })
        #expect(story.canvas.text().contains("┄"))
        story.press("Esc")
        #expect(story.canvas.text().contains("we were away from"))
    }

    @Test func `a month and a year are told in days, as far back as values are kept`() throws {
        expectGolden(try story(width: 100, height: 24, window: .month).model, "node-month.100x24")
        expectGolden(try story(width: 100, height: 24, window: .year).model, "node-year.100x24")
    }

    @Test func `a week is told in days`() throws {
        expectGolden(try story(width: 100, height: 24, window: .week).model, "node-week.100x24")
    }

    @Test func `one can go through all series to the end of the details`() throws {
        var story = try story(width: 80, height: 24)
        story.press("End")
        expectGolden(story.model, "node-end.80x24")
        story.press("Home")
        #expect(story.model.cursor(in: .node).place == 0)
    }

    @Test func `values that are no numbers, and a clock that goes back, do no harm`() throws {
        var story = Story(width: 100, height: 30)
        for (second, value) in [(0, 1.0), (10, .nan), (5, .infinity), (20, 2), (15, -1e300)] {
            try story.observe([
                Observation(
                    node: Self.node,
                    probeIndex: 0,
                    at: Story.start + .seconds(second),
                    latency: nil,
                    samples: [Sample("x", value), Sample("y.total", value)]
                )
            ])
        }
        story.wait(.seconds(20))
        story.press("Enter")
        #expect(story.canvas.text().contains("x"))
        story.press("[", "←")
        #expect(story.canvas.text().contains("y/s"))
    }
}
