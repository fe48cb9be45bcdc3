package import FleetModel
package import IncidentLog
package import Primitives
import Glibc

/// Finds processes that use far more CPU than they did, when their peers do not.
///
/// The counter of CPU seconds becomes cores in use, those are held against what the peers do at
/// the same moment, and the ratio against its own last day: a cumulative sum and a rank test.
/// After an upgrade nodes of its role on other versions tell it within about an hour, with no
/// more of a past than the hour before. Judgements are `cpu/NODE`.
package struct CPUDetector: Sendable {
    private let fleet: Fleet
    private let places: [NodeID: Int]
    private let ids: [SignalID]
    private var series: [CPUSeries]
    private var judgedBin: Int?
    private var standing: [Judgement] = []

    /// Fewer peers than this are no measure.
    private static let leastPeers = 3
    /// So many bins are caught up with at most.
    private static let catchUp = 12

    /// A detector for these nodes.
    package init(fleet: Fleet) {
        self.fleet = fleet
        places = Dictionary(
            zip(fleet.nodes.map(\.id), fleet.nodes.indices),
            uniquingKeysWith: { first, _ in first }
        )
        let relations = CheckRelations(fleet: fleet)
        ids = fleet.nodes.map { relations.id(of: .cpu, on: $0.id.rawValue) }
        series = fleet.nodes.map { _ in CPUSeries(interval: fleet.polling.interval) }
    }

    /// How many numbers are kept of all nodes together.
    package var storedValues: Int { series.reduce(0) { $0 + $1.storedValues } }

    /// Takes the outcome of one poll into account; of one node, the oldest first.
    package mutating func observe(_ observation: Observation) {
        guard let place = places[observation.node] else { return }
        for sample in observation.samples where sample.metric == .startTime {
            series[place].note(startTime: sample.value, at: observation.at)
        }
        for sample in observation.samples
        where sample.metric == .cpuSeconds && sample.value.isFinite && sample.value >= 0 {
            series[place].add(sample.value, at: observation.at)
        }
    }

    /// What stands and what does not, in the order of the fleet file.
    ///
    /// - Parameter versions: The version that each node runs, as far as it is known: peers of
    ///   another version tell most.
    package mutating func judge(at now: Timestamp, versions: [NodeID: String]) -> [Judgement] {
        let current = BinFold(span: CPUSeries.span).number(of: now)
        let first = judgedBin ?? current - 1
        guard first < current - 1 || judgedBin == nil else { return standing }
        for place in series.indices { series[place].end(before: current) }
        for number in max(first + 1, current - Self.catchUp)..<max(current, first + 1) {
            judge(number, versions)
        }
        judgedBin = current - 1
        standing = series.indices.compactMap { judgement(of: $0, versions, at: now) }
        return standing
    }

    private mutating func judge(_ number: Int, _ versions: [NodeID: String]) {
        let deviations = series.map { $0.deviation(in: number)?.fromUsual }
        for place in series.indices {
            let peers = peers(of: place, deviations, versions)
            let common = peers.isEmpty ? 0 : RobustStatistics.median(peers) ?? 0
            series[place].judge(number, common: common, peers: peers.count)
        }
        let rises = rises(in: number, versions)
        for place in series.indices {
            series[place].noteSiblings(rises[place], in: number)
            series[place].follow(number)
        }
    }

    private func rises(in number: Int, _ versions: [NodeID: String]) -> [SiblingUse.Rise?] {
        SiblingUse.outliers(
            zip(fleet.nodes, series).map { node, series in
                .init(role: node.role, version: versions[node.id], series: series)
            },
            in: number
        )
    }

    /// The peers that tell most: of the same role and another version, of the same role, all.
    private func peers(
        of place: Int,
        _ deviations: [Double?],
        _ versions: [NodeID: String]
    ) -> [Double] {
        let own = fleet.nodes[place]
        let version = versions[own.id]
        var all: [Double] = []
        var others: [Double] = []
        var siblings: [Double] = []
        for (index, node) in fleet.nodes.enumerated() where index != place {
            guard let deviation = deviations[index] else { continue }
            all.append(deviation)
            if node.role == own.role { siblings.append(deviation) }
            if let version, let other = versions[node.id], other != version {
                others.append(deviation)
            }
        }
        if others.count >= 2 { return others }
        if siblings.count >= Self.leastPeers { return siblings }
        return all.count >= Self.leastPeers ? all : []
    }

    private func judgement(
        of place: Int,
        _ versions: [NodeID: String],
        at now: Timestamp
    ) -> Judgement? {
        let own = series[place]
        guard let last = own.lastAt, now - last < .seconds(900) else { return nil }
        guard let proof = own.proof else { return own.isJudged ? .calm(ids[place]) : nil }
        let ratio = NumberText.fixed(proof.ratio, decimals: 1)
        let before = NumberText.fixed(proof.before, decimals: 2)
        let now = NumberText.fixed(proof.use, decimals: 2)
        var text =
            "high CPU use on \(fleet.nodes[place].id): \(ratio) times the usual, \(now) cores, "
            + "before \(before)"
        if proof.peers > 0 { text += "; not so on the \(proof.peers) nodes it is held against" }
        let shares = shares(of: place, versions)
        if let shares { text += "; " + shares.sentence }
        var evidence: [String] = []
        if proof.baseline == nil {
            let sum = NumberText.fixed(proof.sum, decimals: 0)
            evidence.append("cumulative sum \(sum), limit 22")
        }
        if let rank = proof.rank {
            let sure = NumberText.fixed(rank, decimals: 1)
            let below = proof.baseline == nil ? "the day before" : "its role on other versions"
            evidence.append("the newest hour ranks \(sure) deviations above \(below)")
        }
        if let shares { evidence.append(shares.counts) }
        return .stands(
            Finding(
                id: ids[place],
                kind: .cpu,
                priority: proof.isPage ? .critical : .warning,
                text: text,
                nodes: [fleet.nodes[place].id],
                since: proof.since,
                evidence: evidence,
                meaning: "a loop, a task that never ends, or load that other nodes do not have; "
                    + "after an upgrade compare with nodes of the version before"
            )
        )
    }

    /// How many nodes of each version use too much; nil when one version runs everywhere.
    private func shares(of place: Int, _ versions: [NodeID: String]) -> NodeShares? {
        NodeShares.byVersion(
            versions[fleet.nodes[place].id],
            zip(fleet.nodes, series).map { (versions[$0.id], $1.proof != nil) }
        )
    }
}
