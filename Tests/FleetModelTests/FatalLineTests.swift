import Testing

@testable import FleetModel

/// Lines that end a node or its work, as people reported them.
///
/// Each stands below where it was found: an issue of a project, or the code that writes it. Long
/// ones are cut at the end. What has no such comment is from the issues beside the tables.
struct FatalLineTests {
    @Test(arguments: [
        ("panic", "Thread 'tokio-runtime-worker' panicked at 'Critical database eror: Custom"),
        // polkadot issue 3297.
        (
            "panic",
            "Thread 'tokio-runtime-worker' panicked at 'Failed to allocate memory: \"Requested "
        ),
        // Rust 1.91, std/src/panicking.rs: with the number of the thread.
        ("panic", "thread 'main' (4711) panicked at src/main.rs:3:5:"),
        // subport issue 237.
        (
            "backoff",
            "2021-08-31 13:56:27  Backing off claiming new slot for block authorship: finality is "
                + "lagging."
        ),
        // sc_consensus, import_queue.rs: number and hash.
        ("bad-block", "Peer gave us a bad block 5545118: 0x3a85e74d"),
        (
            "finality-revert",
            "Safety violation: attempted to revert finalized block HashAndNumber { number: 50806"
        ),
        (
            "finality-revert",
            "Error applying finality to block (0xb34f, 145432): NotInFinalizedChain"
        ),
        // sc_service, revert_chain.rs; the second is written by forced reverts.
        ("revert", "Reverted 12 blocks. Best: #164700 (0x7e22…f3c3)"),
        ("revert", "Force reverted 12 blocks. Best: #164700 (0x7e22…f3c3)"),
    ])
    func `Substrate's fatal lines are told`(_ name: String, _ line: String) {
        #expect(names(in: line, .substrate).contains(name))
    }

    @Test(arguments: [
        // Nim, lib/system/excpt.nim.
        ("crash", "SIGSEGV: Illegal storage access. (Attempt to read from nil?)"),
        // logos-delivery issue 3721.
        (
            "crash",
            "nim-waku  | Error: unhandled exception: index 28 not in 0 .. 27 [IndexDefect]"
        ),
        // nimbus-eth2 issue 5609.
        ("crash", "bitseqs.nim(266, 12) `b.len == alen` [AssertionDefect]"),
    ])
    func `the fatal lines of nim-waku are told`(_ name: String, _ line: String) {
        #expect(names(in: line, .nimWaku).contains(name))
    }

    @Test(arguments: [
        ("panic", "panic: runtime error: invalid memory address or nil pointer dereference"),
        ("panic", "Fatal: Failed to create the protocol stack: datadir already used"),
        (
            "bad-block",
            #"ERROR[01-22|20:18:23.811] "\n########## BAD BLOCK #########\nBlock: 24292110 (0x16"#
        ),
        (
            "missing-state",
            "ERROR[09-16|11:42:19.089] Unhandled trie error: missing trie node ecc316f70 (path 09)"
        ),
        (
            "no-consensus-client",
            "WARN [03-01|14:47:47.153] Post-merge network, but no beacon client seen. Please launch"
        ),
        (
            "no-consensus-client",
            "WARN [11-01|19:25:23.998] Beacon client online, but never received consensus updates."
        ),
        (
            "large-reorganisation",
            // celestiaorg/optimism issue 14.
            "l2_1           | WARN [04-25|16:34:19.022] Large chain reorg detected               "
                + "number=2402 hash=fb5388..d5465e drop=300 dropfrom=3c0077..50443c add=1"
        ),
        (
            "reorganisation",
            // bsc issue 1393.
            #"t=2023-03-24T18:41:00+0100 lvl=info msg="Chain reorg detected"                   "#
                + "number=26,748,655 hash=0xb42107fe drop=1 dropfrom=0x1d54c822 add=1"
        ),
        ("revert", "WARN [11-01|19:28:24.908] Force rewinding till ancient limit       head=0"),
        (
            "unclean-shutdown",
            "WARN [11-01|19:28:24.908] Unclean shutdown detected        booted=2022-11-01T19:00:00"
        ),
    ])
    func `the fatal lines of geth are told`(_ name: String, _ line: String) {
        #expect(names(in: line, .geth).contains(name))
    }

    @Test(arguments: [
        (
            "consensus-failure",
            #"10:59PM ERR CONSENSUS FAILURE!!! err="+2/3 committed an invalid block: wrong Block"#
        ),
        (
            "bad-block",
            #"ERR prevote step: consensus deems this block invalid; prevoting nil err="wrong "#
                + "Block.Header.AppHash.  Expected B500DE3A, got E8521FB1"
        ),
        (
            "upgrade-needed",
            // cosmos-sdk issue 20745.
            #"3:39PM ERR UPGRADE "v5.0.0" NEEDED at height: 17560000: { "binaries": { "linux/"#
        ),
        (
            "double-sign",
            // monax issue 1138.
            "WARN[12-14|05:56:11] Found conflicting vote from ourselves. Did you unsafe_reset a "
                + "validator? module=consensus height=82511 round=0 type=2"
        ),
        (
            "signing-failure",
            #"12:39PM ERR failed signing vote err="error signing vote: height regression. Got 1"#
        ),
        ("panic", "panic: failed to load latest version: failed to load store"),
    ])
    func `the fatal lines of CometBFT are told`(_ name: String, _ line: String) {
        #expect(names(in: line, .cometBFT).contains(name))
    }

