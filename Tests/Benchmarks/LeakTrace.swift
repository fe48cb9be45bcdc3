import Glibc
import Primitives

/// Random numbers of the kinds that models of nodes need, the same in every run.
struct ModelNumbers {
    private var generator: SeededGenerator
    private var spare: Double?

    /// The numbers that follow from this seed.
    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// A number from 0 up to 1.
    mutating func share() -> Double { Double.random(in: 0..<1, using: &generator) }

    /// A number within a range, each as likely.
    mutating func within(_ range: ClosedRange<Double>) -> Double {
        Double.random(in: range, using: &generator)
    }

    /// A normally distributed number (Box and Muller).
    mutating func normal(_ deviation: Double) -> Double {
        if let spare {
            self.spare = nil
            return spare * deviation
        }
        let size = (-2 * log(1 - share())).squareRoot()
        let angle = 2 * Double.pi * share()
        spare = size * sin(angle)
        return size * cos(angle) * deviation
    }

    /// How many of something happen that happens this often (Poisson, by Knuth's product).
    mutating func count(mean: Double) -> Int {
        let end = exp(-mean)
        var product = share()
        var count = 0
        while product > end {
            product *= share()
            count += 1
        }
        return count
    }

    /// Noise that remembers: each number keeps this share of the one before.
    mutating func noise(_ count: Int, deviation: Double, memory: Double) -> [Double] {
        let step = deviation * (1 - memory * memory).squareRoot()
        var state = 0.0
        return (0..<count).map { _ in
            state = memory * state + normal(step)
            return state
        }
    }
}

/// What sort of node a trace models; the ranges are those of the models by which the detector's
/// parameters were chosen.
struct LeakModel {
    let name: String
    let limit: Double
    let base: ClosedRange<Double>
    let warmUp: ClosedRange<Double>
    let warmUpHours: ClosedRange<Double>
    let noise: ClosedRange<Double>
    let burst: ClosedRange<Double>
    let sawTooth: ClosedRange<Double>
    let sawToothMinutes: ClosedRange<Double>
    let step: ClosedRange<Double>
    /// How likely a cache fills in a straight line: the hardest healthy case.
    var lineShare: Double
    /// The leaks to look for, in MB per hour.
    let rates: [Double]

    static let all = [
        Self(
            name: "substrate",
            limit: 32e9,
            base: 2e9...6e9,
            warmUp: 0.3e9...1.5e9,
            warmUpHours: 1...8,
            noise: 20e6...60e6,
            burst: 0.2e9...1.5e9,
            sawTooth: 0...0.03,
            sawToothMinutes: 20...60,
            step: 50e6...400e6,
            lineShare: 0.25,
            rates: [25, 110, 370, 1330]
        ),
        Self(
            name: "waku",
            limit: 4e9,
            base: 0.15e9...0.6e9,
            warmUp: 0.02e9...0.2e9,
            warmUpHours: 0.5...6,
            noise: 2e6...10e6,
            burst: 0.02e9...0.3e9,
            sawTooth: 0.1...0.4,
            sawToothMinutes: 5...30,
            step: 5e6...60e6,
            lineShare: 0.4,
            rates: [5, 25, 115]
        ),
        Self(
            name: "gc",
            limit: 8e9,
            base: 0.3e9...1.5e9,
            warmUp: 0.05e9...0.4e9,
            warmUpHours: 0.5...4,
            noise: 5e6...20e6,
            burst: 0.05e9...0.5e9,
            sawTooth: 0.5...1,
            sawToothMinutes: 1...5,
            step: 10e6...100e6,
            lineShare: 0.25,
            rates: [10, 40, 150]
        ),
    ]
}

/// Resident memory of one process every 30 s, healthy or leaking from a known moment on.
struct LeakTrace {
    static let interval = 30.0

    /// Bytes, one value every 30 s.
    var bytes: [Float]
    /// When processes started, in seconds from the beginning.
    var restarts: [Double]
    /// What the process may use, in bytes.
    var limit: Double
    /// When the leak begins, in seconds from the beginning; nil for a healthy node.
    var leakAt: Double?
    /// When memory is full, in seconds from the beginning.
    var fullAt: Double?

