import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// The detectors of growth, which judge by bins of minutes: asked seldom, whatever the
/// tick of the program.
struct GrowthDetectors: Sendable {
    private let fleet: Fleet
    private var leak: LeakDetector
    private var cpu: CPUDetector
    private var judgedAt: Timestamp?
    private var standing: Set<SignalID> = []
    private let counting: Set<SignalID>

    private static let longest = Duration.seconds(10)

    init(fleet: Fleet) {
        self.fleet = fleet
        leak = LeakDetector(fleet: fleet)
        cpu = CPUDetector(fleet: fleet)
        let relations = CheckRelations(fleet: fleet)
        counting = Set(
            fleet.nodes.flatMap { node in
                [Symptom.leak, .cpu].map { relations.id(of: $0, on: node.id.rawValue) }
            }
        )
    }

    /// Whether a finding tells by itself how many nodes of each version have its fault.
    func countsVersions(_ id: SignalID) -> Bool { counting.contains(id) }

    mutating func observe(_ observation: Observation) {
        leak.observe(observation)
        cpu.observe(observation)
    }

    /// What they say, and which findings they no longer speak of; nil while it is not yet time.
    mutating func judge(
        _ readings: FleetReadings,
        at now: Timestamp
    ) -> (judgements: [Judgement], gone: Set<SignalID>)? {
        let span = min(Self.longest, fleet.polling.interval)
        if let judgedAt, now - judgedAt < span, now >= judgedAt { return nil }
        judgedAt = now
        var versions: [NodeID: String] = [:]
        for node in fleet.nodes {
            versions[node.id] = readings.nodes[node.id]?[.version]?.leadingVersion
        }
        let off = fleet.detectors.off
        var judgements = leak.judge(at: now, versions: versions)
        if !off.contains(.cpu) { judgements += cpu.judge(at: now, versions: versions) }
        var now: Set<SignalID> = []
        judgements = judgements.filter { judgement in
            guard case .stands(let finding) = judgement else { return true }
            guard !off.contains(finding.kind) else { return false }
            now.insert(finding.id)
            return true
        }
        defer { standing = now }
        return (judgements, standing.subtracting(now))
    }
}
