import FoundationEssentials
import FleetModel
import Primitives
import TestSupport
import Testing

@testable import Probing

struct LogProbeTests {
    @Test func `signatures are counted, and an alarm is a fault with its meaning`() async throws {
        try await withLog(sets: [.nimWaku]) { log in
            #expect(try await log.poll(at: 0).problems.isEmpty)
            log.append(
                """
                \u{1B}[33mWRN\u{1B}[0m 2021-07-08 21:15:33.871+00:00 failed to \
                \u{1B}[1mstore\u{1B}[0m messages
                INF 2021-07-08 21:19:11.402+00:00 received query
                INF 2021-07-08 21:19:12.402+00:00 received query

                """
            )
            let seen = try await log.poll(at: 10)
            #expect(seen["log.storage-failure.total"] == 1)
            #expect(seen["log.storage-failure.rate"] == 0.5)
            #expect(seen["log.query.total"] == 2)
            #expect(seen[.logAlarmRate] == 0.5)
            #expect(seen[.logLineRate] == 1.5)
            #expect(
                seen[FactName("log.storage-failure")]
                    == ["WRN 2021-07-08 21:15:33.871+00:00 failed to store messages"]
            )
            #expect(
                seen.problems.map(\.reason.sentence) == [
                    "storage-failure, once in 2 minutes: writes to the database fail: its tables "
                        + "may not fit the release, or the disk is full"
                ]
            )
            let later = try await log.poll(at: 131)
            #expect(later.problems.isEmpty)
            #expect(later["log.storage-failure.rate"] == 0)
            #expect(later["log.storage-failure.total"] == 1)
        }
    }

    @Test func `a missing file is a fault, and no silence of the node`() async throws {
        try await withLog { log in
            try FileManager.default.removeItem(atPath: log.path)
            let seen = try await log.poll(at: 0)
            #expect(
                seen.problems == [Problem(part: "log", reason: .other("no file \(log.path)"))]
            )
            #expect(seen.latency == nil)
            #expect(seen[.logAge] == nil)
        }
    }

    @Test func `the informant's lines give both halves, and one half's silence is a fault`()
        async throws
    {
        try await withLog(sets: [.substrate]) { log in
            _ = try await log.poll(at: 0)
            let node = """
                2022-03-01 17:18:58 [Parachain] 💤 Idle (49 peers), best: #1037783 (0xa0c5…04a8), \
                finalized #1037781 (0xabd5…1c05), ⬇ 16.7kiB/s ⬆ 14.5kiB/s

                """
            log.append(node)
            log.append(
                """
                2024-01-19 07:29:23 [Relaychain] ⚙️  Syncing 741.8 bps, target=#21497681 (3 peers), \
                best: #9287 (0xe302…88ac), finalized #9216 (0x7817…8e20), ⬇ 349.0kiB/s ⬆ 29.3kiB/s

                """
            )
            let seen = try await log.poll(at: 10)
            #expect(seen[.logBest] == 1_037_783)
            #expect(seen[.logFinalized] == 1_037_781)
            #expect(seen[.logPeers] == 49)
            #expect(seen[.logRelayBest] == 9287)
            #expect(seen[.logRelayFinalized] == 9216)
            #expect(seen[.logRelayPeers] == 3)
            #expect(seen.problems.isEmpty)
            // Nothing from either half is the silence of the log, not of one half.
            #expect(try await log.poll(at: 45).problems.isEmpty)
            log.append(node)
            let later = try await log.poll(at: 50)
            #expect(
                later.problems.map(\.reason.sentence)
                    == ["the relay half has written nothing for 40s"]
            )
            #expect(later[.logInformantAge] == 0)
            #expect(later[.logRelayInformantAge] == 40)
        }
    }

    @Test func `banner lines give the version and evidence of the release`() async throws {
        try await withLog { log in
            _ = try await log.poll(at: 0)
            log.append("2022-03-21 12:06:51 ✌️  version 0.9.18-99cd17ddb2-x86_64-linux-gnu\n")
            log.append("INF 2021-07-09 08:03:20.118+00:00 mounting libp2p ping protocol   tid=1\n")
            let seen = try await log.poll(at: 10)
            #expect(seen[.logVersion] == ["0.9.18-99cd17ddb2-x86_64-linux-gnu"])
            #expect(seen[.logRelease] == ["with libp2p ping, later than v0.4"])
        }
    }

    @Test func `hostile lines are harmless`() async throws {
        let own = LogSignature(name: "own", pattern: LinePattern(literal: "own"))
        try await withLog(own: [own]) { log in
            _ = try await log.poll(at: 0)
            log.append(
                [0x6F, 0x77, 0x6E, 0xFF, 0x1B, 0x5D, 0x30, 0x3B, 0x07, 0xE2, 0x80, 0xAE, 0x0A]
            )
            var seen = try await log.poll(at: 10)
            // A title for the terminal is no part of the line.
            #expect(seen[own.lastLine] == ["own\u{FFFD}\u{FFFD}"])
            log.append("own " + String(repeating: "e\u{301}", count: 100_000) + "\nnext\n")
            seen = try await log.poll(at: 20)
            #expect((seen[own.lastLine]?.first?.utf8.count ?? 0) < 310)
            #expect(seen[own.total] == 2)
            log.append("best: # peers) finalized #99999999999999999999999999\n\u{1B}[\n")
            seen = try await log.poll(at: 30)
            #expect(seen[.logBest] == nil)
            #expect(seen[.logLineRate] == 2.5)
        }
    }

    @Test func `a flood of lines is counted to the last`() async throws {
        try await withLog(sets: [.substrate, .nimWaku]) { log in
            _ = try await log.poll(at: 0)
            log.append(String(repeating: "INF x received query\n", count: 2000))
            #expect(try await log.poll(at: 10)["log.query.total"] == 2000)
        }
    }

    @Test func `two nodes that follow one file both see its lines`() async throws {
        try await withLog { log in
            _ = try await log.poll(at: 0, of: "a")
            _ = try await log.poll(at: 0, of: "b")
            log.append("line\n")
            #expect(try await log.poll(at: 10, of: "a")[.logLineRate] == 0.5)
            #expect(try await log.poll(at: 10, of: "b")[.logLineRate] == 0.5)
        }
    }

    @Test func `the output of a command is followed until the client is shut down`()
        async throws
    {
        let command = CommandSpec(shell: "echo first; echo $SECRET key; exec sleep 8765")
        var target = LogTarget(
            source: .command(command),
            signatures: [LogSignature(name: "key", pattern: LinePattern(literal: "key"))]
        )
        target.source = .command(
            CommandSpec(command.arguments, environment: ["SECRET": Secret("hunter2hunter2")])
        )
        let client = ProbeClient()
        var seen = await client.poll(.log(target), deadline: .seconds(30))
        while seen["log.key.total"] == 0 {
            seen = await client.poll(.log(target), deadline: .seconds(30))
            await Task.yield()
        }
        #expect(seen[FactName("log.key")] == ["••• key"])
        #expect(seen[.logAge] == 0)
        await client.shutdown()
        let after = await client.poll(.log(target), deadline: .seconds(30))
        #expect(after.reasons == [.other("the log is no longer followed")])
    }
}

