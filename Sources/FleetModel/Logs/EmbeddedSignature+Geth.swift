extension EmbeddedSignature {
    /// Lines of geth and what is built on it, by their exact messages.
    ///
    /// Sources: go-ethereum v1.10 to v1.14 (core/blockchain.go, core/rawdb, eth/catalyst, log,
    /// cmd/utils), real lines in go-ethereum issues 25792, 26091, 26956, 29138 and 31499, prysm
    /// issue 16266.
    static let geth: [EmbeddedSignature] = [
        EmbeddedSignature(
            "panic",
            // A line of the level CRIT is the last one: log.Crit ends the program.
            #"panic: |fatal error: |Fatal: |CRIT ?\[|lvl=crit |"lvl":"crit""#,
            alarm: true,
            "the program ended by itself"
        ),
        EmbeddedSignature(
            "bad-block",
            "BAD BLOCK",
            alarm: true,
            "a block does not fit this node's rules or state: a fork, a bug or a damaged database"
        ),
        EmbeddedSignature(
            "missing-state",
            "Unhandled trie error: missing trie node|Missing block in the middle"
                + "|[Gg]ap in the chain between ancients",
            alarm: true,
            "parts of the state are missing from the database"
        ),
        EmbeddedSignature(
            "low-disk-space",
            "Low disk space. Gracefully shutting down|Disk space is running low",
            alarm: true,
            "the disk is nearly full, and the program ends itself before it is"
        ),
        EmbeddedSignature(
            "freezer-failure",
            "Error in block freeze operation",
            alarm: true,
            "old blocks cannot be moved to the store of ancient ones"
        ),
        EmbeddedSignature(
            "no-consensus-client",
            "no beacon client seen|never received consensus updates|beacon client is offline"
                + "|no consensus updates received",
            alarm: true,
            "no consensus client drives this node, so its head stands still"
        ),
        EmbeddedSignature(
            "large-reorganisation",
            "Large chain reorg detected|Impossible reorg",
            alarm: true,
            "more than 63 blocks were left for another chain"
        ),
        EmbeddedSignature(
            "reorganisation",
            "Chain reorg detected",
            "the best chain was left for another"
        ),
        EmbeddedSignature(
            "revert",
            "Rewinding blockchain|Force rewinding|Truncating ancient chain"
                + "|Head state missing, repairing",
            "blocks are taken back; the node synchronises again from there"
        ),
        EmbeddedSignature(
            "unclean-shutdown",
            "Unclean shutdown detected",
            "the program was killed before; blocks since the last flush are done again"
        ),
    ]
}
