import TestServers
import Testing

/// `update preview` shows what `update send` sends with the same words.
@Suite(.timeLimit(.minutes(3)))
struct PreviewCommandTests {
    @Test func `what is shown is sent, and showing it writes nothing`() async throws {
        try await HookServer.run(answer: #"{"id":"1"}"#) { hook in
            let program = try Program(["HOOK": hook.url("")])
            try program.write(
                "fleet: shown\nnodes: [{name: a, http: \"http://127.0.0.1:1/\"}]\nchannels:\n"
                    + "  - {name: chat, discord: \"${HOOK}/chat\"}\n"
            )
            try await program.good("incident declare broken")
            let text = try program.write(
                (1...300).map { "zeile \($0) 日本語 \"é\"" }.joined(separator: "\n"),
                to: "text"
            )
            let before = try await program.good("log list --json")
            let words = try await program.run(["update", "preview", "-"], input: text)
            #expect(words.output.contains("chat: 3 messages of at most 2000 characters: "))
            let shown = try JSON(
                try await program.run(["update", "preview", "-", "--json"], input: text).output
            )
            #expect(shown["number"]?.number == 1)
            #expect(try await program.good("log list --json") == before)
            #expect(hook.requests.isEmpty)
            let result = try await program.run(["update", "send", "-"], input: text)
            #expect(result.status == 0, "\(result.errors)")
            let parts = shown["channels"]?[0]?["parts"]?.elements ?? []
            #expect(parts.count == 3)
            let sent = try hook.requests.map { try JSON($0.body)["content"] }
            #expect(sent == parts.map { $0["text"] })
        }
    }

    @Test func `what would be refused is refused`() async throws {
        let program = try Program()
        let result = try await program.run("update preview hello")
        #expect(result.status != 0)
    }
}
