import Monitoring
import Primitives

/// The rows of the fleet's pane where they are not simply all nodes: the nodes that the filter
/// leaves, under the groups they are in.
///
/// Worked out once for each news, fold or filter, never for a frame.
struct FleetRows: RandomAccessCollection, Sendable {
    /// Nodes that have something in common.
    struct Group: Sendable {
        let name: String
        let isFolded: Bool
        /// How many nodes there are of each verdict.
        let counts: [NodeAssessment.Verdict: Int]
        let heat: HeatStrip
        let nodes: [NodeID]
        /// The one that fares worst.
        let worst: NodeID?
    }

    private let rows: [String]
    private let places: [String: Int]
    private let groups: [String: Group]
    /// The nodes that the filter leaves, those in folded groups too.
    let nodes: [NodeID]

    /// What the identities of groups begin with; no name of a node has a control character.
    private static let mark = "\u{1F}"

    /// The rows of these nodes in their order.
    ///
    /// - Parameters:
    ///   - group: The group of a node; nil for no groups.
    ///   - isFolded: Whether a group of so many nodes does not show them.
    ///   - level: How a node fares.
    init(
        _ nodes: [NodeID],
        isFolded: (_ name: String, _ count: Int) -> Bool,
        group: ((NodeID) -> (name: String, verdict: NodeAssessment.Verdict))?,
        level: (NodeID) -> HeatStrip.Level
    ) {
        self.nodes = nodes
        var rows: [String] = []
        var groups: [String: Group] = [:]
        if let group {
            // The nodes come worst first: so do the groups.
            var order: [String] = []
            var members: [String: [(node: NodeID, verdict: NodeAssessment.Verdict)]] = [:]
            for node in nodes {
                let (name, verdict) = group(node)
                if members[name] == nil { order.append(name) }
                members[name, default: []].append((node, verdict))
            }
            for name in order {
                let own = members[name] ?? []
                let isFolded = isFolded(name, own.count)
                groups[Self.mark + name] = Group(
                    name: name,
                    isFolded: isFolded,
                    counts: own.reduce(into: [:]) { $0[$1.verdict, default: 0] += 1 },
                    heat: HeatStrip(own.map { level($0.node) }),
                    nodes: own.map(\.node),
                    worst: own.max { $0.verdict < $1.verdict }?.node
                )
                rows.append(Self.mark + name)
                if !isFolded { rows += own.map(\.node.rawValue) }
            }
        } else {
            rows = nodes.map(\.rawValue)
        }
        self.rows = rows
        self.groups = groups
        places = Dictionary(
            rows.enumerated().map { ($1, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    var startIndex: Int { rows.startIndex }
    var endIndex: Int { rows.endIndex }

    subscript(place: Int) -> String { rows[place] }

    /// Where a row stands; nil when it has none.
    func place(of row: String) -> Int? { places[row] }

    /// The group that a row is the heading of; nil for a node.
    func group(_ row: String) -> Group? { groups[row] }

    /// The heading of the folded group that a node's row is hidden in; nil when it is not hidden.
    func heading(hiding row: String) -> String? {
        let node = NodeID(row)
        return groups.first { $0.value.isFolded && $0.value.nodes.contains(node) }?.key
    }

    /// The row of a group.
    static func row(of group: String) -> String { mark + group }

    /// The node of a row; nil for the heading of a group.
    static func node(_ row: String) -> NodeID? { row.hasPrefix(mark) ? nil : NodeID(row) }
}
