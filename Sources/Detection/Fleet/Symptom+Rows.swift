import Primitives

extension Symptom {
    /// Every symptom.
    static let all: [Symptom] = [
        .noData, .noRelayData, .stall, .relayStall, .finalityStall, .relayFinalityStall, .lag,
        .relayLag, .finalityLag, .relayFinalityLag, .slowBlocks, .peers, .fewPeers, .relayPeers,
        .siblings, .siblingMissing, .mesh, .churn, .storage, .storageLost, .database, .restarts,
        .flapping, .certificate, .certificateUrgent, .leak, .queue, .phantomPeers, .cpu,
    ]
}

// MARK: Chains and what follows them

extension Symptom {
    private static let finalityStallMeaning =
        "too few peers of the right kind, so that it hears no votes, or a stuck gadget"
    private static let lagMeaning =
        "a slow disk, too little CPU or too few peers: it imports slower than the chain grows"
    private static let finalityLagMeaning =
        "late votes: on one node its own links, on all nodes the validators"

    static let noData = Symptom(
        "no data",
        .noData,
        means:
            "it is not asked, or who should tell of it does not answer: what is shown of it is "
            + "old"
    )
    static let noRelayData = Symptom(
        "no relay data",
        .noData,
        .critical,
        explainedBy: [.restarts],
        means:
            "half of the process is dead: the parachain half cannot follow, though its peers and "
            + "heights look fine for a while"
    )
    static let stall = Symptom(
        "stall",
        .stall,
        .critical,
        seenBy: [.heightBest],
        explainedBy: [.peers, .noRelayData, .relayStall, .relayPeers],
        means:
            "one of: no peers, a full disk, a stuck database, a dead relay half"
    )
    static let relayStall = Symptom(
        "relay stall",
        .stall,
        .critical,
        seenBy: [.relayHeightBest],
        explainedBy: [.noRelayData, .relayPeers],
        means:
            "no relay peers or a dead relay half; the parachain half cannot go on without it"
    )
    static let finalityStall = Symptom(
        "finality stall",
        .stall,
        .critical,
        seenBy: [.heightFinalized],
        explainedBy: [.stall, .peers, .relayStall, .noRelayData, .relayPeers],
        means: finalityStallMeaning
    )
    static let relayFinalityStall = Symptom(
        "relay finality stall",
        .stall,
        .critical,
        seenBy: [.relayHeightFinalized],
        explainedBy: [.relayStall, .noRelayData, .relayPeers],
        means: finalityStallMeaning
    )
    static let lag = Symptom(
        "lag",
        .lag,
        .critical,
        seenBy: [.lag],
        explainedBy: [.stall, .peers, .noRelayData, .relayStall, .relayPeers, .relayLag],
        means: lagMeaning
    )
    static let relayLag = Symptom(
        "relay lag",
        .lag,
        .critical,
        seenBy: [.relayLag],
        explainedBy: [.relayStall, .noRelayData, .relayPeers],
        means: lagMeaning
    )
    static let finalityLag = Symptom(
        "finality lag",
        .lag,
        seenBy: [.heightFinalized],
        explainedBy: [.finalityStall, .stall, .lag, .peers, .relayStall, .relayPeers],
        means: finalityLagMeaning
    )
    static let relayFinalityLag = Symptom(
        "relay finality lag",
        .lag,
        seenBy: [.relayHeightFinalized],
        explainedBy: [.relayFinalityStall, .relayStall, .relayLag, .relayPeers],
        means: finalityLagMeaning
    )
    static let slowBlocks = Symptom(
        "slow blocks",
        .stall,
        .critical,
        seenBy: [.heightBest],
        explainedBy: [.stall, .peers, .relayStall, .noRelayData, .relayPeers],
        means: "many block producers are away or cut off: look at who misses its slots"
    )
}

// MARK: One node

extension Symptom {
    private static let renewalMeaning =
        "renewal does not work, or the server was not told to read the new file"

