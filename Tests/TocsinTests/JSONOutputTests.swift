import TestServers
import Testing

struct JSONOutputTests {
    /// Every command that can write for machines, on a log with something of everything.
    ///
    /// Commands that change something come in an order in which each is allowed.
    @Test(.timeLimit(.minutes(15)))
    func `whatever --json writes is JSON`() async throws {
        try await HookServer.run { hook in
            let program = try Program(["OPS_SECRET": IncidentStoryTests.secret])
            try program.write(IncidentStoryTests.fleet(hook: hook.url()))
            let lines = [
                "incident declare \"quoted\"\\ --sev 2 --impact-from -5m", "log add line",
                "incident list",
                "incident show",
                "incident severity 1 --reason worse", "incident commander bob",
                "incident state identified --reason found", "step list", "step pass bridge",
                "step reopen bridge", "step fail bridge --reason no",
                "step skip bridge --reason no",
                "step pass evidence", "impact open clients --kind offline", "impact list",
                "impact accept clients --reason later", "impact close clients",
                "update send hello", "update list", "delivery list",
                "log correct 3 better", "log list", "log search line", "log verify",
                "config check", "drill list", "doctor", "fleet status", "fleet check",
            ]
            for line in lines {
                let outcome = try await program.run(line + " --json")
                #expect(outcome.status == 0, "\(line): \(outcome.errors)")
                #expect(outcome.errors.isEmpty, "\(line): \(outcome.errors)")
                let count = try? JSON.lines(outcome.output).count
                #expect((count ?? 0) > 0, "\(line): \(outcome.output)")
            }
            let retry = try await program.run("delivery retry 1 ops --json")
            #expect(retry.status == 2)
            #expect(retry.output.isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `texts survive the way through JSON`() async throws {
        let program = try Program()
        let text = "\"quotes\" \\ back, tab\tand\nline, ünïcode 🚨, \u{1} and \u{85}"
        let outcome = try await program.run(["log", "add", "--json", text])
        #expect(outcome.status == 0)
        let entry = try JSON(outcome.output)
        #expect(entry["data"]?["text"]?.text == text)
        #expect(entry["text"]?.text == text)
        #expect(entry["actor"]?.text == "ada")
        #expect(entry["event"]?.text == "timeline.noted")
        #expect(entry["hash"]?.text?.count == 64)
    }

    @Test(.timeLimit(.minutes(15)))
    func `empty lists are JSON too`() async throws {
        let program = try Program()
        let lists = ["incident list", "impact list", "signal list", "maintenance list"]
        for line in lists.map({ $0 + " --json" }) {
            #expect(try JSON(try await program.good(line)) == .array([]))
        }
        #expect(try await program.good("log list --json").isEmpty)
    }
}
