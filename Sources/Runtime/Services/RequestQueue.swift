package import Monitoring

/// Requests of a person on their way to the work that carries them out, one after the other.
///
/// At most `limit` wait: nobody types as fast as that, so more of them mean that the log hangs.
/// What comes then is not taken, and whoever asked is told.
package struct RequestQueue: Sendable {
    /// The requests, in order; ends when `finish` was called and everything was taken.
    package let requests: AsyncStream<RuntimeRequest>
    private let entrance: AsyncStream<RuntimeRequest>.Continuation

    /// How many requests wait at most.
    package static let limit = 256

    /// An empty queue.
    package init() {
        (requests, entrance) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.limit))
    }

    /// Puts a request at the end.
    /// - Returns: Whether it was taken.
    @discardableResult
    package func ask(_ request: RuntimeRequest) -> Bool {
        switch entrance.yield(request) {
        case .enqueued: true
        case .dropped, .terminated: false
        @unknown default: false
        }
    }

    /// Takes no more requests.
    package func finish() { entrance.finish() }
}
