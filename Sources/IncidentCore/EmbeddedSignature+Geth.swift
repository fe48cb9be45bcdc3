extension EmbeddedSignature {
    /// Lines of geth and what is built on it, by their exact messages.
    ///
    /// Sources: go-ethereum v1.10 to v1.14 (core/blockchain.go, eth/catalyst, cmd/utils), real
    /// lines in go-ethereum issues 25792, 26091, 26956 and 29138, prysm issue 16266.
    static let geth: [EmbeddedSignature] = [
        EmbeddedSignature(
            "panic",
            "panic: |fatal error: |Fatal: ",
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
            "Unhandled trie error: missing trie node|Missing block in the middle",
            alarm: true,
            "parts of the state are missing from the database"
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
            "Rewinding blockchain|Force rewinding|Truncating ancient chain",
            "blocks are taken back; the node synchronises again from there"
        ),
        EmbeddedSignature(
            "unclean-shutdown",
            "Unclean shutdown detected",
            "the program was killed before; blocks since the last flush are done again"
        ),
    ]
}
