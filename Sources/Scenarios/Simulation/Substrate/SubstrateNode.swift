import FleetModel
import Primitives

/// A collator or full node of a parachain: one process with two halves, two RPC ports and two
/// metrics ports.
struct SubstrateNode: Equatable, Sendable {
    let id: NodeID
    /// The node's place in its simulation, which varies its small numbers.
    let index: Int
    /// What the node calls itself, emoji and spaces included.
    let label: String
    let role: Role
    let peerID: String
    private let host: SimulationFile.Substrate.Host
    /// Whether the node still knows peers of earlier days when its configuration does not help.
    private let keepsPeers: Bool
    private(set) var release: MantaRelease
    private(set) var configuration: Configuration
    /// When the process started.
    private(set) var startedAt: Timestamp
    /// From when its ports listen.
    private(set) var answersFrom: Timestamp
    /// Whether the relay half has stopped answering.
    private(set) var isRelaySilent = false
    private(set) var para: ChainHalf
    private(set) var relay: ChainHalf

    // In memory, gone with the process.
    private(set) var channelBacklog: LinearRamp
    private(set) var gossipBacklog: LinearRamp
    private(set) var memoryBytes: LinearRamp

    /// What a node does for the chain.
    enum Role: String, Decodable, Sendable {
        case authority = "Authority"
        case full = "Full"
    }

    /// Which release the node's unit and chain-spec files belong to.
    enum Configuration: String, Decodable, Sendable {
        case v320 = "v3.2.0"
        case v321 = "v3.2.1"
        /// An operator's own files, untouched by packages.
        case own
    }

    /// Memory of a node at work, and of one that waits for peers, in bytes.
    private static let workingMemoryBytes = 4_100_000_000.0
    private static let idleMemoryBytes = 2_200_000_000.0
    /// The relay half is at its head two minutes after a start; the leak begins then.
    private static let relaySyncSpan: Duration = .seconds(120)

    init(
        _ file: SimulationFile.Substrate.Node,
        index: Int,
        clocks: SubstrateSimulation.Clocks,
        at start: Timestamp
    ) {
        id = NodeID(file.name)
        self.index = index
        label = file.label
        role = file.role
        peerID = file.peerID
        host = file.host
        keepsPeers = file.keepsPeers
        release = file.release
        configuration = file.configuration
        startedAt = file.started
        answersFrom = file.started
        para = ChainHalf(
            startingBlock: clocks.para.head(at: start) - 90_000,
            peersFrom: file.started,
            fullPeers: 49
        )
        relay = ChainHalf(
            startingBlock: clocks.relay.head(at: start) - 180_000,
            peersFrom: file.started,
            fullPeers: 48
        )
        channelBacklog = LinearRamp(0, since: file.started)
        gossipBacklog = LinearRamp(0, since: file.started)
        memoryBytes = LinearRamp(Self.workingMemoryBytes, since: file.started)
    }

    /// Whether the ports of the process, or of its relay half, accept connections.
    func isListening(_ port: SimulatedPort, at now: Timestamp) -> Bool {
        if port == .files { return true }
        guard now >= answersFrom else { return false }
        switch port {
        case .rpc, .metrics, .files: return true
        case .relayRPC, .relayMetrics: return !isRelaySilent
        }
    }

    /// A binary beside files of a newer release finds no peers, unless it remembers some.
    private var findsPeers: Bool {
        keepsPeers || !(release == .v320 && configuration == .v321)
    }

    /// Replaces the process: channels and memory begin anew, chain data stays.
    mutating func restart(
        _ change: Inject.Restart,
        clocks: SubstrateSimulation.Clocks,
        at now: Timestamp
    ) {
        if let wanted = change.release.flatMap(MantaRelease.init) { release = wanted }
        if let wanted = change.configuration { configuration = wanted }
        startedAt = now + min(change.down, .seconds(10))
        answersFrom = now + change.down
        isRelaySilent = false
        para.restart(clocks.para, at: startedAt, findsPeers: findsPeers, blocksPerSecond: 5)
        relay.restart(clocks.relay, at: startedAt, findsPeers: findsPeers, blocksPerSecond: 52)
        para.fullPeers = 49
        relay.fullPeers = 48
        let leaksFrom = startedAt + Self.relaySyncSpan
        let leak = release.leaks ? 1.0 : 0.0
        channelBacklog = LinearRamp(
            0,
            since: leaksFrom,
            perSecond: leak * host.messagesPerMinute / 60
        )
        gossipBacklog = LinearRamp(
            0,
            since: leaksFrom,
            perSecond: leak * host.messagesPerMinute / 60 * 1150
        )
        memoryBytes = LinearRamp(
            findsPeers ? Self.workingMemoryBytes : Self.idleMemoryBytes,
            since: leaksFrom,
            perSecond: leak * host.leakBytesPerHour / 3600,
            limit: host.memoryBytes
        )
    }

    /// The files on the machine are those of another release; the process goes on as it is.
    mutating func setFiles(of configuration: Configuration) { self.configuration = configuration }

    /// The relay half answers no more; the parachain half imports but cannot tell its best block.
    mutating func silenceRelay(clocks: SubstrateSimulation.Clocks, at now: Timestamp) {
        isRelaySilent = true
        para.freeze(clocks.para, at: now)
        para.fullPeers = 28
        relay.freeze(clocks.relay, at: now)
    }

    /// A swapping host: the relay half imports slower than the chain grows and loses peers.
    mutating func strain(
        relayBlocksPerSecond: Double,
        clocks: SubstrateSimulation.Clocks,
        at now: Timestamp
    ) {
        relay.pace(clocks.relay, at: now, blocksPerSecond: relayBlocksPerSecond)
        relay.fullPeers = 12
        para.fullPeers = 30
    }

    /// CPU seconds used since the start of the process.
    ///
    /// A leaking process burns a share that
    /// grows by 18 points per hour, from 38 to 99 percent of the host.
    func cpuSeconds(at now: Timestamp) -> Double {
        let seconds = max(0, (now - startedAt).inSeconds)
        guard findsPeers else { return seconds * 0.04 }
        guard release.leaks else { return seconds * 0.38 }
        let growth = 0.18 / 3600
        let full = (0.99 - 0.38) / growth
        let climbing = min(seconds, full)
        return climbing * 0.38 + growth * climbing * climbing / 2 + max(0, seconds - full) * 0.99
    }
}
