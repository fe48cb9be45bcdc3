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
        fileprivate(set) var isFolded: Bool
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
    /// The rows that are the headings of groups, in their order.
    private let headings: [String]
    /// The nodes that the filter leaves, those in folded groups too.
    let nodes: [NodeID]

    /// What the identities of groups begin with; no name of a node has a control character.
    private static let mark = "\u{1F}"

    /// A node and how it fares.
    struct Member {
        let node: NodeID
        let verdict: NodeAssessment.Verdict
        let level: HeatStrip.Level
    }

    /// The rows of these nodes in their order.
    ///
    /// - Parameters:
    ///   - names: The group of each; nil for no groups.
    ///   - isFolded: Whether a group of so many nodes does not show them.
    init(
        _ members: [Member],
        inGroups names: [String]?,
        isFolded: (_ name: String, _ count: Int) -> Bool
    ) {
        // The nodes come worst first: so do the groups.
        var order: [String] = []
        var places: [String: Int] = [:]
        var owned: [[Member]] = []
        for (member, name) in zip(members, names ?? []) {
            if let place = places[name] {
                owned[place].append(member)
            } else {
                places[name] = order.count
                order.append(name)
                owned.append([member])
            }
        }
        let groups = zip(order, owned).map { name, own in
            Group(
                name: name,
                isFolded: isFolded(name, own.count),
                counts: own.reduce(into: [:]) { $0[$1.verdict, default: 0] += 1 },
                heat: HeatStrip(own.map(\.level)),
                nodes: own.map(\.node),
                worst: own.max { $0.verdict < $1.verdict }?.node
            )
        }
        self.init(members.map(\.node), names == nil ? nil : groups)
    }

    private init(_ nodes: [NodeID], _ groups: [Group]?) {
        self.nodes = nodes
        headings = groups?.map { Self.mark + $0.name } ?? []
        self.groups = Dictionary(
            zip(headings, groups ?? []),
            uniquingKeysWith: { first, _ in first }
        )
        var rows: [String] = []
        for (heading, group) in zip(headings, groups ?? []) {
            rows.append(heading)
            if !group.isFolded { rows += group.nodes.map(\.rawValue) }
        }
        if groups == nil { rows = nodes.map(\.rawValue) }
        self.rows = rows
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

    /// The same rows with one group folded or not, by its heading.
    func folding(_ heading: String, _ isFolded: Bool) -> FleetRows {
        var groups = self.groups
        groups[heading]?.isFolded = isFolded
        return FleetRows(nodes, headings.compactMap { groups[$0] })
    }

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
