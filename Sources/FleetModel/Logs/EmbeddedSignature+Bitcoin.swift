extension EmbeddedSignature {
    /// Lines of Bitcoin Core and what is built on it, by their exact messages.
    ///
    /// Sources: bitcoin v0.9 to v29 (validation.cpp, node/chainstate.cpp, init.cpp, dbwrapper.cpp,
    /// node/kernel_notifications.cpp), real lines in bitcoin issues 4263, 8322, 20455 and 26112,
    /// raspibolt issue 513, docker-sv issue 1 and p2poolv2 issue 529.
    static let bitcoin: [EmbeddedSignature] = [
        EmbeddedSignature(
            "database-failure",
            "Fatal LevelDB error|Error reading from database"
                + "|Error (opening|loading|initializing) block database"
                + "|coin database inconsistencies found"
                + #"|(ERROR:|\[error\]) ReadBlock(FromDisk)?: "#,
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
            #"InvalidChainFound: invalid block|(ERROR:|\[error\]) ConnectBlock"#
                + "|AcceptBlock FAILED",
            "a block does not fit this node's rules, or its database is damaged"
        ),
        EmbeddedSignature(
            "fork",
            "Large-work fork detected, forking|Large valid fork found"
                + "|We do not appear to fully agree"
                + "|Found invalid chain (at least|more than)",
            alarm: true,
            "this node and the network do not follow the same chain: it may need an upgrade"
        ),
        EmbeddedSignature(
            "cannot-start",
            "Unable to bind to .* on this computer|Cannot obtain a lock on (data )?directory"
                + "|Unable to start HTTP server",
            alarm: true,
            "another process has the port or the folder, so this one cannot start"
        ),
    ]
}
