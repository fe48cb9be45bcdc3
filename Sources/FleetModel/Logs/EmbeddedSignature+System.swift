extension EmbeddedSignature {
    /// Lines that say the machine failed the program, whatever the program is.
    ///
    /// Sources: the kernel (mm/oom_kill.c, arch/x86/mm/fault.c), systemd, the words of the C
    /// library for ENOMEM, ENOSPC, EDQUOT, EMFILE, EROFS and EIO, the run times of C++, Rust, Go,
    /// .NET and the JVM, SQLite's result codes 8, 11, 13 and 26, LMDB, MDBX, LevelDB and RocksDB;
    /// real lines in polkadot issues 1062 and 1434, substrate issue 5633, polkadot-sdk issue 6488,
    /// bitcoin issues 20455 and 26112, besu issue 6896, nethermind issues 2313 and 3949, monero
    /// issues 6240 and 9341.
    static let system: [EmbeddedSignature] = [
        EmbeddedSignature(
            "out-of-memory",
            "[Oo]ut of memory: Kill(ed)? process|code=killed, status=9/KILL"
                + "|oom-kill:constraint|Failed with result 'oom-kill'"
                + "|memory allocation of [0-9]+ bytes failed"
                + "|killed by the OOM killer|[Cc]annot allocate memory"
                + "|fatal error: runtime: out of memory|std::bad_alloc"
                + #"|java\.lang\.OutOfMemoryError|System\.OutOfMemoryException"#
                + #"|<jemalloc>: Error in [a-z_]+\(\): out of memory"#,
            alarm: true,
            "memory ran out: the system killed the process, or gave it no more"
        ),
        EmbeddedSignature(
            "process-crash",
            #"code=dumped, status=|status=(11/SEGV|6/ABRT|7/BUS|4/ILL)|Segmentation fault"#
                + #"|segfault at [0-9a-f]+ ip |Bus error \(core dumped\)"#
                + "|terminate called after throwing|has overflowed its stack"
                + #"|fatal runtime error: stack overflow|SIGABRT: abort|\[signal SIG[A-Z]+: "#
                + #"|Unhandled exception\. [A-Z]"#
                + "|A fatal error has been detected by the Java Runtime Environment",
            alarm: true,
            "the process ended by a fault of its own"
        ),
        EmbeddedSignature(
            "no-space-left",
            "[Nn]o space left on device|database or disk is full|Disk space is (too )?low!"
                + "|[Dd]isk quota exceeded|not enough space on the disk",
            alarm: true,
            "the disk is full; a database that goes on writing may be damaged"
        ),
        EmbeddedSignature(
            "open-files",
            "[Tt]oo many open files|Not enough file descriptors available",
            alarm: true,
            "the limit of open files is reached: files and connections fail; raise LimitNOFILE"
        ),
        EmbeddedSignature(
            "database-corruption",
            "Corruption: |database disk image is malformed|file is not a database"
                + "|[Cc]orrupted (block database|DB detected)|leveldb.*: corrupt|checksum mismatch"
                + "|Database corrupted|Database missing expected key"
                + #"|MDBX?_(CORRUPTED|PAGE_NOTFOUND|PANIC|PROBLEM)|Corruption\(\\*""#,
            alarm: true,
            "the database is damaged: restore it from a snapshot or synchronise anew"
        ),
        // Scripts at the start of containers try to change what is mounted read-only, and go on.
        EmbeddedSignature(
            "io-failure",
            "(write|open|mkdir|sync|rename|remove) [^ ]+: read-only file system"
                + "|IO error: .*Read-only file system|kind: ReadOnlyFilesystem"
                + "|Remounting filesystem read-only|attempt to write a readonly database"
                + #"|[:)] [Ii]nput/output error|Data error \(cyclic redundancy check\)"#,
            alarm: true,
            "the disk refuses to be written or read: it may be about to fail"
        ),
        EmbeddedSignature(
            "database-locked",
            "LOCK: [Rr]esource temporarily unavailable",
            alarm: true,
            "another process uses the same database, so this one cannot start"
        ),
    ]
}
