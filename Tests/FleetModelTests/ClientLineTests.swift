import Testing

@testable import FleetModel

/// Lines that end a program whatever it is, and those of single programs; the origin beside each.
struct ClientLineTests {
    @Test(arguments: [
        // Linux, mm/oom_kill.c, since 4.19 and before.
        ("out-of-memory", "Memory cgroup out of memory: Killed process 123 (geth) total-vm:1kB"),
        ("out-of-memory", "[8.4] Memory cgroup out of memory: Kill process 462 (bitcoind) score 9"),
        // systemd, src/core/unit.c.
        ("out-of-memory", "n.service: A process of this unit has been killed by the OOM killer."),
        // besu issue 6896; the run times of .NET and Go; jemalloc; the C library.
        ("out-of-memory", "0|node4  | java.lang.OutOfMemoryError: Java heap space"),
        ("out-of-memory", "System.OutOfMemoryException: Exception of type 'System.OutOfMemory"),
        ("out-of-memory", "fork/exec /usr/bin/x: cannot allocate memory"),
        ("out-of-memory", "<jemalloc>: Error in malloc(): out of memory"),
        // monero issue 9341: systemd and the kernel.
        ("process-crash", "monerod.service: Main process exited, code=killed, status=11/SEGV"),
        ("process-crash", "b.service: Main process exited, code=dumped, status=6/ABRT"),
        ("process-crash", "monerod[22219]: segfault at 7f93c514e000 ip 00007fb60f72be96 sp 00007f"),
        // The shell, monero issue 11116, libstdc++, Rust, Go, .NET and the JVM.
        ("process-crash", "./run.sh: line 3: 4711 Segmentation fault (core dumped) monerod"),
        ("process-crash", "Bus error (core dumped)"),
        ("process-crash", "terminate called after throwing an instance of 'std::runtime_error'"),
        ("process-crash", "thread 'tokio-runtime-worker' has overflowed its stack"),
        ("process-crash", "fatal runtime error: stack overflow, aborting"),
        ("process-crash", "SIGABRT: abort"),
        ("process-crash", "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4]"),
        ("process-crash", "Unhandled exception. System.IO.IOException: The process cannot"),
        ("process-crash", "# A fatal error has been detected by the Java Runtime Environment:"),
        // The C library, Go's spelling; .NET on Windows.
        ("no-space-left", "write /data/geth/chaindata/1.ldb: disk quota exceeded"),
        ("no-space-left", "There is not enough space on the disk. : 'D:\\Nethermind'"),
        // bitcoin, init.cpp.
        ("open-files", "Error: Not enough file descriptors available. -1 available, 160 required."),
        // libmdbx and LMDB, their words for errors; monero issue 6240; nethermind issue 2313.
        ("database-corruption", "mdbx_env_open: MDBX_CORRUPTED: Database is corrupted"),
        (
            "database-corruption",
            "! failed, error -30797 MDBX_PAGE_NOTFOUND: Requested page not found"
        ),
        (
            "database-corruption",
            "Failed to open db handle for m_blocks : MDB_CORRUPTED: Located page"
        ),
        (
            "database-corruption",
            "Failure RocksDbSharp.RocksDbException: Corruption: unknown WriteBat"
        ),
        // Rust's debug form of such an error; nethermind, DbOnTheRocks.cs.
        (
            "database-corruption",
            #"Error: Service(Application(Db(Corruption("Unexpected index"))))"#
        ),
        ("database-corruption", #"Error: Service(Other("Database(Corruption(\"Bad magic\"))"))"#),
        (
            "database-corruption",
            "Corrupted DB detected on path /n/state. Please restart Nethermind"
        ),
        // The C library, Go's and Rust's spelling; ext4; SQLite; nethermind issue 3949.
        ("io-failure", "write /data/geth/chaindata/1.ldb: read-only file system"),
        (
            "io-failure",
            "IO error: While open a file for appending: /db/1.log: Read-only file system"
        ),
        ("io-failure", "EXT4-fs (sda1): Remounting filesystem read-only"),
        ("io-failure", #"ERR 2023-01-01 error="attempt to write a readonly database""#),
        ("io-failure", "read /data/geth/nodes/1.ldb: input/output error"),
        (
            "io-failure",
            "IO error: ReadFile failed: D:\\1.sst: Data error (cyclic redundancy check)."
        ),
        // RocksDB, env/fs_posix.cc.
        ("database-locked", "IO error: While lock file: /d/LOCK: Resource temporarily unavailable"),
    ])
    func `what run times and the system say is an alarm in every set`(
        _ name: String,
        _ line: String
    ) {
        for set in LogSignatureSet.allCases { #expect(alarms(in: line, set).contains(name)) }
    }

    @Test(arguments: [
        // p2poolv2 issue 529; docker-sv issue 1; bitcoin v0.9, main.cpp.
        (
            "fork",
            "2025-01-01T00:00:00Z [warning] Found invalid chain more than 6 blocks longer than"
        ),
        (
            "fork",
            "CheckForkWarningConditions: Warning: Found invalid chain at least ~6 blocks long"
        ),
        ("fork", "[warning] Large-work fork detected, forking after block 00000000000000000012"),
        // bitcoin, node/chainstate.cpp; validation.cpp, before v26 and since.
        ("database-failure", "2023-01-01T00:00:00Z : Error loading block database."),
        ("database-failure", "2023-01-01T00:00:00Z Error: Error initializing block database"),
        (
            "database-failure",
            "VerifyDB(): *** coin database inconsistencies found (last 5 blocks, 3"
        ),
        (
            "database-failure",
            "[error] Verification error: coin database inconsistencies found (last"
        ),
        (
            "database-failure",
            "2021-05-21T05:57:49Z ERROR: ReadBlockFromDisk: Errors in block header"
        ),
        // bitcoin, init.cpp and net.cpp.
        ("cannot-start", "Error: Cannot obtain a lock on directory /d. Bitcoin Core is probably"),
        (
            "cannot-start",
            "Unable to bind to 0.0.0.0:8333 on this computer. Bitcoin Core is probably"
        ),
    ])
    func `Bitcoin tells of chains and databases`(_ name: String, _ line: String) {
        #expect(alarms(in: line, .bitcoin).contains(name))
    }

    @Test(arguments: [
        // go-ethereum, cmd/utils/diskusage, core/rawdb, log; issue 31499.
        (
            "low-disk-space",
            "ERROR[05-30|14:15:57.801] Low disk space. Gracefully shutting down Geth to prevent"
        ),
        (
            "low-disk-space",
            "WARN [09-13|09:55:10.945] Disk space is running low. Geth will shutdown if disk"
        ),
        (
            "panic",
            "CRIT [01-01|00:00:00.000] Failed to store last header's hash err=\"pebble: closed\""
        ),
        ("panic", #"t=2024-01-01T00:00:00+0000 lvl=crit msg="Failed to store block body""#),
        (
            "missing-state",
            "Fatal: Failed to register the Ethereum service: gap in the chain between ancients [0"
        ),
        (
            "freezer-failure",
            "ERROR[03-06|09:43:18.216] Error in block freeze operation          err=\"canoni"
        ),
    ])
    func `geth tells of disks and ancient blocks`(_ name: String, _ line: String) {
        #expect(alarms(in: line, .geth).contains(name))
    }

    @Test(arguments: [
        // cosmos-sdk, x/upgrade/abci.go; cometbft, consensus/state.go, replay.go and wal.go.
        (
            "upgrade-too-early",
            "ERR BINARY UPDATED BEFORE TRIGGER! UPGRADE \"v2\" - in binary but not"
        ),
        (
            "upgrade-needed",
            "ERR Wrong app version 8, upgrade handler is missing for v9 upgrade plan"
        ),
        ("wal-corruption", "ERR the WAL file is corrupted; attempting repair err=EOF"),
        (
            "wal-corruption",
            "err=\"cannot replay height 234888. WAL does not contain #ENDHEIGHT for 23"
        ),
        (
            "wal-corruption",
            "ERR Corrupted entry. err=\"DataCorruptionError[length 102445 exceeded max"
        ),
        ("bad-block", "ERR state.AppHash does not match AppHash after replay. Got AB, expected CD"),
        // cosmos-sdk, simapp; zerolog's level.
        (
            "store-failure",
            "failed to load latest version: failed to load store: version does not ex"
        ),
        ("panic", "10:00AM FTL cannot start module=server"),
        ("panic", #"{"level":"fatal","message":"cannot start"}"#),
    ])
    func `CometBFT tells of upgrades and its journal`(_ name: String, _ line: String) {
        #expect(alarms(in: line, .cometBFT).contains(name))
    }

    @Test(arguments: [
        // Reports of robonomics, 2022-12-08, and of substrate-node-template, 2022-09-30.
        (
            "finality-voter",
            "[Relaychain] GRANDPA voter error: could not complete a round on disk: Da"
        ),
        (
            "database-version",
            "Error: Service(Client(Backend(\"Invalid argument: Column families not o"
                + "pened: col12, col11"
        ),
        (
            "runtime-failure",
            "2022-09-30 08:59:29 Cannot create a runtime error=Other(\"cannot create"
        ),
        (
            "runtime-failure",
            "Error: Service(Client(VersionInvalid(\"cannot deserialize module: Unkno"
        ),
    ])
    func `Substrate tells of its runtime and database`(_ name: String, _ line: String) {
        #expect(alarms(in: line, .substrate).contains(name))
    }

    @Test(arguments: [
        // chronicles' level FATAL as text and as JSON; nim-waku, node_factory.nim; Nim, fatal.nim.
        ("fatal", "FTL 2023-01-01 00:00:00.000+00:00 cannot go on       topics=\"wakunode main\""),
        ("fatal", #"{"lvl":"FTL","ts":"2023-01-01","msg":"cannot go on"}"#),
        (
            "start-failure",
            "ERR 2023-01-01 4/7 Mounting protocols failed      error=\"failed to mount\""
        ),
        (
            "start-failure",
            "ERR 2023-01-01 5/7 Starting node and mounted protocols failed. Continui"
        ),
        ("crash", "/nim/lib/system/fatal.nim(54)            sysFatal"),
        ("crash", "out of memory"),
    ])
    func `nim-waku tells that it cannot start`(_ name: String, _ line: String) {
        #expect(alarms(in: line, .nimWaku).contains(name))
    }

    @Test(arguments: [
        // Rust; reth, crates/tasks; lighthouse, common/task_executor; prysm issues 10545, 13153.
        ("panic", "thread 'tokio-runtime-worker' panicked at crates/storage/db/src/x.rs:1:1:"),
        (
            "panic",
            "ERROR reth_tasks::runtime: Critical task `sequencer` panicked: `index out of bo"
        ),
        ("panic", "Jan 04 00:26:59.556 CRIT Task panic. This is a bug!       advice: Please check"),
        ("panic", "panic: runtime error: invalid memory address or nil pointer dereference"),
        (
            "panic",
            #"time="2023-11-01 11:28:34" level=fatal msg="could not update forkchoice's jus"#
        ),
        ("panic", #"{"level":"panic","message":"runtime error","prefix":"node"}"#),
        // lighthouse, src/main.rs, as text and as JSON.
        (
            "critical",
            "Jan 01 00:00:00.000 CRIT Failed to start beacon node    reason: Unable to open"
        ),
        ("critical", #"{"msg":"Failed to start beacon node","level":"CRIT","reason":"Finalized"}"#),
        // erigon issue 14864; nethermind, InvalidBlockHelper.cs; reth; besu, issue 8270.
        (
            "bad-block",
            "[EROR] [05-15|05:49:48.663] [4/6 Execution] Wrong trie root of block 70844023"
        ),
        ("bad-block", "Rejected invalid block 1 (0x12), reason: invalid block after processing"),
        ("bad-block", "mismatched block state root: got 0x56e81f, expected 0x8a4de6"),
        (
            "bad-block",
            "World State Root does not match expected value, header 0x6e calculated 0x7e"
        ),
        (
            "bad-block",
            "Invalid block 7670222 (0x3d5a): Optional[Block processing error: transaction"
        ),
        // besu issue 6053; libmdbx.
        (
            "storage-failure",
            "2023-10-12 | Bft-0 | ERROR | AbstractBlockProcessor | failed persisting bl"
                + "ock"
        ),
        ("database-full", "mdbx_put: MDBX_MAP_FULL: Environment mapsize limit reached"),
    ])
    func `the clients of Ethereum are told`(_ name: String, _ line: String) {
        #expect(alarms(in: line, .ethereum).contains(name))
    }

    @Test(arguments: [
        // monero issues 6240, 2953, 1196, 3952; LMDB; cryptonote_core.cpp.
        (
            "fatal",
            "ERROR\tdaemon\tsrc/daemon/main.cpp:339\tException in main! Failed to open db han"
        ),
        (
            "database-failure",
            "Failed to open db handle for m_blocks : x - you may want to start with --d"
                + "b-salvage"
        ),
        (
            "database-failure",
            "2021-07-24 E Exception in main! Failed to parse block from blob retri"
        ),
        (
            "database-failure",
            "ERROR\tcn\tcryptonote_core.cpp:399\tError opening database: Failed to qu"
        ),
        (
            "database-failure",
            "what=DB error attempting to fetch block index from hashMDB_BAD_TXN: Tr"
        ),
        (
            "database-full",
            "Failed to add <tx hash> to db transaction: MDB_MAP_FULL: Environment maps"
        ),
        (
            "low-disk-space",
            "2024-01-01 00:00:00.000 W Free space is below 1 GB on /home/m/.bitmonero"
        ),
        ("fork", "W We are most likely forked from the network. Daemon update needed now."),
    ])
    func `monerod is told`(_ name: String, _ line: String) {
        #expect(alarms(in: line, .monero).contains(name))
    }

    @Test(arguments: [
        (
            "upgrade-needed",
            "WARN global Last scheduled hard fork time shows a daemon update is need"
        ),
        (
            "few-blocks",
            "W There were 7 blocks in the last 90 minutes, there might be large hash rate"
                + " changes, or we might be partitioned, cut off from the Monero network"
        ),
        (
            "alternative-block",
            "2024-04-28 15:23:50.517\tI ----- BLOCK ADDED AS ALTERNATIVE ON HEIGHT 3"
        ),
        (
            "reorganisation",
            "2024-01-27 01:38:15.556 I ###### REORGANIZE on height: 3070760 of 30707"
        ),
    ])
    func `what monerod writes in good times too is told, and no alarm`(
        _ name: String,
        _ line: String
    ) {
        let bytes = Array(line.utf8)
        let found = LogSignatureSet.monero.signatures.filter { $0.pattern.matches(bytes.span) }
        #expect(found.map(\.name) == [name])
        #expect(alarms(in: line, .monero) == [])
    }

    @Test(arguments: [
        // Ordinary lines in the issues named above.
        "[INFO] [05-15|05:49:48.664] [4/6 Execution] Done     blk=70844023 blks=145 blk/s=1.5",
        "2024-04-07 11:09:16.380+08:00 | nioEventLoopGroup-3-5 | INFO  | BlockPropagationManager |"
            + " Saved announced block for future import 20567797 (0x4eaa34) - 22 saved block(s)",
        "2020-11-11 18:57:11.3975|INFO|55|Downloaded 11238681 / 11239682 | current     0.00bps",
        #"time="2021-10-16 15:26:11" level=warning msg="Running on Ethereum Consensus Mainnet""#,
        "2019-12-15 12:25:51.576\t404\tINFO\tglobal\tcryptonote_core.cpp:506\tLoading blockchain",
        "2024-04-28 15:23:50.518\tI id:\t<13f334bd761b12b8d382c7a9f2fed>",
        // Entry points of containers, and what a program says when it is asked to end.
        "chown: changing ownership of '/etc/resolv.conf': Read-only file system",
        "n.service: Main process exited, code=exited, status=0/SUCCESS",
        "INFO Got SIGTERM, shutting down", "2024 Shutdown requested. Exiting.",
        "INFO reth::cli: Consensus engine initialized", "memory: out of 8 GB 2 are used",
        "Recovered from an earlier panic by a restart", "INFO lvl=critical-section entered",
        "Warning: Unknown new rules activated (versionbit 28)", "CRITERIA [a] met",
        "Block import of 3 blocks finalized, previous panic count 0", "input/output errors: 0",
    ])
    func `an ordinary line of these programs is no alarm in any set`(_ line: String) {
        for set in LogSignatureSet.allCases { #expect(alarms(in: line, set) == [], "\(set)") }
    }

    private func alarms(in line: String, _ set: LogSignatureSet) -> [String] {
        let bytes = Array(line.utf8)
        return set.signatures.filter { $0.isAlarm && $0.pattern.matches(bytes.span) }.map(\.name)
    }
}
