import CellGrid
import Primitives

/// The nodes in the order of their rows, with what every frame and every key asks of it: worked
/// out once for each order.
struct NodeOrder: RandomAccessCollection, Sendable {
    private let nodes: [NodeID]
    private let places: [NodeID: Int]
    /// The columns that the longest name takes.
    let longestName: Int

    init(_ nodes: [NodeID]) {
        self.nodes = nodes
        places = Dictionary(
            nodes.enumerated().map { ($1, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        longestName = nodes.map { DisplayWidth.of($0.rawValue) }.max() ?? 4
    }

    var startIndex: Int { nodes.startIndex }
    var endIndex: Int { nodes.endIndex }

    subscript(place: Int) -> NodeID { nodes[place] }

    /// The row of a node; nil when it has none.
    func firstIndex(of node: NodeID) -> Int? { places[node] }

    /// Whether a node has a row.
    func contains(_ node: NodeID) -> Bool { places[node] != nil }
}
