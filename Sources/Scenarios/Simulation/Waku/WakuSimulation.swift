import Primitives

/// The nodes of a Waku fleet and the links between them.
struct WakuSimulation: Equatable, Sendable {
    private(set) var nodes: [WakuNode]
    /// The pairs of nodes that are connected and in each other's mesh.
    private(set) var links: Set<Link> = []
    /// The pairs that keep grafting and pruning one another and never stay.
    private(set) var exiles: Set<Link> = []

    /// A pair of nodes by their places, the lower first.
    struct Link: Hashable, Sendable {
        let first: Int
        let second: Int

        init(_ one: Int, _ other: Int) {
            first = min(one, other)
            second = max(one, other)
        }

        func contains(_ index: Int) -> Bool { first == index || second == index }
    }

    init(_ file: SimulationFile.Waku) {
        nodes = file.nodes.enumerated().map { index, node in
            WakuNode(node, index: index, messagesPerMinute: file.messagesPerMinute)
        }
        guard file.siblings == .exiled else { return }
        for (one, other) in pairs {
            remember(one, other, cannotConnect: true)
            remember(other, one, cannotConnect: true)
            exiles.insert(Link(one, other))
        }
        for index in nodes.indices { setExiles(of: index, at: nodes[index].startedAt) }
    }

    private var pairs: [(Int, Int)] {
        nodes.indices.flatMap { one in
            nodes.indices.filter { $0 > one }.map { (one, $0) }
        }
    }

    func index(of id: NodeID) -> Int? { nodes.firstIndex { $0.id == id } }

    /// Whether the first node lists the second as connected.
    func isLinked(_ one: Int, _ other: Int) -> Bool { links.contains(Link(one, other)) }

    /// How many siblings the node is linked to.
    func linkCount(of index: Int) -> Int { links.count { $0.contains(index) } }

    /// Replaces the processes of some nodes.
    mutating func restart(_ change: Inject.Restart, at now: Timestamp) {
        let indices = change.nodes.compactMap(index(of:))
        for index in indices {
            let release = change.release.flatMap(WakuRelease.init) ?? nodes[index].release
            nodes[index].restart(
                as: release,
                at: now,
                down: change.down,
                recreatingDatabase: change.recreatesDatabase
            )
            dropLinks(of: index, at: now)
        }
        for index in indices { reconnectStoredPeers(of: index) }
    }

    /// Posts the addresses of all siblings to each of these nodes, as operators did by
    /// `post_waku_v2_admin_v1_peers`.
    mutating func join(_ ids: [NodeID], at now: Timestamp) {
        for one in ids.compactMap(index(of:)) {
            for other in nodes.indices where other != one {
                connect(one, other)
            }
            setExiles(of: one, at: now)
        }
    }

    mutating func setClients(of id: NodeID, to clients: WakuClients) {
        guard let index = index(of: id) else { return }
        nodes[index].clients = clients
    }

    // MARK: Links

    /// A restart wipes backoff and penalties on both sides of its links.
    private mutating func dropLinks(of index: Int, at now: Timestamp) {
        links = links.filter { !$0.contains(index) }
        exiles = exiles.filter { !$0.contains(index) }
        for other in nodes.indices { setExiles(of: other, at: now) }
        // The keep-alive round or the cut relay stream of the sibling finds the peer gone.
        for other in nodes.indices where other != index && !isSameRelease(other, index) {
            nodes[other].rows[nodes[index].id]?.cannotConnect = true
        }
    }

    /// At its start a node dials the stored peers whose rows carry its own relay id and were not
    /// found unreachable before.
    private mutating func reconnectStoredPeers(of index: Int) {
        for other in nodes.indices where other != index {
            guard let row = nodes[index].rows[nodes[other].id], !row.cannotConnect,
                nodes[index].listsRow(of: nodes[other].id)
            else { continue }
            connect(index, other)
        }
    }

    /// Dials a sibling.
    ///
    /// Two releases with different relay ids cannot stay connected: the newer
    /// side asks for its id, gets `na`, and drops the connection.
    private mutating func connect(_ one: Int, _ other: Int) {
        let succeeds = isSameRelease(one, other)
        remember(one, other, cannotConnect: !succeeds)
        guard succeeds else { return }
        links.insert(Link(one, other))
    }

    private func isSameRelease(_ one: Int, _ other: Int) -> Bool {
        nodes[one].release.relayID == nodes[other].release.relayID
    }

    /// Keeps what a dial brought.
    ///
    /// The side that is dialled keeps no row: that is why inbound
    /// peers never appear in the list of 2021.
    private mutating func remember(_ one: Int, _ other: Int, cannotConnect: Bool) {
        let sibling = nodes[other].id
        var row = nodes[one].rows[sibling] ?? WakuNode.Row(relayIDs: [], cannotConnect: false)
        row.relayIDs.insert(nodes[one].release.relayID)
        row.cannotConnect = cannotConnect
        nodes[one].rows[sibling] = row
    }

    private mutating func setExiles(of index: Int, at now: Timestamp) {
        nodes[index].setExiles(exiles.count { $0.contains(index) }, at: now)
    }
}
