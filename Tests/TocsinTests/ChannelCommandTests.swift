import TestServers
import Testing

/// Channels looked over and tried out.
struct ChannelCommandTests {
    private func program(_ url: String) throws -> Program {
        let program = try Program(["OPS_SECRET": IncidentStoryTests.secret])
        try program.write(
            IncidentStoryTests.fleet(hook: url) + """
                    signals: critical
                  - name: broken
                    discord: ${NOT_SET}

                """
        )
        return program
    }

    @Test(.timeLimit(.minutes(15)))
    func `a test is marked, sent once and its receipt shown, and leaves no trace in the log`()
        async throws
    {
        try await HookServer.run { hook in
            let program = try program(hook.url("/hooks/T0PSECRETPATH"))
            let shown = try await program.good("channel test ops")
            #expect(shown.contains("ops") && shown.contains("delivered"))
            let test = try JSON(try await program.good("channel test ops --json"))
            #expect(test["delivered"] == .flag(true))
            #expect(test["receipt"]?.text?.hasPrefix("test-") == true)
            #expect(hook.requests.count == 2)
            for request in hook.requests {
                #expect(request.body.contains("TEST from Tocsin"))
                #expect(request.body.contains("ada tries out this channel of test"))
            }
            #expect(!program.storeExists)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a test that does not arrive exits 1 with the service's words`() async throws {
        try await HookServer.run(status: 403, answer: "team is suspended") { hook in
            let program = try program(hook.url())
            let outcome = try await program.run("channel test ops --json")
            #expect(outcome.status == 1)
            let test = try JSON(outcome.output)
            #expect(test["delivered"] == .flag(false))
            #expect(test["canPass"] == .flag(false))
            #expect(test["reason"]?.text?.contains("team is suspended") == true)
            #expect(hook.requests.count == 1)
            let unknown = try await program.run("channel test opss")
            #expect(unknown.status == 2)
            #expect(unknown.errors.contains("there are: ops, broken"))
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `the list tells what channels are for and what became of them, and no secret`()
        async throws
    {
        try await HookServer.run { hook in
            let program = try program(hook.url("/hooks/T0PSECRETPATH"))
            try await program.good("incident declare broken")
            try await program.good("update send we-are-on-it --channel ops")
            let table = try await program.good("channel list")
            let text = try await program.good("channel list --json")
            for shown in [table, text] {
                #expect(!shown.contains("T0PSECRETPATH"))
                #expect(!shown.contains(IncidentStoryTests.secret.dropFirst(6)))
            }
            let list = try JSON(text)
            #expect(list[0]?["name"]?.text == "ops")
            #expect(list[0]?["kind"]?.text == "webhook")
            #expect(list[0]?["signals"]?.text == "critical")
            #expect(list[0]?["longest"]?.number == 16_000)
            #expect(list[0]?["last"]?["delivered"] == .flag(true))
            #expect(list[0]?["last"]?["what"]?.text == "INC-0001 update #1")
            #expect(list[1]?["name"]?.text == "broken")
            #expect(list[1]?["problem"]?.text?.contains("NOT_SET") == true)
            #expect(table.contains("updates, critical signals"))
        }
    }
}
