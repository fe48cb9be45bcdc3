extension EmbeddedSignature {
    /// Lines of monerod and what is built on it, by their exact messages.
    ///
    /// Sources: monero v0.10 to v0.18 (src/daemon/main.cpp, src/cryptonote_core,
    /// src/blockchain_db/lmdb), real lines in monero issues 1598, 2953, 3952, 6240 and 9341,
    /// monero-gui issue 1196.
    static let monero: [EmbeddedSignature] = [
        EmbeddedSignature(
            "fatal",
            "Exception in main! ",
            alarm: true,
            "the program ended by itself"
        ),
        EmbeddedSignature(
            "database-failure",
            "you may want to start with --db-salvage|Failed to parse block from blob"
                + "|Error opening database|Error attempting to retrieve a block from the db"
                + "|DB error attempting to",
            alarm: true,
            "the database cannot be read: it may be damaged"
        ),
        EmbeddedSignature(
            "database-full",
            "MDB_MAP_FULL: ",
            alarm: true,
            "the database cannot grow: the disk may be full"
        ),
        EmbeddedSignature(
            "low-disk-space",
            "Free space is below 1 GB",
            alarm: true,
            "the disk is nearly full"
        ),
        EmbeddedSignature(
            "fork",
            "We are most likely forked from the network",
            alarm: true,
            "this release is older than the rules of the network: it needs an upgrade"
        ),
        EmbeddedSignature(
            "upgrade-needed",
            "Last scheduled hard fork",
            "a change of the network's rules comes that this release may not know"
        ),
        EmbeddedSignature(
            "few-blocks",
            "we might be partitioned, cut off from the",
            "fewer or more blocks came than should: the node may be cut off, or it is chance"
        ),
        EmbeddedSignature(
            "alternative-block",
            "BLOCK ADDED AS ALTERNATIVE",
            "a block came that is not on the best chain"
        ),
        EmbeddedSignature(
            "reorganisation",
            "###### REORGANIZE on height",
            "the best chain was left for another"
        ),
    ]
}
