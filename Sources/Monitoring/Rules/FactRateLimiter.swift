import Primitives

/// Keeps facts that change all the time, such as a time of day that a command prints, from filling
/// the log: of one fact, so many changes are written down in a while, and then the next ones wait.
struct FactRateLimiter: Sendable {
    private struct Key: Hashable {
        let node: NodeID
        let fact: FactName
    }

    private struct Changes {
        var last: [String]
        var times: [Timestamp]
    }

    private var changes: [Key: Changes] = [:]

    private static let limit = 6
    private static let span: Duration = .seconds(600)
    /// How many facts are remembered; with more, all begin anew.
    private static let factLimit = 10_000

    /// Whether a change may be written down; one that is asked for again counts once.
    mutating func admits(
        _ fact: FactName,
        of node: NodeID,
        _ values: [String],
        at now: Timestamp
    ) -> Bool {
        let key = Key(node: node, fact: fact)
        var known = changes[key] ?? Changes(last: [], times: [])
        if known.last == values { return true }
        known.times.removeAll { $0 > now || now - $0 >= Self.span }
        guard known.times.count < Self.limit else { return false }
        known.times.append(now)
        known.last = values
        if changes.count >= Self.factLimit { changes.removeAll() }
        changes[key] = known
        return true
    }
}
