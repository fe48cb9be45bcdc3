import Primitives
import Testing

@testable import Detection

@Suite struct QueueSeriesTests {
    private let start = Timestamp(seconds: 1_658_793_600)

    /// What is said after these values, a minute apart.
    private func state(_ values: [Double], every interval: Duration = .seconds(60))
        -> QueueSeries.State
    {
        var queue = QueueSeries(interval: interval)
        for (index, value) in values.enumerated() {
            _ = queue.add(value, at: start + interval * index)
        }
        return queue.state
    }

    private func stands(_ state: QueueSeries.State) -> QueueSeries.Proof? {
        if case .standing(let proof) = state { proof } else { nil }
    }

    @Test func `a queue that fills by eight a minute is named within a quarter of an hour`() throws
    {
        let proof = try #require(stands(state((0..<15).map { 3 + 8.4 * Double($0) })))
        #expect(abs((proof.perMinute ?? 0) - 8.4) < 0.1)
        #expect(!proof.isPage)
    }

    @Test func `a queue that rises for half an hour is urgent`() throws {
        let proof = try #require(stands(state((0..<40).map { 8.4 * Double($0) })))
        #expect(proof.isPage)
        #expect(proof.since <= start + .seconds(120))
    }

    @Test func `two hundred waiting messages count after five minutes`() {
        #expect(stands(state([Double](repeating: 230, count: 5))) == nil)
        #expect(stands(state([Double](repeating: 230, count: 6))) != nil)
    }

    @Test func `a queue that is read is calm, however it wavers`() {
        var generator = SeededGenerator(seed: 5)
        var queue = QueueSeries(interval: .seconds(15))
        for index in 0..<20_000 {
            let value = Double.random(in: 0...180, using: &generator).rounded()
            _ = queue.add(value, at: start + .seconds(15 * index))
            #expect(stands(queue.state) == nil)
        }
        #expect(queue.state == .calm)
    }

    @Test func `little is known of a queue at first`() {
        #expect(state([3, 4]) == .unknown)
    }

    @Test func `a queue that is read again is calm`() {
        let values = (0..<20).map { 30 * Double($0) } + [Double](repeating: 4, count: 12)
        #expect(state(values) == .calm)
    }
}
