import TestServers
import EventStore
import IncidentLog
import Primitives
import SQLiteStore
import Testing

struct SignalCommandTests {
    /// A program whose log holds these events, as another program has written them.
    private func program(_ events: [SignalEvent]) async throws -> Program {
        let program = try Program()
        try program.write("fleet: test\nnodes:\n  - {name: a, prometheus: http://127.0.0.1:1}\n")
        try await program.good("log add begin")
        let log = try SQLiteEventLog(path: program.storePath, mode: .readWrite)
        let last = try #require(try await log.entries(after: 0, limit: 10).last)
        let drafts = events.enumerated().map { place, event in
            EntryDraft(
                id: EntryID(ULID.text(at: last.recordedAt, high: 1, low: UInt64(place))),
                incident: nil,
                device: "test",
                actor: .tocsin,
                occurredAt: last.recordedAt,
                recordedAt: last.recordedAt,
                event: .signal(event)
            )
        }
        if !drafts.isEmpty { _ = try await log.append(drafts, expecting: 1) }
        await log.close()
        return program
    }

    private func finding(
        _ id: SignalID,
        _ kind: FindingKind = .check,
        causes: [SignalID] = []
    ) -> Finding {
        Finding(
            id: id,
            kind: kind,
            priority: .critical,
            text: "\(id) seen",
            nodes: ["a"],
            since: Timestamp(seconds: 1_700_000_000),
            evidence: ["peers 0"],
            meaning: "check the firewall",
            causes: causes
        )
    }

    @Test(.timeLimit(.minutes(15)))
    func `what came and went unseen is listed until it is acknowledged, and counted`() async throws
    {
        let program = try await program([
            .found(finding: finding("few/a")), .cleared(signal: "few/a", text: "over"),
            .found(finding: finding("few/a")), .cleared(signal: "few/a", text: "over"),
            .found(finding: finding("lag/a")),
        ])
        let all = try JSON(try await program.good("signal list --json"))
        #expect(all.elements.compactMap { $0["state"]?.text } == ["unacknowledged", "returned"])
        let top = try JSON(try await program.good("signal top --json"))
        #expect(top["rules"]?[0]?["rule"]?.text == "few")
        #expect(top["rules"]?[0]?["times"]?.number == 2)
        #expect(try await program.good("signal top --since 1d --limit 1").contains("few"))
        try await program.good("signal ack few/a")
        let rest = try JSON(try await program.good("signal list --json"))
        #expect(rest.elements.compactMap { $0["id"]?.text } == ["lag/a"])
    }

