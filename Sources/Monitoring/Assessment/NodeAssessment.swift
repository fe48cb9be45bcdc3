import Primitives
package import FleetModel

/// What Tocsin thinks of a node, and why.
package struct NodeAssessment: Equatable, Sendable {
    /// The judgement.
    package var verdict: Verdict
    /// The reasons in words, the gravest first; empty for a healthy node.
    package var reasons: [String]
    /// Things worth knowing that are not held against the node.
    package var notes: [String]

    /// The judgements, from the best to the worst.
    package enum Verdict: String, Comparable, CaseIterable, Sendable {
        case healthy
        /// Nothing is known that is fresh enough.
        case unknown
        case degraded
        case down

        /// Orders from the best to the worst.
        package static func < (left: Self, right: Self) -> Bool {
            left.rank < right.rank
        }

        private var rank: Int {
            switch self {
            case .healthy: 0
            case .unknown: 1
            case .degraded: 2
            case .down: 3
            }
        }
    }

    /// An assessment with these reasons.
    package init(_ verdict: Verdict, reasons: [String] = [], notes: [String] = []) {
        self.verdict = verdict
        self.reasons = reasons
        self.notes = notes
    }
}

extension Fleet {
    /// Judges one node by its own readings and by what its chain agrees on.
    ///
    /// - Parameter wakuCount: How many nodes of the fleet are Waku nodes.
    func assess(
        _ node: Node,
        _ readings: NodeReadings?,
        chain: ReferenceChain,
        wakuCount: Int,
        at now: Timestamp
    ) -> NodeAssessment {
        guard let readings, !readings.polls.isEmpty else {
            return NodeAssessment(.unknown, reasons: ["not asked yet"])
        }
        let ordered = readings.polls.sorted { $0.key < $1.key }
        let polls = ordered.map(\.value)
        if let newest = polls.map(\.at).max(),
            polls.allSatisfy({ !$0.isFresh(at: now, within: polling.staleAfter) })
        {
            return NodeAssessment(
                .unknown,
                reasons: ["no reading for \((now - newest).brief)"]
            )
        }
        func words(ofFaults areFaults: Bool) -> [String] {
            ordered.flatMap { index, poll in
                poll.problems.filter { $0.isFault == areFaults }
                    .map { node.words(for: $0, ofProbe: index) }
            }
        }
        let problems = words(ofFaults: true)
        let reaching = ordered.filter { node.isReached(byProbe: $0.key) }.map(\.value)
        if !reaching.isEmpty, reaching.allSatisfy(\.isBlind) {
            return NodeAssessment(.unknown, reasons: problems.unduplicated)
        }
        if !reaching.isEmpty, reaching.allSatisfy({ $0.latency == nil }) {
            // One silent poll is not an outage: a node busy with its database misses one too.
            let isDown = reaching.contains { $0.silentPolls >= 2 }
            return NodeAssessment(
                isDown ? .down : .degraded,
                reasons: problems.isEmpty ? ["no answer"] : problems.unduplicated
            )
        }
        let fresh = NodeReadings.Fresh(readings: readings, now: now, limit: polling.staleAfter)
        var reasons = problems
        for probe in node.probes {
            // Other kinds are ill when a part of theirs fails, and only then.
            if case .waku = probe.target { reasons += wakuReasons(fresh, among: wakuCount) }
            guard case .substrate(let target) = probe.target else { continue }
            reasons += substrateReasons(fresh, chain: chain)
            if target.relayRPC != nil { reasons += relayReasons(fresh, chain: chain) }
        }
        if !node.isWaku, !node.isSubstrate { reasons += chainReasons(node, fresh, chain: chain) }
        return NodeAssessment(
            reasons.isEmpty ? .healthy : .degraded,
            reasons: reasons.unduplicated,
            notes: words(ofFaults: false).unduplicated
        )
    }

    /// The node's own `READY` is about its start only; what counts is whether it is connected, and
    /// whether it is linked to the other nodes of the fleet.
    private func wakuReasons(_ readings: NodeReadings.Fresh, among count: Int) -> [String] {
        var reasons: [String] = []
        if let health = readings[.health], health != "ready" {
            reasons.append("says it is \(health)")
        }
        if let connection = readings[.connection], connection.lowercased() == "disconnected" {
            reasons.append("says it is disconnected")
        }
        if readings[.peers] == 0 { reasons.append("no peers") }
        let siblings = count - 1
        if let links = readings[.siblingLinks], siblings > 0, links < Double(siblings) {
            reasons.append(
                links == 0
                    ? "no link to any of its \(siblings) sibling\(siblings == 1 ? "" : "s")"
                    : "linked to \(NumberText.brief(links)) of \(siblings) siblings"
            )
        }
        return reasons
    }

    /// Zero peers is not healthy, whatever `isSyncing` says: a node without peers has seen no
    /// higher block and calls itself idle.
    private func substrateReasons(
        _ readings: NodeReadings.Fresh,
        chain: ReferenceChain
    ) -> [String] {
        var reasons: [String] = []
        if let genesis = readings[.genesis], !chain.genesis.isExpected(genesis) {
            reasons.append("is on another chain (genesis \(genesis.prefix(10))…)")
        }
        if readings[.peers] == 0, readings[.shouldHavePeers] != 0 {
            reasons.append("no peers")
        }
        if readings[.syncing] == 1 { reasons.append("catching up") }
        reasons += headReasons(
            readings,
            best: .heightBest,
            finalized: .heightFinalized,
            lag: .lag,
            half: ""
        )
        return reasons
    }

