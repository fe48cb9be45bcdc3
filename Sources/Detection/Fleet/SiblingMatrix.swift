import Primitives

/// Which nodes of a fleet are linked to which others, by the peer ids that they list.
///
/// A link counts when either side lists the other: nodes of 2021 list only the peers that they
/// dialled themselves. Kept up to date list by list, so that a large fleet costs nothing while
/// nothing changes.
struct SiblingMatrix: Sendable {
    private var places: [String: Int] = [:]
    private var identity: [String?]
    private var lists: [[String]]
    /// The nodes that each node lists, by their places.
    private var listed: [Set<Int>]
    private var listedBy: [Set<Int>]
    private var listedAt: [Timestamp?]
    /// The places of the nodes that should be linked.
    let members: [Int]

    /// A matrix over the nodes at these places of the fleet.
    init(count: Int, members: [Int]) {
        self.members = members
        identity = Array(repeating: nil, count: count)
        lists = Array(repeating: [], count: count)
        listed = Array(repeating: [], count: count)
        listedBy = Array(repeating: [], count: count)
        listedAt = Array(repeating: nil, count: count)
    }

    /// Keeps who a node is and whom it lists.
    mutating func observe(
        _ node: Int,
        peerID: String?,
        connected: [String]?,
        at now: Timestamp
    ) {
        if let peerID, identity[node] != peerID {
            if let old = identity[node], places[old] == node { places[old] = nil }
            identity[node] = peerID
            places[peerID] = node
            for other in members where other != node { rebuild(other) }
        }
        if let connected {
            listedAt[node] = now
            guard lists[node] != connected else { return }
            lists[node] = connected
            rebuild(node)
        }
    }

    /// Forgets the list of a node that no longer tells one.
    mutating func forget(_ node: Int, unlessSince limit: Timestamp) {
        guard let at = listedAt[node], at < limit else { return }
        listedAt[node] = nil
        lists[node] = []
        rebuild(node)
    }

    private mutating func rebuild(_ node: Int) {
        let now = Set(lists[node].compactMap { places[$0] }).subtracting([node])
        for gone in listed[node].subtracting(now) { listedBy[gone].remove(node) }
        for new in now.subtracting(listed[node]) { listedBy[new].insert(node) }
        listed[node] = now
    }

    /// The siblings that a node is linked to; nil while that is not known.
    func links(of node: Int) -> Set<Int>? {
        guard identity[node] != nil else { return nil }
        let links = listed[node].union(listedBy[node])
        return listedAt[node] != nil || links.count == members.count - 1 ? links : nil
    }

    /// Whether it is known who a node is.
    func isKnown(_ node: Int) -> Bool { identity[node] != nil }
}
