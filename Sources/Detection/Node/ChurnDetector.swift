import Monitoring
import Primitives

/// Gossip links that are made and broken over and over: the picture of two nodes that violate one
/// another's backoff.
///
/// GRAFT and PRUNE go on while the mesh does not grow, and the penalty for breaking the backoff
/// adds up. Its gauge is never reset by nim-libp2p: what counts is its slope.
struct ChurnDetector: Sendable {
    private var points: [Point] = []
    private var latch = HoldState()
    private var isTold = false

    private struct Point: Sendable {
        let at: Timestamp
        let graft: Double
        let prune: Double
        let penalty: Double?
        let mesh: Double?
    }

    private static let window = Duration.seconds(600)
    private static let shortest = Duration.seconds(240)
    private static let spacing = Duration.seconds(25)
    /// An exiled sibling is pruned once in 32 to 33 s, about twice a minute; a third of that is
    /// churn, and next to nothing is calm.
    private static let raisesPerMinute = 0.6
    private static let clearsPerMinute = 0.2

    mutating func observe(_ news: PollDigest) {
        if news.isRestart { points = [] }
        isTold = isTold || news[.prune] != nil
        // A family of nim-metrics without anything counted has no series: it is zero then.
        guard isTold, news[.peers] != nil || news[.prune] != nil else { return }
        let (graft, prune) = (news[.graft] ?? 0, news[.prune] ?? 0)
        if let last = points.last, news.at - last.at < Self.spacing { return }
        points.append(
            Point(
                at: news.at,
                graft: graft,
                prune: prune,
                penalty: news[.penalty],
                mesh: news[.mesh]
            )
        )
        points.removeAll { news.at - $0.at > Self.window + Self.spacing }
        latch.observe(truth(), at: news.at, hold: .zero, release: Self.window / 2)
        if let first = points.first { latch.date(from: first.at) }
    }

    private func truth() -> Evaluation.Truth {
        guard let rates else { return .unknown }
        let isFlat = (rates.meshGrowth ?? 0) <= 1
        // Pruning alone also happens when too many want in; breaking the backoff costs a penalty.
        let isPunished = rates.penalty.map { $0 > 0 } ?? ((rates.mesh ?? 1) < 1)
        return latch.truth(
            raises: rates.prune >= Self.raisesPerMinute && rates.graft >= rates.prune / 2
                && isFlat && isPunished,
            clears: rates.prune < Self.clearsPerMinute || rates.penalty == 0
        )
    }

    /// The growth per minute over the window, and how the mesh stood; nil while the window is too
    /// short.
    private var rates:
        (
            graft: Double, prune: Double, penalty: Double?, mesh: Double?, meshGrowth: Double?
        )?
    {
        guard let first = points.first, let last = points.last,
            last.at - first.at >= Self.shortest, last.graft >= first.graft,
            last.prune >= first.prune
        else { return nil }
        let minutes = (last.at - first.at).inSeconds / 60
        let meshes = points.compactMap(\.mesh)
        let mean = meshes.isEmpty ? nil : meshes.reduce(0, +) / Double(meshes.count)
        var penalty: Double?
        if let before = first.penalty, let after = last.penalty {
            penalty = max(0, after - before) / minutes
        }
        return (
            (last.graft - first.graft) / minutes, (last.prune - first.prune) / minutes, penalty,
            mean, meshes.first.map { (meshes.last ?? $0) - $0 }
        )
    }

    func result(of node: NodeID) -> DetectorResult? {
        guard points.count > 1 else { return nil }
        return DetectorResult(.churn, latch) {
            guard let rates else {
                return FindingText(text: "gossip links come and go on \(node)")
            }
            var evidence = [
                "graft received \(NumberText.brief(rates.graft)) and prune sent "
                    + "\(NumberText.brief(rates.prune)) a minute"
            ]
            if let mesh = rates.mesh {
                evidence.append("mesh \(NumberText.brief(mesh)) on average")
            }
            if let penalty = rates.penalty {
                evidence.append("backoff penalty grows by \(NumberText.brief(penalty)) a minute")
            }
            return FindingText(
                text: "gossip links come and go on \(node); its mesh does not grow",
                evidence: evidence
            )
        }
    }
}
