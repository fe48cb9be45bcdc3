import Primitives

/// The identities of a list's rows in their order.
///
/// The rows of a fleet are as many as its nodes: they are not copied for every frame and every key,
/// and a row is found without a search.
enum ListRows: RandomAccessCollection, Sendable {
    case names([String])
    case nodes(NodeOrder)
    case fleet(FleetRows)

    var startIndex: Int { 0 }

    var endIndex: Int {
        switch self {
        case .names(let names): names.count
        case .nodes(let nodes): nodes.count
        case .fleet(let rows): rows.count
        }
    }

    subscript(place: Int) -> String {
        switch self {
        case .names(let names): names[place]
        case .nodes(let nodes): nodes[place].rawValue
        case .fleet(let rows): rows[place]
        }
    }

    /// Where a row stands; nil when there is none.
    func place(of row: String) -> Int? {
        switch self {
        case .names(let names): names.firstIndex(of: row)
        case .nodes(let nodes): nodes.firstIndex(of: NodeID(row))
        case .fleet(let rows): rows.place(of: row)
        }
    }
}
