import Monitoring
import Primitives

/// Links of one node to the other nodes of its fleet: none at all, or some missing.
struct SiblingDetector: Sendable {
    private var none = HoldState()
    private var some = HoldState()
    private var missing: [NodeID] = []
    private var count = 0
    private var isKnown = false

    private static let hold = Duration.seconds(60)
    private static let partialHold = Duration.seconds(180)
    /// In a larger fleet not everybody is linked to everybody.
    static let fullMatrixLimit = 6

    /// Takes what is known at one poll into account.
    ///
    /// - Parameters:
    ///   - links: How many siblings the node is linked to; nil while that is not known.
    ///   - missing: The siblings that answer and that it is not linked to.
    ///   - count: How many siblings answer.
    mutating func observe(
        links: Int?,
        missing: [NodeID],
        of count: Int,
        at now: Timestamp,
        interval: Duration
    ) {
        self.missing = missing
        self.count = count
        isKnown = isKnown || links != nil
        let hold = max(Self.hold, interval * 2)
        guard let links, count > 0 else {
            none.observe(.unknown, at: now, hold: hold)
            some.observe(.unknown, at: now, hold: hold)
            return
        }
        let hasNone = links == 0 && !missing.isEmpty
        none.observe(hasNone ? .holds : .fails, at: now, hold: hold, release: interval)
        let isPartial = !missing.isEmpty && count < Self.fullMatrixLimit
        some.observe(
            hasNone ? .unknown : isPartial ? .holds : .fails,
            at: now,
            hold: max(Self.partialHold, interval * 3),
            release: interval
        )
    }

    func results(of node: NodeID) -> [DetectorResult] {
        guard isKnown else { return [] }
        let names = missing.prefix(6).map(\.rawValue).joined(separator: ", ")
        let more = missing.count > 6 ? " and \(missing.count - 6) more" : ""
        let evidence = ["linked to \(count - missing.count) of \(count) siblings that answer"]
        return [
            DetectorResult(.siblings, none) {
                FindingText(
                    text: "no sibling links on \(node): not to \(names)\(more)",
                    evidence: evidence
                )
            },
            DetectorResult(.siblingMissing, some) {
                FindingText(
                    text: "sibling link missing on \(node): not to \(names)\(more)",
                    evidence: evidence
                )
            },
        ]
    }
}
