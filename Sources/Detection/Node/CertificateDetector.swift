import Primitives

/// The end of the certificate that a port of a node shows.
struct CertificateDetector: Sendable {
    private var days: Double?
    private var near = HoldState()
    private var urgent = HoldState()

    /// From how many days before its end a certificate is urgent.
    private static let urgentDays = 3.0

    mutating func observe(_ news: PollDigest, limit: Int) {
        guard let left = news[.certificateDays] else { return }
        days = left
        let limit = Double(limit)
        near.observe(
            near.truth(raises: left <= limit, clears: left > limit + 1),
            at: news.at,
            hold: .zero
        )
        urgent.observe(
            urgent.truth(raises: left <= Self.urgentDays, clears: left > Self.urgentDays + 1),
            at: news.at,
            hold: .zero
        )
    }

    func results(of node: NodeID) -> [DetectorResult] {
        guard let days else { return [] }
        let left = NumberText.fixed(days, decimals: 1)
        let text =
            days <= 0
            ? "certificate of \(node) expired \(NumberText.fixed(-days, decimals: 1)) days ago"
            : "certificate of \(node) expires in \(left) days"
        let account = FindingText(
            text: text,
            evidence: ["\(left) days left"]
        )
        return [
            DetectorResult(.certificate, near) { account },
            DetectorResult(.certificateUrgent, urgent) { account },
        ]
    }
}
