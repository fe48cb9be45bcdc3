import Monitoring
import Primitives

/// A node that changes between well and ill over and over: the weighted share of changes among its
/// last results, as Icinga 2 computes it.
///
/// Icinga weighs 20 results from 0.8 (the oldest) to 1.18 (the newest); flapping starts above 30 %
/// and ends below 25 %.
struct FlappingDetector: Sendable {
    private var results: [Bool] = []
    private var lastAt: Timestamp?
    private var latch = HoldState()

    private static let limit = 20
    private static let start = 0.3
    private static let end = 0.25

    /// The weighted share of changes, from 0 to 1.
    private var share: Double {
        var weighted = 0.0
        let missing = Self.limit + 1 - results.count
        for index in results.indices.dropFirst() where results[index] != results[index - 1] {
            weighted += 0.8 + 0.02 * Double(index + missing - 1)
        }
        return weighted / Double(Self.limit)
    }

    mutating func observe(_ verdict: NodeAssessment.Verdict, at now: Timestamp, interval: Duration)
    {
        if let lastAt, now - lastAt < interval * 9 / 10 { return }
        switch verdict {
        case .unknown: return
        case .healthy: results.append(true)
        case .degraded, .down: results.append(false)
        }
        lastAt = now
        if results.count > Self.limit + 1 { results.removeFirst() }
        let truth = latch.truth(raises: share > Self.start, clears: share < Self.end)
        latch.observe(truth, at: now, hold: .zero)
    }

    func result(of node: NodeID) -> DetectorResult? {
        guard !results.isEmpty else { return nil }
        return DetectorResult(.flapping, latch) {
            let changes = zip(results, results.dropFirst()).count { $0 != $1 }
            return FindingText(
                text: "up and down again and again on \(node): \(changes) times in the last "
                    + "\(results.count) polls",
                evidence: [
                    "\(changes) changes in the last \(results.count) polls, weighted "
                        + "\(NumberText.fixed(share * 100, decimals: 0)) %"
                ]
            )
        }
    }
}
