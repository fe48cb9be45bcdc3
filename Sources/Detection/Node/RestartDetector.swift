import Primitives

/// The starts of one node's process: each, and too many of them.
struct RestartDetector: Sendable {
    /// The start that the node tells, in seconds since 1970.
    private var started: Double?
    /// When that start was first told.
    private var toldAt: Timestamp?
    private var restarts: [Timestamp] = []
    private var looping = HoldState()

    /// The window and the count that make a loop, as in common alert rules
    /// (`changes(process_start_time_seconds[10m]) > 2`).
    private static let window = Duration.seconds(600)
    private static let count = 3
    /// Clocks and rounding of one and the same start differ by less.
    private static let jitter = 1.5
    /// A node that was just started needs this long to find its peers.
    private static let grace = Duration.seconds(120)

    /// The last time that the process was seen to have been started anew.
    var lastRestart: Timestamp? { restarts.last }

    /// Takes the start that a poll told into account; true when it is another than before.
    mutating func observe(startTime: Double?, at now: Timestamp) -> Bool {
        var isRestart = false
        if let startTime, started.map({ abs($0 - startTime) > Self.jitter }) ?? true {
            isRestart = started != nil
            started = startTime
            toldAt = now
            if isRestart { restarts.append(now) }
        }
        restarts.removeAll { now - $0 > Self.window }
        if restarts.count > 50 { restarts.removeFirst() }
        if started != nil {
            let truth = looping.truth(
                raises: restarts.count >= Self.count,
                clears: restarts.count <= 1
            )
            looping.observe(truth, at: now, hold: .zero)
            if let first = restarts.first { looping.date(from: first) }
        }
        return isRestart
    }

    /// Whether the process is so young that what it lacks proves nothing; a clock that is wrong
    /// cannot make this last longer than the grace after the start was first told.
    func isFresh(at now: Timestamp, interval: Duration) -> Bool {
        guard let started, let toldAt, abs(started) < 1e12 else { return false }
        let grace = max(Self.grace, interval * 2)
        if let lastRestart, now - lastRestart < grace { return true }
        let age = now - Timestamp(milliseconds: Int64(started * 1000))
        return now - toldAt < grace && age < grace
    }

    func result(of node: NodeID) -> DetectorResult {
        DetectorResult(.restarts, looping) {
            let times = restarts.map(\.clock).joined(separator: ", ")
            return FindingText(
                text: "restart loop on \(node): started anew \(restarts.count) times in 10m",
                evidence: ["started anew at \(times)"]
            )
        }
    }
}
