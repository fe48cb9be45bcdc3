import Primitives

/// Peers that the gossip layer still keeps though they are gone; each holds memory for ever
/// (nim-libp2p; status-im/nimbus-eth2 issue 8687: 180 phantoms a day, 6.9 MB each).
struct PhantomPeers: Sendable {
    /// What stands, if anything.
    struct Proof: Equatable, Sendable {
        let count: Double
        let connected: Double
        let perDay: Double
        let since: Timestamp
    }

    private static let span: Duration = .seconds(600)
    private static let points = 12

    private var fold = BinFold(span: PhantomPeers.span)
    private var lows = BinRing(capacity: PhantomPeers.points)
    private var connected = 0.0
    private(set) var proof: Proof?

    /// How many values are kept.
    var storedValues: Int { lows.count }

    /// Whether enough is known to say that there are none.
    var isJudged: Bool { lows.count == Self.points }

    /// Begins anew with a new process.
    mutating func restart() {
        self = PhantomPeers()
    }

    /// Takes both counts of one moment; true when what stands changed.
    mutating func add(gossiping: Double, connected: Double, at moment: Timestamp) -> Bool {
        self.connected = connected
        guard let bin = fold.add(max(0, gossiping - connected), at: moment) else { return false }
        lows.append(bin.low, at: bin.number)
        let before = proof
        proof = judged(bin)
        return proof != before || lows.count == Self.points
    }

    private func judged(_ bin: BinFold.Bin) -> Proof? {
        guard bin.low >= max(10, 0.2 * connected) else { return nil }
        let points = (0..<Self.points).map { lows[back: Self.points - 1 - $0] }
        guard lows.count == Self.points, let trend = Trend(points), trend.confidence > 2.6,
            trend.growth >= 3
        else {
            return proof.map {
                Proof(count: bin.low, connected: connected, perDay: $0.perDay, since: $0.since)
            }
        }
        let first = Int64(bin.number - Self.points + 1) * Self.span.milliseconds
        return Proof(
            count: bin.low,
            connected: connected,
            perDay: trend.slope * 144,
            since: proof?.since ?? Timestamp(milliseconds: first)
        )
    }
}
