extension EmbeddedSignature {
    /// Lines that say the machine failed the program, whatever the program is.
    ///
    /// Sources: the kernel (mm/oom_kill.c), systemd, the words of the C library for ENOSPC and
    /// EMFILE, Rust's and Go's run times, SQLite's result codes 11, 13 and 26, LevelDB and RocksDB;
    /// real lines in polkadot issues 1062 and 1434, substrate issue 5633, polkadot-sdk issue 6488,
    /// bitcoin issues 20455 and 26112.
    static let system: [EmbeddedSignature] = [
        EmbeddedSignature(
            "out-of-memory",
            "Out of memory: Kill(ed)? process|code=killed, status=9/KILL"
                + "|oom-kill:constraint|Failed with result 'oom-kill'"
                + "|memory allocation of [0-9]+ bytes failed"
                + "|fatal error: runtime: out of memory|std::bad_alloc",
            alarm: true,
            "the system killed the process, most often for want of memory"
        ),
        EmbeddedSignature(
            "no-space-left",
            "[Nn]o space left on device|database or disk is full|Disk space is (too )?low!",
            alarm: true,
            "the disk is full; a database that goes on writing may be damaged"
        ),
        EmbeddedSignature(
            "open-files",
            "[Tt]oo many open files",
            alarm: true,
            "the limit of open files is reached: files and connections fail; raise LimitNOFILE"
        ),
        EmbeddedSignature(
            "database-corruption",
            "Corruption: |database disk image is malformed|file is not a database"
                + "|[Cc]orrupted block database|leveldb.*: corrupt|checksum mismatch"
                + "|Database corrupted|Database missing expected key",
            alarm: true,
            "the database is damaged: restore it from a snapshot or synchronise anew"
        ),
    ]
}