    private func relayReasons(
        _ readings: NodeReadings.Fresh,
        chain: ReferenceChain
    ) -> [String] {
        var reasons: [String] = []
        if let genesis = readings[.relayGenesis], !chain.relayGenesis.isExpected(genesis) {
            reasons.append("relay half is on another chain")
        }
        if readings[.relayPeers] == 0 { reasons.append("relay half has no peers") }
        if readings[.relaySyncing] == 1 { reasons.append("relay half catching up") }
        reasons += headReasons(
            readings,
            best: .relayHeightBest,
            finalized: .relayHeightFinalized,
            lag: .relayLag,
            half: "relay "
        )
        return reasons
    }

    /// What holds for a node of any chain, by whatever probe its heights and peers came.
    private func chainReasons(
        _ node: Node,
        _ readings: NodeReadings.Fresh,
        chain: ReferenceChain
    ) -> [String] {
        var reasons: [String] = []
        if let genesis = readings[.genesis], !chain.genesis.isExpected(genesis) {
            reasons.append("is on another chain (genesis \(genesis.prefix(10))…)")
        }
        if readings[.peers] == 0 { reasons.append("no peers") }
        if readings[.syncing] == 1 { reasons.append("catching up") }
        let family = node.chainFamily
        let limit = family?.lagLimitBlocks ?? Self.lagLimitBlocks
        if let blocks = readings[.lag], blocks >= limit {
            reasons.append("\(NumberText.brief(blocks)) blocks behind the fleet")
        }
        // Of other chains nobody knows how long a head may stand.
        if let head = readings.metric(.heightBest), let timeout = family?.headTimeout {
            let span = readings.now - head.changedAt
            if span > timeout { reasons.append("head stuck for \(span.brief)") }
        }
        return reasons
    }

    /// Blocks behind the reference head from which a node counts as lagging.
    package static let lagLimitBlocks = 10.0

    private func headReasons(
        _ readings: NodeReadings.Fresh,
        best: MetricName,
        finalized: MetricName,
        lag: MetricName,
        half: String
    ) -> [String] {
        let now = readings.now
        var reasons: [String] = []
        if let blocks = readings[lag], blocks >= Self.lagLimitBlocks {
            reasons.append("\(half)\(NumberText.brief(blocks)) blocks behind the fleet")
        }
        // Slots of 6 to 12 s: a head that stood for 90 s missed seven of them or more; finality
        // comes in steps and gets twice as long.
        let timeout = max(polling.interval * 3, .seconds(90))
        if let head = readings.metric(best), now - head.changedAt > timeout {
            reasons.append("\(half)head stuck for \((now - head.changedAt).brief)")
        } else if let final = readings.metric(finalized), now - final.changedAt > timeout * 2 {
            reasons.append("\(half)finality stuck for \((now - final.changedAt).brief)")
        }
        return reasons
    }
}

extension Node {
    /// Whether the answer to a probe, by its place in the fleet file, comes from the node itself.
    func isReached(byProbe index: Int) -> Bool {
        probes.indices.contains(index) ? probes[index].target.reachesNode : true
    }

    /// The family of chains whose calls the node is asked; nil for all others.
    ///
    /// Heights and genesis hashes are compared within a family only.
    package var chainFamily: JSONRPCTarget.Family? {
        for probe in probes {
            if case .jsonrpc(let target) = probe.target, let family = target.family {
                return family
            }
        }
        return nil
    }

    /// Whether one of the node's probes asks a Substrate node.
    package var isSubstrate: Bool {
        probes.contains { probe in
            if case .substrate = probe.target { return true }
            return false
        }
    }

    /// Whether one of the node's probes asks a Waku node.
    package var isWaku: Bool {
        probes.contains { probe in
            if case .waku = probe.target { return true }
            return false
        }
    }
}

/// What the nodes of one chain agree on: the genesis hashes that most of them give.
struct ReferenceChain {
    let genesis: Majority
    let relayGenesis: Majority

    /// The value that most nodes give; several when they are equally many, for then nobody can
    /// say which node is the odd one.
    struct Majority {
        let values: [String]

        func isExpected(_ value: String) -> Bool {
            values.isEmpty || values == [value]
        }
    }

    /// What these nodes agree on.
    init(_ members: [NodeID] = [], _ readings: FleetReadings = FleetReadings()) {
        func majority(_ fact: FactName) -> Majority {
            let values = members.compactMap { readings.nodes[$0]?[fact] }
            let counts = Dictionary(grouping: values, by: { $0 }).mapValues(\.count)
            let most = counts.values.max()
            return Majority(values: counts.filter { $0.value == most }.map(\.key))
        }
        genesis = majority(.genesis)
        relayGenesis = majority(.relayGenesis)
    }
}

extension Array where Element: Hashable {
    /// The elements in order, each once.
    fileprivate var unduplicated: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
