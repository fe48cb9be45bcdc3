extension EmbeddedSignature {
    /// Lines of CometBFT, Tendermint and the Cosmos SDK, by their exact messages.
    ///
    /// Sources: cometbft v0.34 to v0.38 (consensus/state.go, replay.go, wal.go), cosmos-sdk
    /// (x/upgrade/abci.go), real lines in dig issue 46, mezod issue 276, paloma issues 1104 and
    /// 1106, go-cyber issue 293.
    static let cometBFT: [EmbeddedSignature] = [
        EmbeddedSignature(
            "consensus-failure",
            "CONSENSUS FAILURE!!!",
            alarm: true,
            "consensus stopped for good on this node; it answers queries as if nothing were wrong"
        ),
        EmbeddedSignature(
            "bad-block",
            #"[Ww]rong Block\.Header\.(AppHash|LastResultsHash|ValidatorsHash)"#
                + "|AppHash does not match AppHash after replay",
            alarm: true,
            "this node computes another state than the others: wrong release or damaged data"
        ),
        EmbeddedSignature(
            "upgrade-needed",
            #"UPGRADE \\?"[^"]+" NEEDED at|upgrade handler is missing for .* upgrade plan"#,
            alarm: true,
            "the chain stops here until the new release is started"
        ),
        EmbeddedSignature(
            "upgrade-too-early",
            "BINARY UPDATED BEFORE TRIGGER!",
            alarm: true,
            "the new release was started before its height; go back to the old one until then"
        ),
        EmbeddedSignature(
            "wal-corruption",
            #"WAL file is corrupted; attempting repair|DataCorruptionError\["#
                + "|WAL does not contain #ENDHEIGHT",
            alarm: true,
            "the journal of consensus is damaged; a validator may forget what it has signed"
        ),
        EmbeddedSignature(
            "store-failure",
            "failed to load latest version",
            alarm: true,
            "the state cannot be loaded: another release wrote it, or it is damaged"
        ),
        EmbeddedSignature(
            "double-sign",
            "[Ff]ound conflicting vote from ourselves",
            alarm: true,
            "another machine signs with this validator's key, which is punished"
        ),
        EmbeddedSignature(
            "signing-failure",
            "failed signing vote|error signing vote",
            alarm: true,
            "the validator cannot vote"
        ),
        EmbeddedSignature(
            "panic",
            #"^panic: |[^a-z]panic: |fatal error: |^FTL | FTL |"level":"fatal""#,
            alarm: true,
            "the program ended by itself"
        ),
    ]
}
