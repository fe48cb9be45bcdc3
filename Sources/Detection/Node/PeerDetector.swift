import Monitoring
import Primitives

/// Peers and mesh of one node: none, fewer than usual, none in the mesh, none for the relay half.
struct PeerDetector: Sendable {
    private var usual = DayProfile()
    private var none = HoldState()
    private var few = HoldState()
    private var relayNone = HoldState()
    private var meshless = HoldState()
    private var count: Double?
    private var mesh: Double?

    /// A node with fewer peers than this hears of blocks and messages by luck.
    ///
    /// The stock rule of Substrate nodes, `NumberOfPeersLow`, has the same limit.
    private static let fewest = 3.0
    private static let hold = Duration.seconds(120)

    mutating func observe(_ news: PollDigest, peersAtLeast: Int?) {
        let hold = max(Self.hold, news.interval * 2)
        if let peers = news[.peers] {
            count = peers
            let expects = news[.shouldHavePeers] != 0 && !news.isFreshlyStarted
            none.observe(
                expects ? (peers == 0 ? .holds : .fails) : .unknown,
                at: news.at,
                hold: hold
            )
            if expects {
                observeFew(peers, atLeast: peersAtLeast, hold: hold, at: news.at)
                usual.add(peers, at: news.at)
            } else {
                few.observe(.unknown, at: news.at, hold: hold)
            }
        }
        if let peers = news[.relayPeers] {
            let truth: Evaluation.Truth =
                news.isFreshlyStarted ? .unknown : peers == 0 ? .holds : .fails
            relayNone.observe(truth, at: news.at, hold: hold)
        }
        if let links = news[.mesh], let peers = news[.peers] {
            mesh = links
            let isJudged = !news.isFreshlyStarted && peers > 0
            meshless.observe(
                isJudged ? (links == 0 ? .holds : .fails) : .unknown,
                at: news.at,
                hold: max(Self.hold, news.interval * 3),
                release: Self.hold
            )
        }
    }

    private mutating func observeFew(
        _ peers: Double,
        atLeast: Int?,
        hold: Duration,
        at now: Timestamp
    ) {
        guard let limit = limit(atLeast: atLeast) else {
            few.observe(.unknown, at: now, hold: hold)
            return
        }
        let truth = few.truth(
            raises: peers > 0 && peers < limit,
            clears: peers == 0 || peers >= limit * 1.2 || peers > limit && limit < 5
        )
        few.observe(truth, at: now, hold: hold, release: hold)
    }

    /// Below how many peers it is too few; nil while the node's usual number is not known, or is
    /// so small that nothing can be said about less.
    private func limit(atLeast: Int?) -> Double? {
        if let atLeast { return Double(atLeast) }
        guard let median = usual.median, median > Self.fewest else { return nil }
        return max(Self.fewest, (median / 2).rounded(.down))
    }

    func results(of node: NodeID, peersAtLeast: Int?) -> [DetectorResult] {
        var results: [DetectorResult] = []
        if let count {
            results.append(DetectorResult(.peers, none) { noPeers(node) })
            results.append(
                DetectorResult(.fewPeers, few) { tooFew(node, count, atLeast: peersAtLeast) }
            )
        }
        results.append(DetectorResult(.relayPeers, relayNone) { noRelayPeers(node) })
        if let mesh { results.append(DetectorResult(.mesh, meshless) { noMesh(node, mesh) }) }
        return results
    }

    private func noPeers(_ node: NodeID) -> FindingText {
        FindingText(
            text: "no peers on \(node)",
            evidence: usual.median.map { ["peers 0, usually \(NumberText.brief($0))"] } ?? []
        )
    }

    private func tooFew(_ node: NodeID, _ count: Double, atLeast: Int?) -> FindingText {
        let limit = limit(atLeast: atLeast).map(NumberText.brief) ?? "?"
        return FindingText(
            text: "too few peers on \(node): \(NumberText.brief(count)), fewer than \(limit)",
            evidence: usual.median.map {
                ["peers \(NumberText.brief(count)), median of a day \(NumberText.brief($0))"]
            } ?? []
        )
    }

    private func noRelayPeers(_ node: NodeID) -> FindingText {
        FindingText(
            text: "no relay peers on \(node)"
        )
    }

    private func noMesh(_ node: NodeID, _ mesh: Double) -> FindingText {
        FindingText(
            text: "empty gossip mesh on \(node); it has peers",
            evidence: [
                "mesh \(NumberText.brief(mesh)), peers \(count.map(NumberText.brief) ?? "?")"
            ]
        )
    }
}
