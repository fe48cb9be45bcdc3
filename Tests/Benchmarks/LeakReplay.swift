import Detection
import FleetModel
import IncidentLog
import Primitives

/// Plays traces to the leak detector as polls every 30 s, and notes when it speaks.
struct LeakReplay {
    /// Since when memory of a trace is played: an arbitrary moment on a whole day.
    static let epoch: Int64 = 1_699_920_000

    /// What was said of one node, a value for each five minutes.
    struct Voice {
        /// A finding of any priority stands.
        var ticket: [Bool] = []
        /// A critical finding stands.
        var page: [Bool] = []
    }

    private(set) var detector: LeakDetector
    private let ids: [NodeID]
    private let places: [SignalID: Int]
    /// How many samples were fed.
    private(set) var samples = 0

    /// A fleet of nodes of one model.
    init(nodes count: Int, limit: Double) {
        let ids = (0..<count).map { NodeID("node-\($0)") }
        let fleet = Fleet(
            name: "traces",
            nodes: ids.map { Node(id: $0, role: "one", probes: [], memoryLimitBytes: limit) },
            polling: Polling(interval: .seconds(30))
        )
        detector = LeakDetector(fleet: fleet)
        self.ids = ids
        places = Dictionary(
            uniqueKeysWithValues: ids.enumerated().map { (SignalID("leak/\($1)"), $0) }
        )
    }

    /// Plays one trace to each node from a place on, all at once.
    ///
    /// - Parameters:
    ///   - offset: When the traces begin, in seconds after the epoch.
    ///   - upgraded: The version of a node at a moment in seconds from the beginning.
    mutating func play(
        _ traces: [LeakTrace],
        from first: Int,
        offset: Double,
        version: (Int, Double) -> String? = { _, _ in nil }
    ) -> [Voice] {
        var voices = [Voice](repeating: Voice(), count: traces.count)
        let length = traces.map(\.bytes.count).max() ?? 0
        var runs = [Int](repeating: 0, count: traces.count)
        let start = Self.epoch + Int64(offset)
        for step in 0..<length {
            let time = Double(step) * LeakTrace.interval
            let at = Timestamp(milliseconds: (start + Int64(time)) * 1000)
            for (index, trace) in traces.enumerated() where step < trace.bytes.count {
                while runs[index] + 1 < trace.restarts.count,
                    time >= trace.restarts[runs[index] + 1]
                {
                    runs[index] += 1
                }
                let began = Double(start) + trace.restarts[runs[index]].rounded(.down)
                samples += 1
                detector.observe(
                    Observation(
                        node: ids[first + index],
                        probeIndex: 0,
                        at: at,
                        latency: .milliseconds(20),
                        samples: [
                            Sample(.memory, Double(trace.bytes[step])),
                            Sample(.startTime, began),
                        ]
                    )
                )
            }
            guard step % 10 == 0, step > 0 else { continue }
            var versions: [NodeID: String] = [:]
            for index in traces.indices {
                versions[ids[first + index]] = version(index, time)
            }
            note(detector.judge(at: at, versions: versions), first, &voices)
        }
        return voices
    }

    private func note(_ judgements: [Judgement], _ first: Int, _ voices: inout [Voice]) {
        for index in voices.indices {
            voices[index].ticket.append(false)
            voices[index].page.append(false)
        }
        for case .stands(let finding) in judgements {
            guard let place = places[finding.id], place >= first, place - first < voices.count
            else { continue }
            let last = voices[place - first].ticket.count - 1
            voices[place - first].ticket[last] = true
            voices[place - first].page[last] = finding.priority == .critical
        }
    }
}

/// How detectors are counted: alarms are runs of "on" with pauses of at most an hour.
enum Counting {
    /// The separate alarms in what was said.
    static func episodes(_ said: some Sequence<Bool>, pause: Int = 12) -> Int {
        var count = 0
        var silent = pause + 1
        for isOn in said {
            if isOn {
                if silent > pause { count += 1 }
                silent = 0
            } else {
                silent += 1
            }
        }
        return count
    }

    /// The first place from the leak on that tells of it, five minutes a place, in hours after the
    /// leak began; nil when missed.
    ///
    /// What already stood in the hour before counts only from its next beginning.
    static func delay(_ said: [Bool], leakAt: Double, fullAt: Double?) -> Double? {
        func time(_ place: Int) -> Double { Double(place + 1) * 300 }
        let stoodBefore = said.indices.contains { place in
            said[place] && time(place) > leakAt - 3600 && time(place) <= leakAt
        }
        let found = said.indices.first { place in
            said[place] && time(place) > leakAt
                && !(stoodBefore && place > 0 && said[place - 1])
        }
        guard let found, time(found) <= fullAt ?? .infinity else { return nil }
        return (time(found) - leakAt) / 3600
    }

    /// The median, the value that nine of ten do not exceed, and the share of misses.
    static func summary(_ delays: [Double?]) -> (median: Double, ninth: Double, missed: Double) {
        let found = delays.compactMap { $0 }.sorted()
        let missed = Double(delays.count - found.count) / Double(max(1, delays.count))
        guard !found.isEmpty else { return (.nan, .nan, missed) }
        let place = 0.9 * Double(found.count - 1)
        let low = Int(place)
        let high = min(found.count - 1, low + 1)
        let ninth = found[low] + (found[high] - found[low]) * (place - Double(low))
        return (RobustStatistics.median(found) ?? .nan, ninth, missed)
    }
}
