import TestServers
import Testing

/// Text that steers, hides or reorders, in every place where text comes in; `Program.run` looks at
/// whatever comes out.
struct HostileTextTests {
    /// Something of every kind, on one line.
    private static let hostile =
        "x\u{1B}]0;PWN\u{7}\u{1B}[2J\u{9B}31m\u{90}q\u{9C}\u{85}\u{202E}a\u{2066}b\u{200B}c"
        + "\u{2060}\u{FEFF}\u{AD}\u{E0041}\u{E000}\u{61C}\u{2028}\r\u{8}\u{7F}z"

    private static let fleet = """
        fleet: f
        nodes: [{name: a, tcp: "127.0.0.1:1"}]
        parties: [{name: p}]
        runbooks: [{name: r, steps: [{id: s, title: t}]}]
        """

    /// Command lines with `@` where the hostile text stands.
    private static let lines = [
        "incident declare @ --sev 3", "incident declare x --sev @", "log add @", "log add x --as @",
        "log correct 1 @", "incident commander --to @", "incident state @", "incident show @",
        "step fail s --reason @", "step pass @", "impact open @ --kind @", "impact open p --kind @",
        "maintenance start --all --for 1m --reason @", "@", "log @", "--@", "log add --@",
        "log add --at @ x", "log list --since @", "log list --limit @", "log search @",
        "fleet status @", "fleet history @", "signal show @", "drill run @", "theme @", "help @",
        "config check /nonexistent/@", "log list --store /nonexistent/@", "config detect @",
        "log list --fleet /nonexistent/@", "log add x --fleet /nonexistent/@",
        "update send @ --channel @", "delivery retry @ @", "channel test @",
        "--generate-completion-script @", "heartbeat @", "heartbeat x --exit-code @",
    ]

    private static func filled(_ word: Substring) -> String {
        String(word).replacing("@", with: hostile)
    }

    @Test(.timeLimit(.minutes(15)))
    func `no argument comes back raw`() async throws {
        let program = try Program()
        try program.write(Self.fleet)
        try await program.good("log add first")
        for line in Self.lines {
            let words = line.split(separator: " ").map { Self.filled($0) }
            let outcome = try await program.run(words)
            #expect([0, 1, 2, 3].contains(outcome.status), "\(line): \(outcome.status)")
        }
        for line in [
            "log list", "incident list", "incident show", "impact list", "maintenance list",
            "step list", "update list", "log search PWN",
        ] {
            for form in ["", " --json"] { try await program.good(line + form) }
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `no variable and no file name comes back raw`() async throws {
        for name in ["TOCSIN_USER", "USER", "TERM", "LC_ALL", "TMUX", "TOCSIN_THEME"] {
            let program = try Program([name: Self.hostile])
            for line in ["doctor", "doctor --json", "log add y", "log list"] {
                _ = try await program.run(line)
            }
        }
        let program = try Program(["TOCSIN_HOME": "/nonexistent/" + Self.hostile])
        for line in ["doctor", "config check", "fleet status", "log list", "incident list"] {
            _ = try await program.run(line)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `no text of a fleet file comes back raw`() async throws {
        let text = "\"x\\u200by\\u202e\\U000e0041\\u001b\\u009b\\ue000\""
        let program = try Program()
        for line in [
            "fleet: @", "fleet: f\nnodes: [{name: @, tcp: 127.0.0.1:1}]", "fleet: f\n@: 1",
            "fleet: f\nnodes: [{name: a, http: @}]", "fleet: f\nchecks: [{name: a, when: @}]",
            "fleet: f\nchannels: [{name: @, discord: @}]", "fleet: f\npoll: {every: @}",
            "fleet: f\nparties: [{name: @, needs: [@]}]", "fleet: z\u{200B}\u{202E}PWN",
        ] {
            try program.write(line.replacing("@", with: text) + "\n")
            _ = try await program.run("config check")
            _ = try await program.run("config check --json")
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `JSON keeps the value of what it escapes`() async throws {
        let program = try Program()
        let text = "\u{202E}\u{9B}\u{200B}\u{E0041} 👩\u{200D}💻 é"
        let entry = try JSON((try await program.run(["log", "add", "--json", text])).output)
        #expect(entry["data"]?["text"]?.text == text)
        #expect(entry["text"]?.text == text)
        let listed = try await program.good("log list")
        #expect(listed.hasSuffix("□□□□ 👩 é\n"))
    }

    @Test(.timeLimit(.minutes(15)))
    func `a title cannot write lines of its own`() async throws {
        let program = try Program()
        _ = try await program.run(["incident", "declare", "x\nnext update OVERDUE"])
        let shown = try await program.good("incident show")
        #expect(shown.split(separator: "\n").first?.contains("x⏎next update OVERDUE") == true)
    }

    @Test(.timeLimit(.minutes(15)))
    func `a fleet file that is detected can hold what a node says`() async throws {
        let answer = "x_total{name=\"a\"} 1\n# HELP x_total \u{1B}[2J\u{202E}\u{E000}\n"
        try await HookServer.run(answer: answer) { server in
            let program = try Program()
            _ = try await program.run(["config", "detect", server.url("/metrics")])
            _ = try await program.run(
                [
                    "config", "detect", server.url("/metrics"), "--name",
                    "x\u{200B}\u{E000}\u{1B}[1m",
                ]
            )
        }
    }
}