    @Test(.timeLimit(.minutes(15)))
    func `commands mean the fleet of the invocation, and lists name each`() async throws {
        let found = ["test", "prod"].map { fleet in
            var finding = finding("few/a")
            finding.fleet = fleet
            return SignalEvent.found(finding: finding)
        }
        let program = try await program(found)
        try await program.good("signal ack few/a")
        let again = try await program.run("signal ack few/a")
        #expect(again.status == 3)
        let all = try JSON(try await program.good("signal list --json"))
        #expect(all.elements.compactMap { $0["fleet"]?.text } == ["prod", "test"])
        #expect(
            all.elements.compactMap { $0["state"]?.text } == ["unacknowledged", "acknowledged"]
        )
        #expect(try await program.good("signal list").contains("few/a of prod"))
        let shown = try JSON(try await program.good("signal show few/a --json"))
        #expect(shown["fleet"]?.text == "test")
        #expect(shown["history"]?.elements.count == 2)
        let other = "fleet: prod\nnodes:\n  - {name: a, prometheus: http://127.0.0.1:1}\n"
        let file = try program.write(other, to: "prod.yaml")
        let cleared = try await program.run(
            ["signal", "clear", "few/a", "--reason", "x", "--fleet", file]
        )
        #expect(cleared.status == 0)
        let rest = try JSON(try await program.good("signal list --json"))
        #expect(rest.elements.compactMap { $0["fleet"]?.text } == ["test"])
        try await program.good("maintenance start --all --for 1h --reason disk")
        let work = try JSON(try await program.good("maintenance list --json"))
        #expect(work[0]?["fleet"]?.text == "test")
    }

    @Test(.timeLimit(.minutes(15)))
    func `a node with a signal is not healthy in the table, the JSON and the exit code`()
        async throws
    {
        try await HookServer.run(answer: "up") { server in
            for isSigned in [true, false] {
                let program = try await program(isSigned ? [.found(finding: finding("few/a"))] : [])
                try program.write(
                    "fleet: test\nnodes:\n  - {name: a, http: {url: '\(server.url(""))'}}\n"
                )
                let status = try JSON(try await program.good("fleet status --json"))
                let node = status["nodes"]?[0]
                #expect(node?["verdict"]?.text == (isSigned ? "degraded" : "healthy"))
                let reasons = node?["reasons"]?.elements.compactMap(\.text) ?? []
                #expect(reasons.contains { $0.contains("few/a seen") } == isSigned)
                let table = try await program.good("fleet status")
                #expect(table.contains("few/a seen") == isSigned)
                #expect(try await program.run("fleet check").status == (isSigned ? 1 : 0))
            }
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `signals are acknowledged, shelved and cleared by commands`() async throws {
        let program = try await program([
            .found(finding: finding("few/a")), .found(finding: finding("lag/a")),
            .found(finding: finding("relay changed/a", .identity)),
            .suppressed(findings: [finding("mesh/a", .mesh)], by: .signal(id: "few/a")),
        ])
        try await program.good("signal ack few/a lag/a --note on-it")
        try await program.good("signal shelve lag/a --for 2h --reason known")
        let accepted = try await program.run(["signal", "ack", "relay changed/a"])
        #expect(accepted.status == 0)
        let all = try JSON(try await program.good("signal list --json"))
        #expect(all.elements.compactMap { $0["id"]?.text } == ["few/a", "lag/a", "mesh/a"])
        #expect(
            all.elements.compactMap { $0["state"]?.text }
                == ["acknowledged", "shelved", "suppressed"]
        )
        #expect(all[0]?["acknowledged"]?["by"]?.text == "ada")
        #expect(all[0]?["acknowledged"]?["note"]?.text == "on-it")
        #expect(all[0]?["suppresses"]?[0]?.text == "mesh/a")
        #expect(all[1]?["shelved"]?["reason"]?.text == "known")
        #expect(all[2]?["suppressedBy"]?.text == "few/a")

        try await program.good("signal unshelve lag/a")
        try await program.good("signal clear lag/a --reason noise")
        let shown = try JSON(try await program.good("signal show lag/a --json"))
        #expect(shown["state"]?.text == "cleared")
        #expect(shown["meaning"]?.text == "check the firewall")
        #expect(
            shown["history"]?.elements.compactMap { $0["event"]?.text } == [
                "signal.found", "signal.acknowledgedAll", "signal.shelved", "signal.unshelved",
                "signal.cleared",
            ]
        )
        #expect(try await program.good("signal list --all").contains("lag/a"))
        #expect(try await program.good("signal show few/a").contains("peers 0"))
    }

    @Test(.timeLimit(.minutes(15)))
    func `what makes no sense exits 2, what a rule holds back exits 3`() async throws {
        let program = try await program([.found(finding: finding("down/a", .down))])
        func refused(_ line: String, _ status: Int32, _ words: String) async throws {
            let outcome = try await program.run(line)
            #expect(outcome.status == status, "\(line): \(outcome.errors)")
            #expect(outcome.errors.contains(words), "\(line): \(outcome.errors)")
            #expect(outcome.output.isEmpty)
        }
        try await refused("signal ack x/y", 2, "there is no signal 'x/y'")
        try await refused("signal show x/y", 2, "there is no signal 'x/y'")
        try await refused("signal shelve down/a --for 8d --reason x", 2, "7 days")
        try await refused("signal shelve down/a --for soon --reason x", 2, "not a duration")
        try await refused("signal shelve down/a --for 1h", 2, "--reason")
        try await refused("signal unshelve down/a", 3, "is not shelved")
        try await refused("signal clear down/a --reason x", 3, "clears by itself")
        // All or none: the second is unknown, so the first stays as it is.
        try await refused("signal ack down/a x/y", 2, "there is no signal 'x/y'")
        try await program.good("signal ack down/a")
        try await refused("signal ack down/a --as bob", 3, "ada acknowledged down/a already")
    }

    @Test(.timeLimit(.minutes(15)))
    func `planned work is started, listed and ended`() async throws {
        let program = try await program([])
        let line = "maintenance start --nodes a --kinds down --for 1h --reason disk --json"
        let begun = try JSON(try await program.good(line))
        #expect(begun[0]?["id"]?.text == "M-0001")
        #expect(begun[0]?["nodes"]?[0]?.text == "a")
        #expect(begun[0]?["state"]?.text == "in force")
        #expect(begun[0]?["by"]?.text == "ada")
        try await program.good("maintenance start --all --in 1h --for 1h --reason later")
        let both = try JSON(try await program.good("maintenance list --json"))
        #expect(both.elements.compactMap { $0["state"]?.text } == ["in force", "planned"])
        try await program.good("maintenance end 1")
        #expect(try await program.run("maintenance end 1").status == 3)
        #expect(try await program.run("maintenance end 9").status == 2)
        let over = try JSON(try await program.good("maintenance list --all --json"))
        #expect(over[0]?["state"]?.text == "over")
        for wrong in [
            "--for 1h --reason x", "--nodes a --all --for 1h --reason x",
            "--nodes zzz --for 1h --reason x", "--all --kinds rain --for 1h --reason x",
            "--all --for 8d --reason x",
        ] {
            #expect(try await program.run("maintenance start \(wrong)").status == 2, "\(wrong)")
        }
    }
}
