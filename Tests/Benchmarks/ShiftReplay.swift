import Detection
import FleetModel
import IncidentLog
import Primitives

/// Plays CPU use and slots to the detectors, and notes when they speak.
enum ShiftReplay {
    /// Whether a finding stands on each node, and whether it is critical, every five minutes.
    static func cpu(_ nodes: [[Double]]) -> (ticket: [[Bool]], page: [[Bool]]) {
        let ids = nodes.indices.map { NodeID("node-\($0)") }
        var detector = CPUDetector(
            fleet: Fleet(
                name: "shifts",
                nodes: ids.map { Node(id: $0, role: "one", probes: []) },
                polling: Polling(interval: .seconds(30))
            )
        )
        let places = Dictionary(
            uniqueKeysWithValues: ids.enumerated().map { (SignalID("cpu/\($1)"), $0) }
        )
        var counters = [Double](repeating: 0, count: nodes.count)
        var said = nodes.map { _ in [Bool]() }
        var urgent = said
        for step in 0..<(nodes.first?.count ?? 0) {
            let at = Timestamp(seconds: LeakReplay.epoch + Int64(step * 30))
            for (index, node) in nodes.enumerated() {
                counters[index] += node[step] * ShiftTrace.interval
                detector.observe(
                    Observation(
                        node: ids[index],
                        probeIndex: 0,
                        at: at,
                        latency: .milliseconds(20),
                        samples: [Sample(.cpuSeconds, counters[index])]
                    )
                )
            }
            guard step % 10 == 0, step > 0 else { continue }
            for index in nodes.indices {
                said[index].append(false)
                urgent[index].append(false)
            }
            for case .stands(let finding) in detector.judge(at: at, versions: [:]) {
                guard let place = places[finding.id] else { continue }
                said[place][said[place].count - 1] = true
                urgent[place][said[place].count - 1] = finding.priority == .critical
            }
        }
        return (said, urgent)
    }

    /// Whether blocks are found to come too slowly, after each slot.
    static func blocks(_ missed: [Bool], slot: Double) -> [Bool] {
        var production = SlowProduction()
        var height = 1000.0
        return missed.enumerated().map { index, isMissed in
            if !isMissed { height += 1 }
            let at = Timestamp(
                milliseconds: LeakReplay.epoch * 1000 + Int64(Double(index) * slot * 1000)
            )
            production.observe(height: height, at: at)
            return production.isSlow == true
        }
    }
}
