/// An address that is called while Tocsin watches: who waits for these calls there notices that the
/// watcher itself is gone.
package struct Watchdog: Equatable, Sendable {
    /// The address, which may hold a token; nil when it cannot be known as things are.
    package var url: Secret?
    /// Why the address is not known, such as a variable that is not set.
    package var lack: String?
    /// How it is called.
    package var method: Method
    /// The headers sent with every call, such as `Authorization`.
    package var headers: [String: Secret]
    /// The span between two calls.
    package var every: Duration

    /// The ways of calling; the raw value stands in files.
    package enum Method: String, CaseIterable, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// The span between two calls when the fleet file does not say.
    package static let usualInterval: Duration = .seconds(60)

    /// A watchdog of these parts.
    package init(
        url: Secret?,
        lack: String? = nil,
        method: Method = .get,
        headers: [String: Secret] = [:],
        every: Duration = Self.usualInterval
    ) {
        self.url = url
        self.lack = lack
        self.method = method
        self.headers = headers
        self.every = every
    }

    /// What became of the last calls.
    package enum State: Equatable, Sendable {
        /// Nothing is known yet.
        case unknown
        /// They arrive.
        case heard
        /// Several in a row did not arrive, for this reason.
        case unheard(reason: String)
    }
}

extension Fleet {
    /// How old news of the nodes may be before polling no longer makes progress: two intervals of
    /// the probe that asks most often, with the deadline of a poll.
    package var progressSpan: Duration {
        let intervals =
            scheduledIntervals + sources.map { $0.interval ?? polling.interval }
        let timeouts = nodes.flatMap(\.probes).compactMap(\.timeout) + sources.compactMap(\.timeout)
        let timeout = max(polling.timeout, timeouts.max() ?? .zero)
        return (intervals.min() ?? polling.interval) * 2 + timeout
    }

    private var scheduledIntervals: [Duration] {
        nodes.flatMap(\.probes).map { completed($0).interval ?? polling.interval }
    }
}
