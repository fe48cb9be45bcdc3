extension EmbeddedSignature {
    /// Lines of nim-waku and nim-libp2p, by their exact messages.
    ///
    /// Sources: nim-waku v0.4 to v0.37 and nim-libp2p 3da6566 (files named at each line), real
    /// lines in nim-waku issues 439, 487, 531, 577, 659, 935, 3243 and nim-libp2p issue 816.
    /// Healthy fleets write some of these too (issue 3731): an alarm is only what is never well.
    static let nimWaku: [EmbeddedSignature] = [
        // libp2p/protocols/pubsub/gossipsub/behavior.nim; the second wording since 2021-09-01.
        EmbeddedSignature(
            "backoff-violation",
            "attempt to graft a backingOff peer|a backingOff peer attempted to graft us",
            "a peer asks for a gossip link before the agreed pause is over: links come and go"
        ),
        EmbeddedSignature(
            "explicit-peer-graft",
            "attempt to graft an explicit peer",
            "peers do not agree that they are linked directly"
        ),
        // waku/v2/node/peer_manager.
        EmbeddedSignature(
            "reconnect-backoff",
            "Backing off before reconnect",
            "the node waits after its start before it connects again"
        ),
        EmbeddedSignature(
            "unreachable-peer",
            "Not reconnecting to unreachable peer",
            "the stored peers say that this one cannot be reached, which may be long out of date"
        ),
        // peer_manager.nim and pubsubpeer.nim: the words of multistream-select's refusal.
        EmbeddedSignature(
            "protocol-mismatch",
            #"Unable to select sub-protocol.*/vac/waku/relay/"#,
            alarm: true,
            "a peer speaks another relay protocol id: two releases that cannot talk to each other"
        ),
        // libp2p/multistream.nim.
        EmbeddedSignature(
            "protocol-refused",
            #"no handlers.*protocol[\\"]*[=:]"#,
            "a peer asks for a protocol that this node does not have"
        ),
        EmbeddedSignature(
            "dial-failure",
            "Dialing remote peer (failed|timed out)|Error dialing",
            "peers cannot be reached"
        ),
        // pubsubpeer.nim; until v0.12 the node then leaves that peer.
        EmbeddedSignature(
            "send-failure",
            "Could not establish send (connection|stream)",
            "no gossip stream to a peer can be opened"
        ),
        // gossipsub.nim.
        EmbeddedSignature(
            "isolated",
            "No peers for topic, skipping publish",
            alarm: true,
            "the node has nobody to hand messages to"
        ),
        // waku_store.nim, peer_manager.nim; archive.nim since 2023 (issue 3243).
        EmbeddedSignature(
            "storage-failure",
            "failed to store (messages|peers)|failed to insert message",
            alarm: true,
            "writes to the database fail: its tables may not fit the release, or the disk is full"
        ),
        EmbeddedSignature(
            "database-failure",
            "failed to load (messages from store|peers from storage)|failed to init database"
                + "|failed to init new WakuPeerStorage|failed to init WakuMessageStore"
                + "|migration failed",
            alarm: true,
            "the database could not be opened or brought to this release's layout"
        ),
        // sqlite.nim, migrations.nim.
        EmbeddedSignature(
            "migration",
            #"database schema is outdated|running migration \.\.\."#,
            "the database is brought to another layout; an older release may not read it any more"
        ),
        // waku_keepalive.nim at v0.4.
        EmbeddedSignature(
            "keepalive-mismatch",
            "failed to connect to remote peer.*wakukeepalive",
            alarm: true,
            "peers do not speak this release's keep-alive, so idle links are cut"
        ),
        EmbeddedSignature(
            "decode-failure",
            "failed to decode rpc",
            "a peer's messages have another form than this release's"
        ),
        EmbeddedSignature(
            "no-suitable-peers",
            "no suitable remote peers",
            alarm: true,
            "no peer offers the service that is asked for"
        ),
        EmbeddedSignature(
            "ping-failure",
            "Too many consecutive ping failures|All pings failed",
            alarm: true,
            "the node seems cut off and drops all its connections"
        ),
        EmbeddedSignature(
            "overload",
            "chronos event loop severely lagging",
            alarm: true,
            "the node is too busy to answer in time"
        ),
        EmbeddedSignature(
            "cluster-mismatch",
            "different clusterId reported",
            "a peer belongs to another network and is left at once"
        ),
        // Nim's own words.
        EmbeddedSignature(
            "crash",
            "Error: unhandled exception|SIGSEGV: Illegal storage access|SIGABRT: Abnormal"
                + #"|\[[A-Z][A-Za-z]*Defect\]|fatal\.nim\([0-9]+\) +sysFatal|^out of memory$"#,
            alarm: true,
            "the program ended by itself"
        ),
        // Lines of the level FATAL, as chronicles writes them as text and as JSON.
        EmbeddedSignature(
            "fatal",
            #"FTL [0-9]{4}-[0-9]{2}|"lvl": ?"FTL""#,
            alarm: true,
            "the program cannot go on"
        ),
        // wakunode2.nim, app.nim and node_factory.nim; older releases go on in that state.
        EmbeddedSignature(
            "start-failure",
            "Mounting protocols failed|Starting node and mounted protocols failed",
            alarm: true,
            "a protocol could not be started: the node ends, or runs without it"
        ),
        // chat2bridge.nim.
        EmbeddedSignature(
            "bridge-down",
            "Matterbridge host unreachable",
            alarm: true,
            "the bridge drops messages"
        ),
        EmbeddedSignature(
            "query",
            "received query",
            "somebody asks the store for messages"
        ),
        EmbeddedSignature(
            "response",
            "sending response",
            "the store answers; fewer answers than queries are queries that failed"
        ),
        // wakunode2.nim: once at each start.
        EmbeddedSignature(
            "started",
            "Initializing networking",
            "the program started"
        ),
    ]
}
