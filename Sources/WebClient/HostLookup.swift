import Glibc
import NIOPosix
import Synchronization

/// Finds out whether host names resolve before the HTTP client is asked to connect.
///
/// The client resolves names one after the other on one thread and cannot give up, so a name
/// whose servers are silent would hold up every node that needs a new connection. Here each name
/// is looked up by itself, and only names that resolve quickly reach the client.
final class HostLookup: Sendable {
    /// What became of a lookup.
    enum Outcome: Sendable {
        case found
        /// The name has no address.
        case notFound
        /// No name server said anything about it.
        case noAnswer
    }

    private struct State {
        var waiting: [String: [Int: CheckedContinuation<Outcome?, Never>]] = [:]
        var underWay: Set<String> = []
        var foundAt: [String: ContinuousClock.Instant] = [:]
        var nextTicket = 0
    }

    private let state = Mutex(State())
    private let threads: NIOThreadPool
    private let trustedFor: Duration
    private let resolve: @Sendable (String) -> Outcome

    /// How many names may be looked up at once; a silent one keeps its thread for seconds.
    private static let threadCount = 16
    /// How many names are remembered at most.
    private static let memoryLimit = 4096

    /// A lookup where a name that resolved is looked up again when `trustedFor` is over.
    init(
        trustedFor: Duration = .seconds(60),
        resolve: @escaping @Sendable (String) -> Outcome = HostLookup.ask
    ) {
        self.trustedFor = trustedFor
        self.resolve = resolve
        threads = NIOThreadPool(numberOfThreads: Self.threadCount)
        threads.start()
    }

    /// Ends the threads without waiting for those that are stuck in a lookup.
    func shutdown() {
        threads.shutdownGracefully { _ in }
    }

    /// Looks a name up; nil when the task was cancelled before the answer came.
    ///
    /// A name that resolved once stays found while it is looked up again: its connections may
    /// still be open, and a name server that fails is no fault of the node.
    func outcome(of host: String) async -> Outcome? {
        guard !Self.isAddress(host) else { return .found }
        let (known, ticket) = state.withLock { state in
            state.nextTicket += 1
            return (state.foundAt[host], state.nextTicket)
        }
        if let known {
            if .now - known >= trustedFor { start(host) }
            return .found
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.waiting[host, default: [:]][ticket] = continuation }
                // The handler may have run before the continuation was there to be found.
                if Task.isCancelled { giveUp(host, ticket) }
                start(host)
            }
        } onCancel: {
            giveUp(host, ticket)
        }
    }

    private func giveUp(_ host: String, _ ticket: Int) {
        state.withLock { $0.waiting[host]?.removeValue(forKey: ticket) }?.resume(returning: nil)
    }

    private func start(_ host: String) {
        guard state.withLock({ $0.underWay.insert(host).inserted }) else { return }
        threads.submit { [self] work in
            finish(host, work == .active ? resolve(host) : .noAnswer)
        }
    }

    private func finish(_ host: String, _ outcome: Outcome) {
        let waiting = state.withLock { state in
            state.underWay.remove(host)
            switch outcome {
            case .found:
                if state.foundAt.count >= Self.memoryLimit { state.foundAt.removeAll() }
                state.foundAt[host] = .now
            case .notFound: state.foundAt[host] = nil
            case .noAnswer: break
            }
            return state.waiting.removeValue(forKey: host) ?? [:]
        }
        for continuation in waiting.values { continuation.resume(returning: outcome) }
    }

    /// Whether the host is an IP address, which needs no lookup.
    static func isAddress(_ host: String) -> Bool {
        // As many bytes as the longer kind has.
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { storage in
            let place = storage.baseAddress
            return inet_pton(AF_INET, host, place) == 1 || inet_pton(AF_INET6, host, place) == 1
        }
    }

    private static let ask: @Sendable (String) -> Outcome = { host in
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        defer { if let list { freeaddrinfo(list) } }
        switch getaddrinfo(host, nil, &hints, &list) {
        case 0: return .found
        case EAI_AGAIN, EAI_SYSTEM: return .noAnswer
        default: return .notFound
        }
    }
}
