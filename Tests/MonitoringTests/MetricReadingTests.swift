import Monitoring
import Primitives
import TestSupport
import Testing

struct MetricReadingTests {
    /// A metric read every 10 s from `start`.
    private func reading(_ values: [Double]) throws -> MetricReading {
        var readings = FleetReadings()
        for (index, value) in values.enumerated() {
            readings.poll("a", at: seconds(index * 10), ["x": value])
        }
        return try #require(readings.nodes["a"]?.metrics["x"])
    }

    @Test func `the newest value, its time and the time of its change are kept`() throws {
        let reading = try reading([1, 2, 2])
        #expect(reading.value == 2)
        #expect(reading.at == seconds(20))
        #expect(reading.changedAt == seconds(10))
    }

    @Test func `only the recent past is kept`() throws {
        let limit = MetricReading.historyLimit
        let reading = try reading((0..<limit + 5).map(Double.init))
        #expect(reading.history.count == limit)
        #expect(reading.history.first?.at == seconds(50))
        #expect(reading.history.first?.value == 5)
        #expect(reading.history.last?.value == Double(limit + 4))
    }

    @Test(
        arguments: [
            ([1, 2, 3, 4], 30, 0.1), ([0, 0, 0, 10], 10, 1), ([4, 3, 2, 1], 30, -0.1),
            ([5], 10, nil), ([1, 2], 21, nil), ([1, 2], 20, 0.1),
        ] as [([Double], Int, Double?)]
    )
    func `a rate spans its window, or half of it at least`(
        values: [Double],
        window: Int,
        rate: Double?,
    ) throws {
        #expect(try reading(values).rate(over: .seconds(window)) == rate)
    }

    @Test(
        arguments: [
            ([100, 110, 120], 1), ([100, 110, 5], 0.75), ([100, 0, 0], 0), ([9, 3, 1], 0.2),
        ] as [([Double], Double)]
    )
    func `a counter grows through its restarts`(values: [Double], rate: Double) throws {
        #expect(try reading(values).increaseRate(over: .seconds(20)) == rate)
    }

    @Test(arguments: [
        (MetricName.cpuSeconds, true), (.storeErrors, true), ("graft.total", true),
        ("graft_total", true), (.memory, false), (.heightBest, false), ("subtotal", false),
    ])
    func `counters are known by their names`(metric: MetricName, isCounter: Bool) {
        #expect(metric.isCounter == isCounter)
    }
}

struct HoldClockTests {
    @Test func `a clock runs while its condition holds`() {
        var clock = HoldClock()
        #expect(!clock.hasHeld(for: .zero, at: start))
        clock.observe(.holds, at: start)
        #expect(clock.hasHeld(for: .zero, at: start))
        clock.observe(.holds, at: seconds(10))
        #expect(clock.since == start)
        #expect(clock.held(at: seconds(15)) == .seconds(15))
        #expect(clock.hasHeld(for: .seconds(15), at: seconds(15)))
        #expect(!clock.hasHeld(for: .seconds(16), at: seconds(15)))
    }

    @Test(arguments: [Evaluation.Truth.fails, .unknown])
    func `failing and not knowing stop the clock`(truth: Evaluation.Truth) {
        var clock = HoldClock()
        clock.observe(.holds, at: start)
        clock.observe(truth, at: seconds(10))
        #expect(clock.held(at: seconds(20)) == .zero)
        clock.observe(.holds, at: seconds(20))
        #expect(clock.since == seconds(20))
    }
}

struct NodeReadingsTests {
    @Test func `silent polls are counted until an answer`() throws {
        var readings = FleetReadings()
        readings.poll("a")
        readings.silence("a", at: seconds(10))
        readings.silence("a", at: seconds(20))
        #expect(readings.nodes["a"]?.polls[0]?.silentPolls == 2)
        #expect(readings.nodes["a"]?.lastAnswerAt == nil)
        readings.poll("a", at: seconds(30))
        #expect(readings.nodes["a"]?.polls[0]?.silentPolls == 0)
        #expect(readings.nodes["a"]?.lastAnswerAt == seconds(30))
        #expect(readings.nodes["a"]?[.latency] == 0.012)
    }
}
