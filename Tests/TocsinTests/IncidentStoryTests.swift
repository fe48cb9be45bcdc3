import TestServers
import NIOHTTP1
import Testing

/// An incident from the first word to the last, by commands alone.
struct IncidentStoryTests {
    /// A fleet file with a checklist and one signed webhook.
    static func fleet(hook: String) -> String {
        """
        fleet: test
        parties:
          - name: clients
        runbooks:
          - name: recovery
            steps:
              - id: released
                title: all nodes run a released version
                passes: version in releases
              - id: evidence
                title: evidence kept
                signOff: bob
              - id: bridge
                title: the bridge relays
        channels:
          - name: ops
            webhook:
              url: \(hook)
              secret: "${OPS_SECRET}"

        """
    }

    static let secret = "whsec_dGVzdCBzZWNyZXQgb2YgYSBsb29wYmFjayBob29r"

    @Test(.timeLimit(.minutes(15)))
    func `declare, work, tell, resolve`() async throws {
        try await HookServer.run { hook in
            let program = try Program(["OPS_SECRET": Self.secret])
            try program.write(Self.fleet(hook: hook.url()))
            try await program.good("incident declare broken --sev 2 --impact-from -20m")
            try await program.good("impact open clients --kind offline --from -20m")
            try await program.good("step pass released --note seen-by-hand")
            try await program.good("step pass evidence")
            try await program.good("step skip bridge --reason not-ours")
            try await program.good("step pass evidence --as bob")
            try await program.good("update send we-are-on-it --next 30m")
            try await program.good("incident state mitigating --reason redeploy")
            try await program.good("impact close clients --at -1m")
            try await program.good("incident state monitoring")
            try await program.good("incident state resolved")

            let shown = try JSON(try await program.good("incident show 1 --json"))
            #expect(shown["state"]?.text == "resolved")
            #expect(shown["severity"]?.text == "SEV2")
            #expect(shown["fleet"]?.text == "test")
            #expect(shown["updates"]?.number == 1)
            #expect(
                shown["steps"]?.elements.compactMap { $0["state"]?.text }
                    == ["passed", "verified", "skipped"]
            )
            #expect(shown["steps"]?[0]?["overridden"] == .flag(true))

            let impact = try JSON(try await program.good("impact list --json"))
            #expect(impact.elements.count == 1)
            #expect(impact[0]?["incident"]?.text == "INC-0001")
            #expect(impact[0]?["to"]?.text != nil)

            let request = try #require(hook.requests.first)
            #expect(hook.requests.count == 1)
            #expect(request.body.contains("we-are-on-it"))
            #expect(request.headers.first(name: "webhook-signature")?.hasPrefix("v1,") == true)
            let update = try JSON(try await program.good("update list --json --incident 1"))
            let delivery = update[0]?["deliveries"]?[0]
            #expect(delivery?["state"]?.text == "delivered")
            #expect(delivery?["detail"]?.text == request.headers.first(name: "webhook-id"))
            #expect(try await program.good("log verify").contains("all as they were written"))
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a rule that holds back exits 3 and names what is missing`() async throws {
        try await HookServer.run { hook in
            let program = try Program(["OPS_SECRET": Self.secret])
            try program.write(Self.fleet(hook: hook.url()))
            try await program.good("incident declare broken --sev 2")
            try await program.good("incident state monitoring")

            func held(_ line: String, _ words: String) async throws {
                let outcome = try await program.run(line)
                #expect(outcome.status == 3, "\(line)")
                #expect(outcome.output.isEmpty)
                #expect(outcome.errors.contains(words), "\(outcome.errors)")
            }
            try await held(
                "incident state resolved",
                "'all nodes run a released version' and 2 more"
            )
            try await held("step pass released", "this step checks itself")
            try await program.good("step pass released --note x")
            try await program.good("step pass evidence")
            try await held("step pass evidence", "somebody else must confirm")
            try await program.good("step pass evidence --as bob")
            try await program.good("step fail bridge --reason silent")
            try await held("incident state resolved", "'the bridge relays'")
            try await program.good("step reopen bridge")
            try await program.good("step pass bridge")
            try await program.good("impact open clients --kind offline")
            try await held("incident state resolved", "clients is still affected")
            try await program.good("impact accept clients --reason tomorrow")
            try await held("incident state resolved", "nobody was told yet")
            try await program.good("update send over --next none")
            try await program.good("incident state resolved")
            try await held(
                "incident severity 1 --incident 1",
                "INC-0001 is resolved; reopen it first"
            )
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `what makes no sense is refused with 2`() async throws {
        let program = try Program()
        try await program.good("incident declare broken --sev 2")
        for (line, words) in [
            ("incident state resolved", "cannot become resolved"),
            ("incident state investigating", "already investigating"),
            ("step pass nothing", "has no step 'nothing'"),
            ("incident show 7", "there is no incident 7"),
            ("impact close nobody", "nobody"),
            ("log add --at 2099-01-01T00:00Z x", "in the future"),
            ("incident declare again --runbook none", "there is no checklist 'none'"),
            ("delivery retry 1 ops", "no fleet is configured"),
        ] {
            let outcome = try await program.run(line)
            #expect(outcome.status == 2, "\(line)")
            #expect(outcome.output.isEmpty, "\(line)")
            #expect(outcome.errors.contains(words), "\(line): \(outcome.errors)")
        }
        #expect(try await program.good("log list").split(separator: "\n").count == 1)
    }

    @Test(.timeLimit(.minutes(15)))
    func `with several incidents open one has to be named`() async throws {
        let program = try Program()
        try await program.good("incident declare first --sev 2")
        try await program.good("incident declare second --sev 4")
        for line in ["log add x", "step list", "incident show", "incident state monitoring"] {
            let outcome = try await program.run(line)
            #expect(outcome.status == 2, "\(line)")
            #expect(outcome.errors.contains("INC-0002, INC-0001"), "\(line)")
            #expect(outcome.errors.contains("--incident"))
        }
        try await program.good("log add one --incident INC-0001")
        try await program.good("log add two --incident inc-0002")
        try await program.good("role offer commander --to carl --incident 2")
        try await program.good("role accept --incident 2 --as carl")
        let lines = try JSON.lines(try await program.good("log list --json --incident 2"))
        #expect(lines.compactMap { $0["incident"]?.text } == Array(repeating: "INC-0002", count: 4))
        // When the first is over, the second needs no name any more.
        try await program.good("incident state cancelled --reason double --incident 1")
        #expect(
            try JSON(try await program.good("incident show --json"))["commander"]?.text == "carl"
        )
    }

    @Test(.timeLimit(.minutes(15)))
    func `an update that does not arrive exits 1, stays in the outbox and can be retried`()
        async throws
    {
        try await HookServer.run(status: 503) { hook in
            let program = try Program(["OPS_SECRET": Self.secret])
            try program.write(Self.fleet(hook: hook.url()))
            try await program.good("incident declare broken --sev 2")
            let sent = try await program.run("update send hello --wait 0s --json")
            #expect(sent.status == 1)
            #expect(sent.errors.contains("not delivered yet: ops"))
            #expect(try JSON(sent.output)[0]?["deliveries"]?[0]?["state"]?.text == "retrying")
            let retried = try await program.run("delivery retry 1 ops --wait 0s --json")
            #expect(retried.status == 1)
            #expect(Set(hook.requests.map { $0.headers.first(name: "webhook-id") }).count == 1)
            #expect(hook.requests.count >= 2)
            let unknown = try await program.run("update send hello --channel nowhere")
            #expect(unknown.status == 2)
            #expect(unknown.errors.contains("channels: ops"))
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `an update can be piped in`() async throws {
        try await HookServer.run { hook in
            let program = try Program(["OPS_SECRET": Self.secret])
            try program.write(Self.fleet(hook: hook.url()))
            try await program.good("incident declare broken --sev 2")
            let text = try program.write("first line\nsecond line", to: "update.txt")
            let outcome = try await program.run(["update", "send", "-"], input: text)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(hook.requests.first?.body.contains(#"first line\nsecond line"#) == true)
        }
    }
}
