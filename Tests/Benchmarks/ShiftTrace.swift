import Glibc

/// CPU use of nodes that share their load, every 30 s, and slots of a chain.
enum ShiftTrace {
    static let interval = 30.0
    static let perDay = 2880

    /// The load that all nodes of a fleet have in common, around 1.
    static func load(days: Int, _ numbers: inout ModelNumbers) -> [Double] {
        let count = days * perDay
        var load = numbers.noise(count, deviation: 0.06, memory: 0.995)
        for index in load.indices {
            load[index] += 1 + 0.15 * sin(2 * .pi * Double(index) / Double(perDay))
        }
        for _ in 0..<numbers.count(mean: Double(days)) {
            let from = Int(numbers.share() * Double(count))
            let end = min(count, from + Int(numbers.within(600...7200) / interval))
            let factor = numbers.within(1.2...1.8)
            for index in from..<end { load[index] *= factor }
        }
        return load
    }

    /// The cores in use of one node, from `fault.at` on multiplied.
    static func node(
        _ load: [Double],
        fault: (factor: Double, at: Int)? = nil,
        _ numbers: inout ModelNumbers
    ) -> [Double] {
        let base = numbers.within(0.15...0.6)
        let power = numbers.within(0.6...1.1)
        let slow = numbers.noise(load.count, deviation: 0.10, memory: 0.9)
        var use = load.indices.map { index in
            base * pow(max(load[index], 0.05), power) * exp(slow[index])
                * exp(numbers.normal(0.08))
        }
        for _ in 0..<numbers.count(mean: Double(load.count) / Double(perDay) * 3) {
            let from = Int(numbers.share() * Double(load.count))
            let end = min(load.count, from + Int(numbers.within(60...900) / interval))
            let extra = numbers.within(0.2...1)
            for index in from..<end { use[index] += extra }
        }
        if let fault {
            for index in fault.at..<use.count { use[index] *= fault.factor }
        }
        return use
    }
}
