import Synchronization

/// What turned out about the API behind an address, so that the next poll asks the right way at
/// once; forgotten when it fails.
final class APIMemory: Sendable {
    /// A way of asking that not every node of a kind understands.
    enum Way: Hashable, Sendable {
        /// Waku: `/info` and `/version`, since nwaku v0.36.
        case shortPaths
        /// Waku: `/debug/v1/info` and `/debug/v1/version`, before.
        case debugPaths
        /// JSON-RPC: one call a request, because the node refuses batches.
        case singleCalls
    }

    private let ways = Mutex<[String: Way]>([:])

    /// How many addresses are remembered at most; beyond, all are learnt anew.
    private static let limit = 4096

    /// What worked for this address.
    func way(for base: String) -> Way? {
        ways.withLock { $0[base] }
    }

    /// Remembers what worked; nil forgets.
    func remember(_ way: Way?, for base: String) {
        ways.withLock { ways in
            if ways.count >= Self.limit { ways.removeAll() }
            ways[base] = way
        }
    }
}
