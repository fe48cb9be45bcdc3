import FleetModel
package import IncidentLog
package import Primitives

/// A node and a span of its past.
package struct HistoryWindow: Encodable, Sendable {
    /// The node.
    package let node: NodeID
    /// The first moment.
    package let from: Timestamp
    /// The moment after the last.
    package let to: Timestamp
    /// The length of the spans that samples are summed up in; zero for every sample.
    package let step: Duration
    let notWatched: [Gap]

    struct Gap: Encodable, Sendable {
        let from: Timestamp
        let to: Timestamp

        /// When nobody watched, in words.
        var words: String {
            "not watched from \(from.date) \(from.clock)Z to \(to.date) \(to.clock)Z "
                + "(\((to - from).brief))"
        }
    }

    private enum CodingKeys: CodingKey {
        case node, from, to, stepSeconds, notWatched
    }

    /// The past of a node between two moments.
    ///
    /// - Parameters:
    ///   - step: The length of the spans that samples are summed up in; zero for every sample.
    ///   - gaps: The spans in which nobody watched.
    package init(
        of node: NodeID,
        from: Timestamp,
        to: Timestamp,
        step: Duration,
        gaps: [WatchGap]
    ) {
        self.node = node
        self.from = from
        self.to = to
        self.step = step
        notWatched = gaps.map { Gap(from: $0.from, to: $0.to) }
    }

    /// Writes it with the length of a span in seconds.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(node, forKey: .node)
        try container.encode(from, forKey: .from)
        try container.encode(to, forKey: .to)
        try container.encode(step.inSeconds, forKey: .stepSeconds)
        try container.encode(notWatched, forKey: .notWatched)
    }

    /// The means along the window, gaps left empty.
    func course(_ bins: [SampleBin]) -> [Double?] {
        let step = max(step, (to - from) / 24)
        let first = SampleBinner.start(of: from, step: step)
        let count = max(1, Int((to - first) / step) + 1)
        var values = [Double?](repeating: nil, count: count)
        for bin in bins {
            let place = Int((bin.start - first) / step)
            if values.indices.contains(place) { values[place] = bin.mean }
        }
        return values
    }
}
