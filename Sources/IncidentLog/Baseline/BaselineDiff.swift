package import Primitives

/// How the nodes of a fleet stand to their baseline, key by key.
package struct BaselineDiff: Equatable, Sendable {
    /// What it is held against.
    package let baseline: Baseline
    /// The keys that became other: what is open first, then by node and name.
    package let lines: [Line]

    /// One key of one node.
    package struct Line: Equatable, Sendable {
        /// The node.
        package let node: NodeID
        /// The name of the key.
        package let key: FactName
        /// What it was, and what it is.
        package let departure: NodeBaseline.Departure
        /// How it stands to the baseline.
        package let standing: NodeBaseline.Standing
        /// Whether the program of the node is that of the baseline again.
        package let isRolledBack: Bool
    }

    /// What somebody still has to do something about.
    package var open: [Line] { lines.filter(\.standing.isOpen) }

    /// The keys that a roll-back has left behind: those of the nodes that run the old program
    /// again.
    package var leftBehind: [Line] {
        lines.filter { $0.standing == .notReverted && $0.isRolledBack }
    }

    init(_ baseline: Baseline) {
        self.baseline = baseline
        let lines = baseline.nodes.flatMap { id, node in
            node.lines.map { line in
                Line(
                    node: id,
                    key: line.key,
                    departure: line.departure,
                    standing: line.standing,
                    isRolledBack: node.rolledBackAt != nil
                )
            }
        }.sorted { ($0.standing, $0.node, $0.key) < ($1.standing, $1.node, $1.key) }
        self.lines = lines
    }

    /// What a roll-back left behind in one sentence: each node once, and the first keys; nil when
    /// it left nothing behind.
    package var leftBehindWords: String? {
        let lines = leftBehind
        guard !lines.isEmpty else { return nil }
        let nodes = Dictionary(grouping: lines, by: \.node)
        let counts = nodes.keys.sorted().map { node in
            "\(node) (\(nodes[node]?.count ?? 0))"
        }
        var keys: [String] = []
        for line in lines where !keys.contains(line.key.rawValue) { keys.append(line.key.rawValue) }
        let more = keys.count > 3 ? " and \(keys.count - 3) more" : ""
        return "\(lines.count) key\(lines.count == 1 ? "" : "s") not reverted on "
            + counts.joined(separator: ", ") + ": " + keys.prefix(3).joined(separator: ", ") + more
    }
}

extension LogState {
    /// How the nodes of a fleet stand to its newest baseline; nil when none was taken.
    package func baselineDiff(of fleet: String?) -> BaselineDiff? {
        baseline(of: fleet).map { BaselineDiff($0) }
    }
}
