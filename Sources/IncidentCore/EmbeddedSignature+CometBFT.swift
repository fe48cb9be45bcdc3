extension EmbeddedSignature {
    /// Lines of CometBFT, Tendermint and the Cosmos SDK, by their exact messages.
    ///
    /// Sources: cometbft v0.34 to v0.38 (consensus/state.go), cosmos-sdk (x/upgrade/abci.go), real
    /// lines in dig issue 46, mezod issue 276, paloma issues 1104 and 1106, go-cyber issue 293.
    static let cometBFT: [EmbeddedSignature] = [
        EmbeddedSignature(
            "consensus-failure",
            "CONSENSUS FAILURE!!!",
            alarm: true,
            "consensus stopped for good on this node; it answers queries as if nothing were wrong"
        ),
        EmbeddedSignature(
            "bad-block",
            #"[Ww]rong Block\.Header\.(AppHash|LastResultsHash|ValidatorsHash)"#,
            alarm: true,
            "this node computes another state than the others: wrong release or damaged data"
        ),
        EmbeddedSignature(
            "upgrade-needed",
            #"UPGRADE \\?"[^"]+" NEEDED at"#,
            alarm: true,
            "the chain stops here until the new release is started"
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
            "^panic: |[^a-z]panic: |fatal error: ",
            alarm: true,
            "the program ended by itself"
        ),
    ]
}
