import Detection
import FleetModel
import IncidentLog
import Primitives

/// Some nodes whose memory, queues and restarts follow from the hour, and what is said of them.
struct MemoryFleet {
    /// What a node shows at an hour since the beginning, and since its newest restart.
    typealias Course = (_ hour: Double, _ age: Double) -> Double?

    /// One node of the fleet.
    struct Member {
        /// Resident memory in bytes; nil when there is no answer.
        var memory: Course
        /// Messages in an internal channel, if it exports them.
        var backlog: Course?
        /// Hours at which a new process starts.
        var restarts: [Double] = []
        /// The version that runs from an hour on.
        var versions: [(hour: Double, version: String)] = []
    }

    static let start = Timestamp(seconds: 1_658_793_600)
    /// Polls are as seldom as the detector allows for whole bins, to keep tests fast.
    static let interval: Duration = .seconds(120)

    private(set) var detector: LeakDetector
    let members: [Member]
    private var startTimes: [Double]
    private let begins: Double
    private var step = 0
    /// When each finding first stood, and how it read then and last.
    private(set) var found: [SignalID: (hour: Double, first: Finding, last: Finding)] = [:]
    /// When each finding first was critical.
    private(set) var critical: [SignalID: Double] = [:]
    /// What was said last.
    private(set) var judgements: [Judgement] = []

    init(_ members: [Member], limit: Double? = 32e9, tellsStart: Bool = true) {
        self.members = members
        begins = tellsStart ? 0 : -1
        detector = LeakDetector(
            fleet: Fleet(
                name: "test",
                nodes: members.indices.map {
                    Node(id: Self.id($0), probes: [], memoryLimitBytes: limit)
                },
                polling: Polling(interval: Self.interval)
            )
        )
        startTimes = [Double](repeating: 0, count: members.count)
    }

    static func id(_ place: Int) -> NodeID { NodeID("n\(place)") }

    static func at(_ hour: Double) -> Timestamp {
        start + .milliseconds(Int64(hour * 3_600_000))
    }

    /// Polls until an hour since the beginning.
    mutating func run(until end: Double) {
        while true {
            let hour = Double(step) * Self.interval.inSeconds / 3600
            guard hour < end else { return }
            step += 1
            for place in members.indices { poll(place, hour) }
            if step % 2 == 0 { judge(hour) }
        }
    }

    private mutating func poll(_ place: Int, _ hour: Double) {
        let member = members[place]
        let started = member.restarts.last { $0 <= hour } ?? 0
        let age = hour - started
        guard let memory = member.memory(hour, age) else { return }
        var samples = [Sample(.memory, memory)]
        if begins >= 0 {
            let moment = Double(Self.at(started).milliseconds) / 1000
            samples.append(Sample(.startTime, moment))
        }
        if let backlog = member.backlog?(hour, age) { samples.append(Sample(.backlog, backlog)) }
        detector.observe(
            Observation(
                node: Self.id(place),
                probeIndex: 0,
                at: Self.at(hour),
                latency: .milliseconds(10),
                samples: samples
            )
        )
    }

    private mutating func judge(_ hour: Double) {
        var versions: [NodeID: String] = [:]
        for (place, member) in members.enumerated() {
            versions[Self.id(place)] = member.versions.last { $0.hour <= hour }?.version
        }
        judgements = detector.judge(at: Self.at(hour), versions: versions)
        for case .stands(let finding) in judgements {
            let first = found[finding.id]
            found[finding.id] = (first?.hour ?? hour, first?.first ?? finding, finding)
            if finding.priority == .critical, critical[finding.id] == nil {
                critical[finding.id] = hour
            }
        }
    }
}

/// Noise that is the same in every run: about normal, with deviation 1.
struct TestNoise {
    private let values: [Double]

    /// After so many values, one a minute, it begins anew.
    private static let count = 4096

    /// Noise for this many hours, or for ever: to make it is what takes time.
    init(seed: UInt64, hours: Int? = nil) {
        var generator = SeededGenerator(seed: seed)
        let count = hours.map { min($0 * 60, Self.count) } ?? Self.count
        values = (0..<count).map { _ in
            var sum = 0.0
            for _ in 0..<4 { sum += .random(in: -1...1, using: &generator) }
            return sum * 0.87
        }
    }

    /// The noise at an hour.
    func at(_ hour: Double) -> Double { values[Int(hour * 60) % Self.count] }
}