    /// A trace as it was recorded.
    init(
        bytes: [Float],
        restarts: [Double],
        limit: Double,
        leakAt: Double?,
        fullAt: Double?
    ) {
        self.bytes = bytes
        self.restarts = restarts
        self.limit = limit
        self.leakAt = leakAt
        self.fullAt = fullAt
    }

    /// A trace of a model.
    ///
    /// - Parameters:
    ///   - leak: The growth in MB per hour and its beginning in seconds; nil for none.
    ///   - atRestart: Whether the leak begins with a new process.
    ///   - restartsAt: When processes start; nil for about one a week at random.
    init(
        _ model: LeakModel,
        days: Double,
        leak: (rate: Double, at: Double)? = nil,
        atRestart: Bool = true,
        restartsAt: [Double]? = nil,
        _ numbers: inout ModelNumbers
    ) {
        let count = Int(days * 86_400 / Self.interval)
        let base = numbers.within(model.base)
        let warmUp = numbers.within(model.warmUp)
        let tau = numbers.within(model.warmUpHours) * 3600
        let deviation = numbers.within(model.noise)
        var starts = restartsAt ?? Self.restarts(days: days, &numbers)
        if let leak, atRestart {
            starts = starts.filter { $0 < leak.at - 86_400 } + [leak.at]
        }
        let noise = numbers.noise(count, deviation: deviation, memory: 0.995)
        let swing = 0.03 * base * numbers.within(0.3...1.3)
        let phase = numbers.share()
        let extra = Self.extras(model, days: days, count: count, restarts: starts, &numbers)
        let hasLine = numbers.share() < model.lineShare
        let line = numbers.within(0.1...0.6) * base
        let lineSpan = numbers.within(4...30) * 3600
        let tooth = numbers.within(model.sawTooth)
        let period = numbers.within(model.sawToothMinutes) * 60
        let toothPhase = numbers.share()
        limit = model.limit
        restarts = starts
        leakAt = leak?.at
        bytes = []
        bytes.reserveCapacity(count)
        var run = 0
        for index in 0..<count {
            let time = Double(index) * Self.interval
            while run + 1 < starts.count, time >= starts[run + 1] { run += 1 }
            let age = time - starts[run] + 60
            var value = base + warmUp * (1 - exp(-age / tau)) + noise[index] + extra[index]
            value += swing * sin(2 * .pi * (time / 86_400 + phase))
            if hasLine { value += line * min(1, age / lineSpan) }
            let turn = time / (period * (1 + 0.2 * sin(time / 7000 + toothPhase)))
            value *= 1 + tooth * (turn - turn.rounded(.down))
            if let leak, time >= leak.at { value += (time - leak.at) / 3600 * leak.rate * 1e6 }
            value += numbers.normal(0.002 * base)
            bytes.append(Float(max(value, 20e6)))
        }
        fullAt = nil
        if leak != nil, let full = bytes.firstIndex(where: { Double($0) > model.limit }) {
            fullAt = Double(full) * Self.interval
        }
    }

    private static func restarts(days: Double, _ numbers: inout ModelNumbers) -> [Double] {
        let count = numbers.count(mean: days / 7)
        return [0] + (0..<count).map { _ in numbers.within(1...(days - 1)) * 86_400 }.sorted()
    }

    /// Bursts that pass, and steps that the allocator keeps until the next restart.
    private static func extras(
        _ model: LeakModel,
        days: Double,
        count: Int,
        restarts: [Double],
        _ numbers: inout ModelNumbers
    ) -> [Double] {
        var extra = [Double](repeating: 0, count: count)
        for _ in 0..<numbers.count(mean: days) {
            let from = numbers.within(0...days) * 86_400
            let span = numbers.within(300...2400)
            let size = numbers.within(model.burst)
            for index in places(from, from + span, count) {
                extra[index] += size * min(1, (Double(index) * interval - from) / 120)
            }
        }
        for _ in 0..<numbers.count(mean: days * 0.15) {
            let from = numbers.within(0...days) * 86_400
            let size = numbers.within(model.step)
            let end = restarts.first { $0 > from } ?? .infinity
            for index in places(from, end, count) { extra[index] += size }
        }
        return extra
    }

    private static func places(_ from: Double, _ end: Double, _ count: Int) -> Range<Int> {
        let first = min(count, Int((from / interval).rounded(.up)))
        let last = min(Double(count), (end / interval).rounded(.up))
        return first..<max(first, Int(last))
    }
}
