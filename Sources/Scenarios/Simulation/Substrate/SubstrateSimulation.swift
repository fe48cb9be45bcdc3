import Primitives

/// The nodes of a parachain fleet and the two chains that they follow.
struct SubstrateSimulation: Equatable, Sendable {
    private(set) var nodes: [SubstrateNode]
    private(set) var clocks: Clocks

    /// The heads of both chains.
    struct Clocks: Equatable, Sendable {
        var para: ChainClock
        var relay: ChainClock
    }

    init(_ file: SimulationFile.Substrate, at start: Timestamp) {
        let clocks = Clocks(
            para: ChainClock(
                height: Double(file.paraHeight),
                at: start,
                blockTime: .seconds(12)
            ),
            relay: ChainClock(
                height: Double(file.relayHeight),
                at: start,
                blockTime: .seconds(6)
            )
        )
        self.clocks = clocks
        nodes = file.nodes.enumerated().map { index, node in
            SubstrateNode(node, index: index, clocks: clocks, at: start)
        }
    }

    func index(of id: NodeID) -> Int? { nodes.firstIndex { $0.id == id } }

    /// Replaces the processes of some nodes.
    mutating func restart(_ change: Inject.Restart, at now: Timestamp) {
        for index in change.nodes.compactMap(index(of:)) {
            nodes[index].restart(change, clocks: clocks, at: now)
        }
    }

    /// Puts the files of a release beside some nodes; their processes go on as they are.
    mutating func setFiles(_ change: Inject.Files) {
        for index in change.nodes.compactMap(index(of:)) {
            nodes[index].setFiles(of: change.configuration)
        }
    }

    /// What the server beside a node answers.
    func fileAnswer(of index: Int, path: String) -> SimulatedAnswer {
        nodes[index].file(path).map { .text(200, $0) } ?? .text(404, "Not Found")
    }

    /// Stops the answers of some relay halves.
    mutating func silenceRelay(of ids: [NodeID], at now: Timestamp) {
        for index in ids.compactMap(index(of:)) {
            nodes[index].silenceRelay(clocks: clocks, at: now)
        }
    }

    /// Lets the relay halves of some nodes fall behind.
    mutating func strain(_ change: Inject.Strain, at now: Timestamp) {
        for index in change.nodes.compactMap(index(of:)) {
            nodes[index].strain(
                relayBlocksPerSecond: change.relayBlocksPerMinute / 60,
                clocks: clocks,
                at: now
            )
        }
    }

    /// Sets how long the parachain takes for one block: with `k` of 34 authors out it is
    /// `12 * 34 / (34 - k)` seconds.
    mutating func setMissingAuthors(_ count: Int, at now: Timestamp) {
        let seconds = 12.0 * 34 / Double(34 - min(count, 33))
        clocks.para.setBlockTime(.milliseconds(Int64(seconds * 1000)), at: now)
    }
}