    static let peers = Symptom(
        "peers",
        .mesh,
        .critical,
        seenBy: [.peers],
        explainedBy: [.restarts],
        means:
            "one of: a firewall, a wrong chain specification, boot nodes that do not answer. "
            + "Such a node says that it is not syncing, because it sees nothing to sync to"
    )
    static let fewPeers = Symptom(
        "few peers",
        .mesh,
        seenBy: [.peers],
        explainedBy: [.peers, .restarts],
        means: "discovery fails or peers ban the node: lost links are not replaced"
    )
    static let relayPeers = Symptom(
        "relay peers",
        .mesh,
        .critical,
        seenBy: [.relayPeers],
        explainedBy: [.restarts],
        means:
            "a wrong specification or boot nodes of the relay chain; the parachain half cannot "
            + "follow without it"
    )
    static let siblings = Symptom(
        "siblings",
        .mesh,
        .critical,
        seenBy: [.siblingLinks],
        explainedBy: [.peers],
        means:
            "one of: backoff violations, another relay protocol, a changed identity. The node is "
            + "cut off from its own fleet, whatever its peer count says"
    )
    static let siblingMissing = Symptom(
        "sibling missing",
        .mesh,
        seenBy: [.siblingLinks],
        explainedBy: [.siblings, .peers],
        means:
            "a lost link: messages go the long way round. Posting the siblings' addresses to the "
            + "node links them again"
    )
    static let mesh = Symptom(
        "mesh",
        .mesh,
        seenBy: [.mesh],
        explainedBy: [.siblings, .peers],
        means:
            "backoff violations, or peers that speak another relay protocol: messages reach it "
            + "by luck"
    )
    static let churn = Symptom(
        "churn",
        .churn,
        seenBy: [.pruneSent, .graftReceived, .backoffPenalty],
        explainedBy: [.restarts],
        means:
            "peers violate the backoff of GossipSub and keep one another out of the mesh; a "
            + "restart hides it for a while and removes no cause"
    )
    static let storage = Symptom(
        "storage",
        .storage,
        .critical,
        seenBy: [.storeErrors],
        explainedBy: [.database],
        means:
            "one of: a full disk, a damaged database, one of another version. Copy the database "
            + "before anything else: what the node shows may be in memory only"
    )
    static let storageLost = Symptom(
        "storage lost",
        .storage,
        seenBy: [.storeMessages],
        means: "messages that were counted in memory and never written, or a new database"
    )
    static let database = Symptom(
        "database",
        .storage,
        .critical,
        seenBy: ["database.check", .databaseOK],
        means: "a damaged file or disk: copy it with its -wal and -shm before anybody touches it"
    )
    static let restarts = Symptom(
        "restarts",
        .restarts,
        .critical,
        means: "one of: a bad flag or file, too little memory, a supervisor that takes it for dead"
    )
    static let flapping = Symptom(
        "flapping",
        .flapping,
        explainedBy: [.restarts],
        means:
            "one of: a deadline that is nearly reached, a link that comes and goes, a supervisor "
            + "that restarts it"
    )
    static let certificate = Symptom(
        "certificate",
        .certificate,
        seenBy: [.certificateDays],
        explainedBy: [.certificateUrgent],
        means: renewalMeaning
    )
    static let certificateUrgent = Symptom(
        "certificate urgent",
        .certificate,
        .critical,
        seenBy: [.certificateDays],
        means: renewalMeaning
    )
}

// MARK: Growth, whose urgency and meaning are found with it

extension Symptom {
    static let leak = Symptom("leak", .leak, seenBy: [.memory])
    static let queue = Symptom("queue", .backlog, seenBy: [.backlog, .gossipBacklog])
    static let phantomPeers = Symptom("phantom peers", .leak)
    static let cpu = Symptom("cpu", .cpu, seenBy: [.cpuSeconds])
}
