package import IncidentLog
package import Primitives

/// What has become other on the nodes of a fleet since its baseline was taken.
package struct BaselineReport: Report {
    let baseline: BaselineID
    let fleet: String?
    let change: String?
    let taken: Timestamp
    let by: String
    let nodes: [Node]
    let keys: [Key]
    /// How many keys somebody still has to do something about.
    package let open: Int

    /// One node.
    struct Node: Encodable, Sendable {
        let node: NodeID
        let version: String?
        let rolledBack: Timestamp?
        let notReverted: Int
        let newDrift: Int
        let accepted: Int
        let reverted: Int
    }

    /// One key of one node that became other.
    struct Key: Encodable, Sendable {
        let node: NodeID
        let key: FactName
        let state: String
        let baseline: [String]
        let now: [String]
        let since: Timestamp
        let revertedAt: Timestamp?
        let acceptedBy: String?
        let reason: String?

        init(_ line: BaselineDiff.Line) {
            let departure = line.departure
            node = line.node
            key = line.key
            state = line.standing.rawValue
            baseline = departure.before
            now = departure.present
            since = departure.since
            revertedAt = departure.endedAt
            acceptedBy = departure.acceptance?.by.name
            reason = departure.acceptance?.reason
        }
    }

    /// What the log tells of it.
    package init(_ diff: BaselineDiff) {
        let baseline = diff.baseline
        self.baseline = baseline.id
        fleet = baseline.fleet
        change = baseline.change
        taken = baseline.takenAt
        by = baseline.by.name
        nodes = baseline.nodes.sorted { $0.key < $1.key }.map { id, node in
            Node(
                node: id,
                version: node.picture.version,
                rolledBack: node.rolledBackAt,
                notReverted: node.count(.notReverted),
                newDrift: node.count(.newDrift),
                accepted: node.count(.accepted),
                reverted: node.count(.reverted)
            )
        }
        keys = diff.lines.map(Key.init)
        open = diff.open.count
    }

    /// The longest text of a value in a table.
    private static let valueLimit = 48

    /// A row a key, what is open first.
    package func text(at now: Timestamp) -> [ReportPart] {
        let back = nodes.filter { $0.rolledBack != nil }
        var parts: [ReportPart] = [
            .line(
                "\(baseline) taken \(taken.toMinute) by \(by)"
                    + (change.map { " for \($0)" } ?? "") + ", \(nodes.count) nodes"
                    + (back.isEmpty ? "" : ", \(back.count) rolled back")
            )
        ]
        var table = ReportTable(
            "NODE",
            "KEY",
            "STATE",
            "BASELINE",
            "NOW",
            "SINCE",
            spare: ["SINCE"],
            empty: "every key is as in the baseline"
        )
        for key in keys {
            table.add(
                key.node.rawValue,
                key.key.rawValue,
                key.state + (key.reason.map { ": \($0)" } ?? ""),
                Self.brief(key.baseline),
                Self.brief(key.now),
                key.since.toMinute
            )
        }
        parts.append(.table(table))
        return parts
    }

    private static func brief(_ values: [String]) -> String {
        let text = values.joined(separator: " ")
        return text.count > valueLimit ? "\(text.prefix(valueLimit - 1))…" : text
    }
}
