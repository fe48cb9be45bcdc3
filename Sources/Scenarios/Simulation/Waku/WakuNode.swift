import FleetModel
import Primitives

/// One nim-waku node of 2021 with what it keeps in memory and what it keeps on disk.
struct WakuNode: Equatable, Sendable {
    let id: NodeID
    /// The node's place in its simulation, which varies its small numbers.
    let index: Int
    /// The identity in base58; survives everything.
    let peerID: String
    /// The address that siblings dial, without the identity.
    let address: String
    var clients: WakuClients
    private(set) var release: WakuRelease
    /// When the process started.
    private(set) var startedAt: Timestamp
    /// From when its ports listen: the container and then the wait for stored peers take time.
    private(set) var answersFrom: Timestamp

    /// What the node knows of a sibling; both stored in the `Peer` table and kept in the book.
    var rows: [NodeID: Row] = [:]
    /// Whether some managed peer does not speak the keep-alive protocol, which costs a connection
    /// and an error every five minutes until the next restart.
    private(set) var hasKeepAliveTrouble: Bool

    // In memory, gone with the process.
    private(set) var exiles = LinearRamp(0, since: Timestamp(milliseconds: 0))
    private(set) var penalty = LinearRamp(0, since: Timestamp(milliseconds: 0))
    private(set) var keepAliveErrors: LinearRamp
    private(set) var storeErrors: LinearRamp
    private(set) var messagesInMemory: LinearRamp
    private(set) var memoryBytes: LinearRamp
    private(set) var cpuSeconds: LinearRamp

    // On disk.
    private(set) var messagesOnDisk: LinearRamp
    private(set) var schema: Int
    private let messagesPerSecond: Double
    private let memoryBytesPerSecond: Double

    /// A row of the peer manager.
    struct Row: Equatable, Sendable {
        /// The relay ids that the node ever dialled this peer with.
        var relayIDs: Set<String>
        /// Whether the last dial failed; such peers are not dialled again after a restart.
        var cannotConnect: Bool
    }

    /// Resident memory right after a start, in bytes (drill invention: the hosts had 1 GB).
    private static let freshMemoryBytes = 148_000_000.0
    /// One graft and one prune per exiled sibling: 30 s of backoff and 2 s of slack.
    static let exileRoundSeconds = 32.5
    /// The keep-alive loop of v0.4 runs every five minutes.
    private static let keepAliveSeconds = 300.0

    init(_ file: SimulationFile.Waku.Node, index: Int, messagesPerMinute: Double) {
        id = NodeID(file.name)
        self.index = index
        peerID = file.peerID
        address = file.address
        clients = file.clients
        release = file.release
        startedAt = file.started
        answersFrom = file.started
        hasKeepAliveTrouble = file.keepAliveTrouble
        schema = file.schema
        messagesPerSecond = messagesPerMinute / 60
        memoryBytesPerSecond = file.memoryBytesPerHour / 3600
        keepAliveErrors = LinearRamp(0, since: file.started)
        storeErrors = LinearRamp(0, since: file.started)
        messagesInMemory = LinearRamp(0, since: file.started)
        cpuSeconds = LinearRamp(0, since: file.started)
        memoryBytes = LinearRamp(0, since: file.started)
        messagesOnDisk = LinearRamp(file.messages, since: file.started)
        start(release, at: startedAt, listeningFrom: answersFrom)
        hasKeepAliveTrouble = file.keepAliveTrouble
        setPaces(at: startedAt)
    }

    /// Whether the ports accept connections.
    func isListening(at now: Timestamp) -> Bool { now >= answersFrom }

    /// Whether the table has the layout that this program can use.
    var hasUsableTable: Bool { schema == release.messageSchema }

    /// Replaces the process: what is in memory is lost, what is on disk stays, unless the
    /// database is recreated too.
    mutating func restart(
        as release: WakuRelease,
        at now: Timestamp,
        down: Duration,
        recreatingDatabase: Bool
    ) {
        messagesOnDisk.setPace(0, at: now)
        if recreatingDatabase {
            messagesOnDisk = LinearRamp(0, since: now)
            schema = 1
            rows = [:]
        }
        let startedAt = now + min(down, .seconds(20))
        hasKeepAliveTrouble = false
        start(release, at: startedAt, listeningFrom: now + down)
        setPaces(at: startedAt)
    }

    private mutating func start(
        _ release: WakuRelease,
        at now: Timestamp,
        listeningFrom: Timestamp
    ) {
        self.release = release
        startedAt = now
        answersFrom = listeningFrom
        schema = release.schema(afterOpening: schema)
        let loaded = hasUsableTable ? messagesOnDisk.value(at: now) : 0
        messagesInMemory = LinearRamp(loaded, since: now, perSecond: messagesPerSecond)
        exiles = LinearRamp(0, since: now)
        penalty = LinearRamp(0, since: now)
        keepAliveErrors = LinearRamp(0, since: now)
        storeErrors = LinearRamp(0, since: now)
        cpuSeconds = LinearRamp(2, since: now, perSecond: 0.11)
        memoryBytes = LinearRamp(
            Self.freshMemoryBytes,
            since: now,
            perSecond: memoryBytesPerSecond,
            limit: 940_000_000
        )
    }

    private mutating func setPaces(at now: Timestamp) {
        messagesOnDisk.setPace(hasUsableTable ? messagesPerSecond : 0, at: now)
        storeErrors.setPace(hasUsableTable ? 0 : messagesPerSecond, at: now)
        let hasErrors = hasKeepAliveTrouble && release.hasKeepAlive
        keepAliveErrors.setPace(hasErrors ? 1 / Self.keepAliveSeconds : 0, at: now)
    }

    /// Sets how many siblings the node keeps pruning because they graft too early.
    mutating func setExiles(_ count: Int, at now: Timestamp) {
        exiles.setPace(Double(count) / Self.exileRoundSeconds, at: max(now, startedAt))
        // One violation per round converges to a penalty of 3.3, and the gauge adds up the
        // current penalty every second.
        penalty.setPace(Double(count) * 3.3, at: max(now, startedAt))
    }

    /// The relay id of the listed row, when the node has one for this sibling: rows are selected
    /// by the node's own id, so those of another release do not show.
    func listsRow(of sibling: NodeID) -> Bool {
        rows[sibling]?.relayIDs.contains(release.relayID) == true
    }
}
