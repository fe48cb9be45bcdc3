package import Primitives

/// Which part of a node's past is asked for, and how finely.
package struct HistoryRequest: Equatable, Sendable {
    /// The node.
    package let node: NodeID
    /// The first moment.
    package let from: Timestamp
    /// The last moment.
    package let to: Timestamp
    /// The spans to sum up in; zero for every sample.
    package let step: Duration

    /// The past of `node` between two moments.
    ///
    /// - Parameter step: Not negative; zero for every sample.
    package init(node: NodeID, from: Timestamp, to: Timestamp, step: Duration) {
        self.node = node
        self.from = from
        self.to = to
        self.step = step
    }
}
