extension EmbeddedSignature {
    /// Lines of the clients of Ethereum that are not built on geth, by their exact messages.
    ///
    /// Sources: reth (crates/tasks, crates/consensus), erigon (eth/stagedsync), lighthouse
    /// (common/task_executor), nethermind (InvalidBlockHelper.cs), besu
    /// (AbstractBlockProcessor.java), logrus as Prysm uses it; real lines in erigon issues 6982,
    /// 8070 and 14864, prysm issues 7237, 10545 and 13153, besu issues 5441, 6053 and 8270.
    static let ethereum: [EmbeddedSignature] = [
        EmbeddedSignature(
            "panic",
            "[Tt]hread '[^']*' (\\([0-9]+\\) )?panicked at|Critical task `[^`]+` panicked"
                + "|Task panic. This is a bug!|panic: |fatal error: "
                + #"|level=(fatal|panic)|"level": ?"(fatal|panic)""#,
            alarm: true,
            "a part of the program died, and most often the program with it"
        ),
        // Lighthouse, Erigon.
        EmbeddedSignature(
            "critical",
            #" CRIT |\[CRIT\] |"level": ?"CRIT""#,
            alarm: true,
            "the program cannot do its work or cannot start"
        ),
        EmbeddedSignature(
            "bad-block",
            "[Ww]rong trie root of block|Rejected invalid block |mismatched block state root"
                + "|World State Root does not match|Invalid block [0-9]+ \\(0x|BAD BLOCK",
            alarm: true,
            "a block does not fit this node's rules or state: a fork, a bug or a damaged database"
        ),
        EmbeddedSignature(
            "storage-failure",
            "failed persisting block",
            alarm: true,
            "a block could not be stored"
        ),
        EmbeddedSignature(
            "database-full",
            "MDBX_MAP_FULL: ",
            alarm: true,
            "the database has reached the size that it was given; give it more"
        ),
    ]
}
