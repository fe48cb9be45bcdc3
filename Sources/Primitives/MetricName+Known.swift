extension Identifier where Subject == Sample {
    /// Peers connected to the node.
    package static let peers = Self("peers")
    /// Peers in the gossip mesh of the node.
    package static let mesh = Self("mesh")
    /// Other nodes of the same fleet that the node is linked to, by peer id, either way.
    package static let siblingLinks = Self("sibling.links")
    /// Number of the best block.
    package static let heightBest = Self("height.best")
    /// Number of the last finalized block.
    package static let heightFinalized = Self("height.finalized")
    /// Highest block seen from peers.
    package static let heightTarget = Self("height.target")
    /// Blocks behind the fleet's reference head.
    package static let lag = Self("lag")
    /// 1 while the node says that it is catching up, else 0.
    package static let syncing = Self("syncing")
    /// 1 when the node expects to have peers, else 0.
    package static let shouldHavePeers = Self("should.have.peers")
    /// Peers of the embedded relay half.
    package static let relayPeers = Self("relay.peers")
    /// Best block of the relay half.
    package static let relayHeightBest = Self("relay.height.best")
    /// Last finalized block of the relay half.
    package static let relayHeightFinalized = Self("relay.height.finalized")
    /// 1 while the relay half says that it is catching up, else 0.
    package static let relaySyncing = Self("relay.syncing")
    /// Relay blocks behind the fleet's reference relay head.
    package static let relayLag = Self("relay.lag")
    /// Messages waiting in the fullest internal channel of the relay half.
    package static let backlog = Self("backlog")
    /// Resident memory in bytes.
    package static let memory = Self("memory")
    /// CPU seconds used since the start of the process.
    package static let cpuSeconds = Self("cpu.seconds")
    /// When the process started, in seconds since 1970.
    package static let startTime = Self("start.time")
    /// Messages in the store.
    package static let storeMessages = Self("store.messages")
    /// Failed writes of the store.
    package static let storeErrors = Self("store.errors")
    /// Days until the certificate that the server shows expires; negative afterwards.
    package static let certificateDays = Self("certificate.days")
    /// Days until the first certificate of what the server shows expires; negative afterwards.
    package static let certificateChainDays = Self("certificate.chain.days")
    /// How many keys of the node are other than in the newest baseline and not accepted.
    package static let baselineDrift = Self("baseline.drift")
    /// How long the last poll took, in seconds.
    package static let latency = Self("latency")
    /// GRAFT messages received since the start of the process.
    package static let graftReceived = Self("graft.received")
    /// PRUNE messages sent since the start of the process.
    package static let pruneSent = Self("prune.sent")
    /// Penalty for breaking the backoff, accumulated over peers and heartbeats: its slope counts.
    package static let backoffPenalty = Self("backoff.penalty")
    /// Peers that the gossip layer believes to be connected.
    package static let gossipPeers = Self("pubsub.peers")
    /// Failed keep-alive dials of Waku v0.3 and v0.4.
    package static let keepaliveErrors = Self("keepalive.errors")
    /// Network events waiting for the gossip engine of the relay half.
    package static let gossipBacklog = Self("gossip.backlog")
    /// 1 when the relay half exports metrics of the BEEFY gadget, else 0.
    package static let beefy = Self("beefy")
    /// How long ago the author of the best block made it, in seconds by Tocsin's own clock: it
    /// grows when the node stands still, whatever the node's clock says.
    package static let headAge = Self("head.age")
    /// Open file descriptors.
    package static let openFiles = Self("fds")
    /// Samples on a metrics page.
    package static let series = Self("series")
    /// How many records a name server gave.
    package static let dnsAnswers = Self("dns.answers")
    /// The round trip of a libp2p ping, in seconds.
    package static let ping = Self("ping")
    /// From the TCP connection to the proven identity of a libp2p peer, in seconds.
    package static let handshake = Self("handshake")
    /// 1 when the configured client could work with the node, else 0.
    package static let clientOK = Self("client.ok")
    /// From the refusal of what a node asked the configured client for to the end of the
    /// connection by the node, in seconds.
    package static let clientDrop = Self("client.drop")
    /// Memory of the host that is still free for use, in bytes.
    package static let memoryAvailable = Self("memory.available")
    /// The load of the host over one minute.
    package static let load = Self("load")
    /// 1 while a database file is sound, else 0.
    package static let databaseOK = Self("database.ok")
}