extension LogProbeTests {
    @Test func `the first poll of a command that fails says why, without its secrets`()
        async throws
    {
        let command = CommandSpec(
            ["/bin/sh", "-c", "echo \"login with $SECRET refused\" >&2; exit 7"],
            environment: ["SECRET": Secret("hunter2hunter2")]
        )
        try await withClient { client in
            let seen = await client.poll(
                .log(LogTarget(source: .command(command))),
                deadline: .seconds(30)
            )
            #expect(
                seen.reasons == [
                    .other(
                        "/bin/sh ended with exit code 7: login with ••• refused; it is started "
                            + "again in 1 s"
                    )
                ]
            )
            #expect(seen.latency == nil)
        }
    }
}

/// A followed log file.
private struct FollowedFile {
    let path: String
    let client: ProbeClient
    let target: LogTarget

    func append(_ text: String) {
        append(Array(text.utf8))
    }

    func append(_ bytes: [UInt8]) {
        var data = (try? Data(contentsOf: URL(filePath: path))) ?? Data()
        data.append(contentsOf: bytes)
        try? data.write(to: URL(filePath: path), options: [])
    }

    func poll(at seconds: Int64, of node: NodeID = "node") async throws -> Observation {
        await client.observe(
            ProbeSpec(target: .log(target)),
            index: 0,
            of: node,
            deadline: .seconds(30),
            now: { noon + .seconds(seconds) }
        )
    }
}

private func withLog(
    sets: [LogSignatureSet] = [],
    own: [LogSignature] = [],
    _ body: (FollowedFile) async throws -> Void
) async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([], to: "log")
    defer { withExtendedLifetime(folder) {} }
    try await withClient { client in
        try await body(
            FollowedFile(
                path: path,
                client: client,
                target: LogTarget(source: .file(path), sets: sets, signatures: own)
            )
        )
    }
}
