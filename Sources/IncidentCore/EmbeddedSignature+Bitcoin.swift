extension EmbeddedSignature {
    /// Lines of Bitcoin Core and what is built on it, by their exact messages.
    ///
    /// Sources: bitcoin v0.9 to v27 (validation.cpp, node/kernel_notifications.cpp, dbwrapper.cpp),
    /// real lines in bitcoin issues 4263, 8322, 20455 and 26112, raspibolt issue 513.
    static let bitcoin: [EmbeddedSignature] = [
        EmbeddedSignature(
            "database-failure",
            "Fatal LevelDB error|Error reading from database|Error opening block database",
            alarm: true,
            "the database cannot be read; the node stops"
        ),
        EmbeddedSignature(
            "fatal",
            "A fatal internal error occurred|EXCEPTION: |Assertion .* failed"
                + "|System error while flushing",
            alarm: true,
            "the program ends by itself"
        ),
        EmbeddedSignature(
            "bad-block",
            "InvalidChainFound: invalid block|ERROR: ConnectBlock|AcceptBlock FAILED",
            "a block does not fit this node's rules, or its database is damaged"
        ),
        EmbeddedSignature(
            "fork",
            "[Ww]arning: (Large-work fork detected|Large valid fork found|We do not appear to fully"
                + " agree|Found invalid chain)",
            alarm: true,
            "this node and the network do not follow the same chain: it may need an upgrade"
        ),
    ]
}
