import Testing

@testable import Monitoring
@testable import Primitives

/// The recent samples of a metric, kept in few bytes, are the samples that came.
struct SampleRingTests {
    private func points(_ ring: SampleRing) -> [MetricReading.Point] {
        var points: [MetricReading.Point] = []
        ring.forEach { points.append($0) }
        return points
    }

    @Test(arguments: 1...100)
    func `the last samples are exactly those that came last`(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let nasty: [Double] = [
            .nan, .infinity, -0.0, 0, 1e300, 4e15, -4e15, 4e12, 0.001, 1.0 / 3, 1234.56, .pi,
        ]
        var ring = SampleRing()
        var all: [MetricReading.Point] = []
        var at: Int64 = 1_658_000_000_000
        var value = 1000.0
        let limit = [1, 2, 7, 120][seed % 4]
        for _ in 0..<400 {
            switch Int.random(in: 0..<30, using: &random) {
            case 0: at = [0, .min, .max, 1_658_000_000_000].randomElement(using: &random) ?? 0
            case 1: at &-= 5000
            default: at &+= 10_000 + Int64.random(in: -4...4, using: &random)
            }
            switch Int.random(in: 0..<6, using: &random) {
            case 0: value = nasty.randomElement(using: &random) ?? 0
            case 1: value = Double(bitPattern: random.next())
            case 2: break
            case 3: value = Double(Int.random(in: 0...5000, using: &random)) / 1000
            default: value = (value.isFinite ? value.rounded() : 0) + 1
            }
            let point = MetricReading.Point(at: Timestamp(milliseconds: at), value: value)
            ring.append(value, at: point.at, limit: limit)
            all.append(point)
            #expect(ring.last?.at == point.at)
        }
        let kept = all.suffix(limit)
        #expect(points(ring).map(\.at) == kept.map(\.at))
        #expect(points(ring).map(\.value.bitPattern) == kept.map(\.value.bitPattern))
        #expect(Int(ring.count) == kept.count)
    }

    @Test func `an empty ring has nothing`() {
        #expect(points(SampleRing()).isEmpty)
        #expect(SampleRing().last == nil)
    }

    /// Two hours of a scrape every ten seconds, 120 samples kept: a counter, a gauge, a share and
    /// a value that does not change.
    @Test func `a ring takes a few bytes for each sample and no more after hours`() {
        var random = SeededGenerator(seed: 9)
        var rings = Array(repeating: SampleRing(), count: 4)
        var counter = 1000.0
        var early = 0
        for round in 0..<5000 {
            let at = Timestamp(
                milliseconds: 1_658_000_000_000 + Int64(round) * 10_000
                    + Int64.random(in: -4...4, using: &random)
            )
            counter += Double(Int.random(in: 0...90, using: &random))
            let share = Double(Int.random(in: 0...1000, using: &random)) / 1000
            let gauge = Double(Int.random(in: 40...60, using: &random))
            for (place, value) in [counter, gauge, share, 1].enumerated() {
                rings[place].append(value, at: at, limit: 120)
            }
            if round == 720 { early = rings.map(\.footprint).reduce(0, +) }
        }
        let late = rings.map(\.footprint).reduce(0, +)
        #expect(late <= 4 * 480, "\(rings.map(\.footprint))")
        #expect(late <= early + 4 * 64)
    }

    @Test func `a ring gives back what a restless hour took`() {
        var random = SeededGenerator(seed: 10)
        var ring = SampleRing()
        for round in 0..<2000 {
            let value = round < 500 ? Double(bitPattern: random.next()) : 1
            let at = Timestamp(milliseconds: 1_658_000_000_000 + Int64(round) * 10_000)
            ring.append(value, at: at, limit: 120)
            if round == 499 { #expect(ring.footprint > 1000) }
        }
        #expect(ring.footprint <= 480)
    }
}
