import Detection
import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// A fleet under its detectors, polled in virtual time; remembers what was raised and cleared.
struct WatchedFleet {
    let fleet: Fleet
    private(set) var now = Self.start
    private(set) var log: [Moment] = []
    private(set) var standing: [SignalID: Finding] = [:]
    private(set) var calm: Set<SignalID> = []
    private var detectors: FleetDetectors
    private var readings = FleetReadings()

    /// Something that was raised or cleared, in seconds since the start.
    struct Moment: Equatable, CustomStringConvertible {
        let seconds: Int
        let id: SignalID
        let isRaised: Bool
        var description: String { "\(seconds)s \(isRaised ? "+" : "-")\(id)" }
    }

    static let start = Timestamp(seconds: 1_700_000_000)

    init(_ fleet: Fleet) {
        self.fleet = fleet
        detectors = FleetDetectors(fleet: fleet)
    }

    var seconds: Double { (now - Self.start).inSeconds }

    /// Takes these polls at the present moment and judges.
    mutating func poll(_ polls: [Observation]) {
        for observation in polls {
            readings.apply(observation)
            detectors.observe(observation)
        }
        judge()
    }

    mutating func judge() {
        let assessments = fleet.assess(&readings, at: now)
        calm = []
        var named: Set<SignalID> = []
        for judgement in detectors.judge(readings, assessments, at: now) {
            switch judgement {
            case .stands(let finding):
                named.insert(finding.id)
                if standing.updateValue(finding, forKey: finding.id) == nil {
                    log.append(Moment(seconds: Int(seconds), id: finding.id, isRaised: true))
                }
            case .calm(let id):
                calm.insert(id)
                if standing.removeValue(forKey: id) != nil {
                    log.append(Moment(seconds: Int(seconds), id: id, isRaised: false))
                }
            }
        }
        for id in standing.keys where !named.contains(id) { standing[id] = nil }
    }

    mutating func wait(_ span: Duration) { now = now + span }

    /// Goes on for a span, polling all nodes at the fleet's interval; nil is a poll that is not
    /// made.
    mutating func run(
        _ span: Duration,
        _ poll: (NodeID, Double) -> [Sample]?
    ) {
        run(span) { id, seconds in
            poll(id, seconds).map { (samples: $0, facts: []) }
        }
    }

    mutating func run(
        _ span: Duration,
        _ poll: (NodeID, Double) -> (samples: [Sample], facts: [Fact])?
    ) {
        let end = now + span
        while now < end {
            now = now + fleet.polling.interval
            let polls = fleet.nodes.compactMap { node -> Observation? in
                guard let told = poll(node.id, seconds) else { return nil }
                return Observation(
                    node: node.id,
                    probeIndex: 0,
                    at: now,
                    latency: .milliseconds(5),
                    samples: told.samples,
                    facts: told.facts
                )
            }
            self.poll(polls)
        }
    }

    var raised: [SignalID] { log.filter(\.isRaised).map(\.id) }

    func firstRaise(of id: SignalID) -> Int? {
        log.first { $0.id == id && $0.isRaised }?.seconds
    }
}

extension Fleet {
    /// Nodes a, b, c… of one kind, polled at this interval.
    static func of(
        _ count: Int,
        _ target: ProbeTarget,
        every interval: Duration = .seconds(10),
        role: String? = nil,
        checks: [Check] = [],
        detectors: DetectorSettings = DetectorSettings()
    ) -> Fleet {
        Fleet(
            name: "fleet",
            nodes: (0..<count).map {
                Node(id: NodeID.at($0), role: role, probes: [ProbeSpec(target: target)])
            },
            checks: checks,
            polling: Polling(interval: interval),
            detectors: detectors
        )
    }
}

extension NodeID {
    static func at(_ index: Int) -> NodeID { NodeID("n\(index)") }
    var place: Int { Int(rawValue.dropFirst()) ?? 0 }
}

extension ProbeTarget {
    static let substrate = Self.substrate(
        rpc: "http://a/",
        relayRPC: nil,
        metrics: nil,
        relayMetrics: nil
    )
    static let waku = Self.waku(rest: "http://a/", rpc: nil, metrics: nil)
    static let page = Self.prometheus(url: "http://a/", metrics: [])
}
