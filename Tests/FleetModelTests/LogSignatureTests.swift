import Testing

@testable import FleetModel

struct LogSignatureTests {
    @Test func `every embedded pattern is one, with a name of its own`() {
        for (set, table) in [
            (LogSignatureSet.nimWaku, EmbeddedSignature.nimWaku),
            (.substrate, EmbeddedSignature.substrate), (.geth, EmbeddedSignature.geth),
            (.cometBFT, EmbeddedSignature.cometBFT), (.bitcoin, EmbeddedSignature.bitcoin),
            (.ethereum, EmbeddedSignature.ethereum), (.monero, EmbeddedSignature.monero),
        ] {
            let names = (table + EmbeddedSignature.system).map(\.name)
            #expect(set.signatures.map(\.name) == names)
            #expect(Set(names).count == names.count)
        }
    }

    @Test(arguments: [
        (
            """
            DBG 2021-07-08 21:14:07.512+00:00 attempt to graft a backingOff peer         topics=\
            "libp2p gossipsub" tid=1 file=behavior.nim:111 peer=16U*YzQv3e
            """, ["backoff-violation"]
        ),
        (
            """
            DBG 2021-04-13 07:01:13.843+00:00 Could not establish send connection        topics=\
            "libp2p pubsubpeer" tid=1 file=pubsubpeer.nim:199 msg="Couldn't get muxed stream"
            """, ["send-failure"]
        ),
        (
            """
            DBG 2021-07-12 08:01:44.090+00:00 Could not establish send connection        topics=\
            "libp2p pubsubpeer" msg="Unable to select sub-protocol @[\\"/vac/waku/relay/2.0.0\\"]"
            """, ["protocol-mismatch", "send-failure"]
        ),
        (
            """
            WRN 2021-07-08 21:15:33.871+00:00 failed to store messages                   topics=\
            "wakustore" tid=1 file=waku_store.nim:422 err="failed to prepare"
            """, ["storage-failure"]
        ),
        (
            """
            ERR 2021-07-08 21:17:55.660+00:00 failed to connect to remote peer           topics=\
            "wakukeepalive" tid=1 file=waku_keepalive.nim:81
            """, ["keepalive-mismatch"]
        ),
        (
            """
            DBG 2021-07-08 21:17:55.659+00:00 no handlers                                topics=\
            "libp2p multistream" tid=1 conn=16U*xBiiiA:60e767d3 protocol=/ipfs/ping/1.0.0
            """, ["protocol-refused"]
        ),
        (
            """
            ERR 2025-01-17 06:53:46.470+00:00 failed to insert message                   topics=\
            "waku archive" error="SQL logic error table Message has no column named storedAt"
            """, ["storage-failure"]
        ),
        (
            """
            nwaku-1  | INF 2024-03-12 12:59:02.456+00:00 database schema is outdated     topics=\
            "waku archive migration" currentVersion=1 targetVersion=2
            """, ["migration"]
        ),
        (
            """
            INF 2021-05-27 12:11:51.682+01:00 Initializing networking                    topics=\
            "wakunode" tid=5598 file=wakunode2.nim:126
            """, ["started"]
        ),
        (
            """
            TRC 2021-03-29 16:29:32.551+11:00 replenishing mesh                   tid=4069991 \
            file=behavior.nim:260 peers=0 mesh=0 gossipsub=0 topic=/waku/2/default-waku/proto
            """, []
        ),
        (
            """
            DBG 2022-04-02 16:03:44.859+08:00 Exception in secure handler during incoming upgrade \
            topics="libp2p muxedupgrade" msg="Stream EOF!" conn=:624803601a1a61c01846612a
            """, []
        ),
        // The JSON sink.
        (
            #"{"lvl":"DBG","msg":"no handlers","conn":"16U*x","protocol":"/ipfs/ping/1.0.0"}"#,
            ["protocol-refused"]
        ),
        (
            #"{"lvl":"ERR","msg":"failed to connect to remote peer","topics":"wakukeepalive"}"#,
            ["keepalive-mismatch"]
        ),
    ])
    func `lines of nim-waku are told by their signatures`(_ line: String, _ names: [String]) {
        #expect(found(in: line, .nimWaku) == names)
    }

    @Test(arguments: [
        (
            """
            2022-03-01 17:18:58 [Parachain] 💤 Idle (49 peers), best: #1037783 (0xa0c5…04a8), \
            finalized #1037781 (0xabd5…1c05), ⬇ 16.7kiB/s ⬆ 14.5kiB/s
            """, []
        ),
        (
            """
            2024-01-19 07:29:19 [Parachain] 💤 Idle (0 peers), best: #0 (0xd933…d438), finalized #0 \
            (0xd933…d438), ⬇ 0 ⬆ 0
            """, ["isolated"]
        ),
        (
            """
            2022-07-19 17:24:18 [Parachain] 🔏 No Nimbus keys available. We will not be able to \
            author.
            """, ["no-keys"]
        ),
        (
            """
            calamari_1  | 2021-10-26 21:01:56 [Parachain] ♻️  Reorg on #263992,0x9d26…d667 to \
            #263774,0x524d…1bb7
            """, ["reorganisation"]
        ),
        (
            "2021-07-26 18:24:00 [Parachain] Starting collation. relay_parent=0x9265",
            ["collation"]
        ),
        (
            "2021-07-26 18:24:00 [Parachain] Produced proof-of-validity candidate. block_hash=0x6b",
            ["collated"]
        ),
        ("2021-07-26 18:24:00 [Parachain] ✨ Imported #447 (0x6bf6…1719)", []),
        ("2022-03-21 12:06:51 ✌️  version 0.9.18-99cd17ddb2-x86_64-linux-gnu", ["started"]),
        (
            "2022-03-21 12:06:54 Essential task `txpool-background` failed. Shutting down service.",
            ["essential-task"]
        ),
        (
            "Jun 14 08:20:20 p polkadot[2]: error: unexpected argument '--ws-port' found",
            ["unknown-flag"]
        ),
        (
            "Jun 14 08:20:20 p systemd[1]: x.service: Main process exited, code=exited, "
                + "status=2/INVALIDARGUMENT", ["unknown-flag"]
        ),
        (
            "Error: Service(Application(\"Failed to parse `0x86` as block number for code "
                + "substitutes. In an old version the key", ["chain-spec"]
        ),
        (
            "[Relaychain] BEEFY is still experimental, usage on a production network is "
                + "discouraged.", ["beefy"]
        ),
        (
            "2025-03-24T11:55:32.515491Z ERROR Consensus: sc_utils::mpsc: The number of "
                + "unprocessed messages in channel domain_message_channel exceeded 100.",
            ["channel-overflow"]
        ),
    ])
    func `lines of Substrate are told by their signatures`(_ line: String, _ names: [String]) {
        #expect(found(in: line, .substrate) == names)
    }

    private func found(in line: String, _ set: LogSignatureSet) -> [String] {
        let bytes = Array(line.utf8)
        return set.signatures.filter { $0.pattern.matches(bytes.span) }.map(\.name)
    }
}