    @Test(arguments: [
        (
            "database-failure",
            "2020-11-22T22:51:30Z Fatal LevelDB error: Corruption: block checksum mismatch: /h/0.ldb"
        ),
        ("fatal", "2022-09-05T00:28:55Z Error: A fatal internal error occurred, see debug.log for"),
        ("bad-block", "2014-05-31 00:09:02 ERROR: ProcessBlock() : AcceptBlock FAILED"),
        (
            "fork",
            // bitcoin-abc issue 65.
            "Warning: We do not appear to fully agree with our peers! You may need to upgrade, or"
        ),
    ])
    func `the fatal lines of Bitcoin are told`(_ name: String, _ line: String) {
        #expect(names(in: line, .bitcoin).contains(name))
    }

    @Test(arguments: [
        // substrate issue 419, reth issue 8115: the two wordings of the kernel.
        (
            "out-of-memory",
            "[4682015.690907] Out of memory: Kill process 84479 (polkadot) score 892 or sacrifice"
        ),
        (
            "out-of-memory",
            "[35797.744437] Out of memory: Killed process 10263 (reth) total-vm:5382410624kB, anon"
        ),
        // Rust, library/std/src/alloc.rs.
        ("out-of-memory", "memory allocation of 1073741824 bytes failed"),
        (
            "no-space-left",
            "IO error: No space left on deviceWhile appending to file: /db/000123.sst"
        ),
        // bitcoin issue 26112, raspibolt issue 1026.
        (
            "no-space-left",
            "2022-09-05T00:28:55Z Fatal LevelDB error: IO error: /home/jb55/.bitcoin/chainstate/"
                + "2963623.ldb: No space left on device"
        ),
        (
            "no-space-left",
            "Fatal LevelDB error: IO error: /home/bitcoin/.bitcoin/indexes/txindex/009395.log: No "
                + "space left on device"
        ),
        // The words of SQLite's SQLITE_FULL, in a line of waku_archive (issue 3243).
        ("no-space-left", #"ERR failed to insert message error="database or disk is full""#),
        (
            "open-files",
            "IO error: While open a file for random read: /db/007060.sst: Too many open files"
        ),
        ("database-corruption", "2016-07-09 05:01:09 Corruption: block checksum mismatch"),
        ("database-corruption", "SQLite error: database disk image is malformed"),
        (
            "database-corruption",
            "Trie lookup error: Database missing expected key: 0x0a85f21a1b28e101d3b47a0b28572488"
        ),
    ])
    func `what the machine says is told in every set`(_ name: String, _ line: String) {
        for set in LogSignatureSet.allCases {
            #expect(names(in: line, set).contains(name), "\(set)")
            let alarms = set.signatures.filter(\.isAlarm).map(\.name)
            #expect(alarms.contains(name), "\(set)")
        }
    }

    @Test(arguments: [
        "2026-11-20 10:00:05 💤 Idle (23 peers), best: #151637 (0xaa…bb), finalized #151158 (0xcc)",
        "2026-11-20 10:00:05 ✨ Imported #4710 (0x1234…abcd)",
        "2020-07-17 22:09:09 💾 Database: RocksDb at /home/p/.local/share/polkadot/chains/db/full",
        "INF 2021-05-27 12:11:51.682+01:00 mounting relay             topics=\"wakunode\" tid=5598",
        "INFO [08-24|12:37:41.638] Imported new chain segment               blocks=45   txs=6363",
        "INFO [08-24|12:37:41.638] Writing clean trie cache to disk path=/data/geth/triecache",
        "12:39PM INF received complete proposal block hash=F30D48 height=15422850 module=consensus",
        "May 22 17:30:52  5:30PM INF indexed block height=4496046 module=txindex",
        "2022-09-05T00:28:55Z UpdateTip: new best=00000000000000000008 height=752167 version=0x2c",
        "2019-12-18T02:45:38Z New outbound peer connected: version: 70015, blocks=607944, peer=4",
    ])
    func `an ordinary line is no alarm in any set`(_ line: String) {
        for set in LogSignatureSet.allCases {
            let bytes = Array(line.utf8)
            let found = set.signatures.filter { $0.isAlarm && $0.pattern.matches(bytes.span) }
            #expect(found.map(\.name) == [], "\(set)")
        }
    }

    @Test func `what two sets share is looked for once`() {
        let target = LogTarget(source: .file("/log"), sets: [.substrate, .nimWaku])
        #expect(target.allSignatures.count { $0.name == "no-space-left" } == 1)
    }

    private func names(in line: String, _ set: LogSignatureSet) -> [String] {
        let bytes = Array(line.utf8)
        return set.signatures.filter { $0.pattern.matches(bytes.span) }.map(\.name)
    }
}
