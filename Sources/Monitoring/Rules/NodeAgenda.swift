import Primitives

/// Which nodes are to be judged in a round.
///
/// Those of which something is new, those of which something stands or is about to, and those whose
/// readings grow old or whose conditions turn by time alone. Of all others a round would say what
/// the one before it said.
struct NodeAgenda: Sendable {
    /// The nodes to judge in this round, by their places in the fleet, ascending.
    private(set) var places: [Int] = []
    /// When each node is to be judged though nothing is new; in the past for the next round.
    private var due: [Timestamp] = []
    /// Whether a node is to be judged in the next round whatever happens.
    private var isOpen: [Bool] = []
    private var sequence: Int64 = 0
    private var roundAt: Timestamp?

    private static let atOnce = Timestamp(milliseconds: .min)

    /// Begins a round.
    ///
    /// - Parameters:
    ///   - touched: The nodes of which something is new; nil when that is not known.
    ///   - sequence: That of the log: what is written down may change any judgement.
    mutating func begin(
        nodeCount: Int,
        touched: [Int]?,
        sequence: Int64,
        at now: Timestamp
    ) {
        let isAnew =
            touched == nil || due.count != nodeCount || sequence != self.sequence
            || roundAt.map { now < $0 } ?? true
        if isAnew { due = Array(repeating: Self.atOnce, count: nodeCount) }
        for place in touched ?? [] { due[place] = Self.atOnce }
        places = due.indices.filter { due[$0] <= now }
        isOpen = Array(repeating: false, count: nodeCount)
        self.sequence = sequence
        roundAt = now
    }

    /// Has a node judged in the next round as well.
    mutating func keepOpen(_ place: Int) { isOpen[place] = true }

    /// Whether a node is to be judged in the next round whatever happens.
    func isOpen(_ place: Int) -> Bool { isOpen[place] }

    /// Leaves a node alone until something of it is new, or until this moment.
    mutating func settle(_ place: Int, until moment: Timestamp) { due[place] = moment }

    /// Has every node judged in the next round.
    mutating func judgeAll() { due = [] }
}
