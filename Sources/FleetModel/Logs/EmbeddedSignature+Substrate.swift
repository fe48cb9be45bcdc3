extension EmbeddedSignature {
    /// Lines of Substrate and Polkadot SDK nodes, by their exact messages.
    ///
    /// Sources: substrate at polkadot-v0.9.22 (client/network, client/consensus, client/service),
    /// and real lines in polkadot issues 463, 5168, 7259 and 7364, substrate issue 14347, cumulus
    /// issues 549 and 1737, Manta issues 231 and 667, subspace issue 3465, bifrost issue 620, and
    /// in reports of robonomics (GRANDPA's voter, column families) and of substrate-node-template
    /// ("Cannot create a runtime", "VersionInvalid").
    static let substrate: [EmbeddedSignature] = [
        EmbeddedSignature(
            "beefy",
            "BEEFY is still experimental",
            "the BEEFY gadget runs; with relay releases 0.9.22 to 0.9.24 its queue grows for ever"
        ),
        EmbeddedSignature(
            "isolated",
            #"Idle \(0 peers\)"#,
            "no peers; a node in this state calls itself idle, not ill"
        ),
        EmbeddedSignature(
            "bootnode-mismatch",
            "provided a different peer ID than the one you expect",
            "the chain specification names a boot node that has another key today"
        ),
        // clap 4, clap 3, systemd.
        EmbeddedSignature(
            "unknown-flag",
            "error: unexpected argument '|error: Found argument '|status=2/INVALIDARGUMENT",
            alarm: true,
            "this binary does not know a flag of its command line: flags and release do not fit"
        ),
        EmbeddedSignature(
            "chain-spec",
            "as block number for code substitutes",
            alarm: true,
            "the chain specification does not fit this binary"
        ),
        EmbeddedSignature(
            "essential-task",
            "Essential task `[^`]+` failed",
            alarm: true,
            "a task that the node cannot live without ended, and the node with it"
        ),
        EmbeddedSignature(
            "genesis-mismatch",
            "New peer with unknown genesis hash|Genesis mismatch",
            "peers of another chain, or this node has the wrong chain specification"
        ),
        EmbeddedSignature(
            "verification-failure",
            "Verification failed for block",
            "a bad block, or runtime and client do not fit"
        ),
        EmbeddedSignature(
            "import-failure",
            "Error importing block",
            alarm: true,
            "a block cannot be imported: runtime and client may not fit"
        ),
        EmbeddedSignature(
            "slow-block",
            "Discarding proposal for slot [0-9]+; block production took too long",
            "the author has too little CPU"
        ),
        EmbeddedSignature(
            "authoring-failure",
            "Unable to author block in slot|Proposing failed",
            alarm: true,
            "the node was to write a block and could not"
        ),
        EmbeddedSignature(
            "no-keys",
            "No Nimbus keys available",
            alarm: true,
            "the session keys are missing, so the collator writes no block"
        ),
        // sc_utils::mpsc since substrate pull request 12971.
        EmbeddedSignature(
            "channel-overflow",
            "The number of unprocessed (messages|events) in channel .* exceeded"
                + "|events in channel .* exceeded",
            alarm: true,
            "nobody empties an internal queue, which grows until memory ends"
        ),
        EmbeddedSignature(
            "database-version",
            "Parachains DB has a future version"
                + "|Database version comes from future version of the client"
                + "|Column families not opened: ",
            alarm: true,
            "a newer release has changed the database; this one cannot read it"
        ),
        EmbeddedSignature(
            "state-discarded",
            "State already discarded",
            "somebody asks for state that this node no longer keeps"
        ),
        EmbeddedSignature("reorganisation", "Reorg on #", "the best chain was left for another"),
        // sc_consensus_slots, lib.rs.
        EmbeddedSignature(
            "backoff",
            "Backing off claiming new slot",
            alarm: true,
            "the node writes no blocks on purpose, because finality lags far behind"
        ),
        // sp_panic_handler; the second is Rust's own.
        EmbeddedSignature(
            "panic",
            "[Tt]hread '[^']*' (\\([0-9]+\\) )?panicked at",
            alarm: true,
            "a thread died, and most often the node with it"
        ),
        // sc_consensus, import_queue.rs.
        EmbeddedSignature(
            "bad-block",
            "known bad block|gave us a bad block|[Bb]lock with known bad hash",
            "a peer sends a block that is known to be bad"
        ),
        // sc_consensus_grandpa, environment.rs; sc_service, client.rs.
        EmbeddedSignature(
            "finality-revert",
            "Safety violation|Potential safety failure|NotInFinalizedChain"
                + "|Potential long-range attack",
            alarm: true,
            "this node is on another fork than what was finalized, or its database fell back"
        ),
        // sc_consensus_grandpa, lib.rs.
        EmbeddedSignature(
            "finality-voter",
            "GRANDPA voter error: ",
            alarm: true,
            "this node no longer takes part in finality, and ends"
        ),
        // sc_executor, wasm_runtime.rs.
        EmbeddedSignature(
            "runtime-failure",
            #"Cannot create a runtime error=|Client\(VersionInvalid\("#,
            alarm: true,
            "this release cannot run the runtime of the chain: it is too old, or was built wrongly"
        ),
        EmbeddedSignature("revert", "[Rr]everted [0-9]+ blocks", "somebody took blocks back"),
        EmbeddedSignature(
            "not-listening",
            "No longer listening on|Can't listen on",
            alarm: true,
            "the port for peers is lost or taken"
        ),
        EmbeddedSignature("collation", "Starting collation", "a block of the parachain is begun"),
        EmbeddedSignature(
            "collated",
            "Produced proof-of-validity candidate",
            "a block of the parachain is handed on; silence on an active collator is a fault"
        ),
        EmbeddedSignature("started", "✌️  version ", "the program started"),
    ]
}
