import CellGrid
import Testing

/// The command centre on terminals that have less, or are lighter, than most.
@Suite(.enabled(if: Tmux.path != nil, "tmux is not installed"), .serialized)
struct TerminalKindTests {
    /// Opens the command centre on two simulated nodes and waits until it shows them.
    private func withCommandCentre(
        _ variables: [String: String],
        _ body: (Program, Tmux) async throws -> Void
    ) async throws {
        try await withSimulatedNodes { nodes, _ in
            let program = try Program(variables)
            try program.write("fleet: sim\n" + nodes)
            let script = variables.map { "\($0.key)=\($0.value) " }.joined()
            try await Tmux.run("env \(script) \"$TOCSIN\"", for: program) { tmux in
                try await tmux.wait(for: "do-ams3")
                try await tmux.wait(for: "v0.4")
                try await body(program, tmux)
            }
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a C locale gets nothing above 7 bits, and all panes`() async throws {
        try await withCommandCentre(["LC_ALL": "C"]) { _, tmux in
            let screen = try await tmux.screen
            #expect(screen.utf8.allSatisfy { $0 < 0x80 }, "\(screen)")
            for word in ["Fleet sim", "Log", "gc-us-central1-a", "TOCSIN"] {
                #expect(screen.contains(word), "\(word)")
            }
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `NO_COLOR gets no colour, and what is chosen is reversed`() async throws {
        try await withCommandCentre(["NO_COLOR": "1"]) { _, tmux in
            try await tmux.press(":")
            try await tmux.wait(for: "Commands")
            let screen = try await tmux.screenWithLooks
            // 39 and 49 are the terminal's own.
            #expect(!screen.contains(/[\[;]([34][0-8]|9[0-7]|10[0-7])[;m]/))
            #expect(screen.contains(/\u{1B}\[[0-9;]*7m/))
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a light terminal gets letters that can be read on it`() async throws {
        try await withCommandCentre(["COLORFGBG": "\"0;15\""]) { _, tmux in
            let screen = try await tmux.screenWithLooks
            // The key hints of daylight: #303030, which is 236 of 256 colours.
            #expect(screen.contains("38;5;236"))
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a theme's file is read again as it changes, and a mistake in it is told`() async throws {
        let own = "inherits: midnight\nkey: {fg: 201, attributes: [bold]}\n"
        try await withSimulatedNodes { nodes, _ in
            let program = try Program(["TOCSIN_THEME": "mine"])
            try program.write("fleet: sim\n" + nodes)
            _ = try await program.shell("mkdir -p \"$TOCSIN_HOME/themes\"")
            try program.write(own, to: "themes/mine.yaml")
            try await Tmux.run("\"$TOCSIN\"", for: program) { tmux in
                try await tmux.wait(for: "do-ams3")
                try await tmux.wait(until: "the keys have colour 201") {
                    try await tmux.screenWithLooks.contains("38;5;201")
                }
                try program.write("inherits: midnight\nkey: {fg: 46}\n", to: "themes/mine.yaml")
                try await tmux.wait(until: "the keys have colour 46") {
                    try await tmux.screenWithLooks.contains("38;5;46")
                }
                try program.write("inherits: midnight\nkey: {fg: lime}\n", to: "themes/mine.yaml")
                try await tmux.wait(for: "mine.yaml:2:11: 'fg' must be")
            }
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `no text moves the border beside it`() async throws {
        let texts = [
            "我们回到旧版本 ノードが応答しません", "👩\u{200D}💻 👨\u{200D}👩\u{200D}👧 is on it",
            "❤\u{FE0F} ⚠\u{FE0F} ✅ 1\u{FE0F}\u{20E3}", "🇩🇪🇫🇷 flags", "👍🏽 👍🏿 thumbs",
            "e" + String(repeating: "\u{301}", count: 20) + " marks",
            "नमस्ते 한국 \u{1112}\u{1161}\u{11AB}",
            "\u{202E}reversed \u{2066}hidden\u{200B}\u{FEFF}\u{AD}", "\u{E0041}\u{E007F} tags",
        ]
        try await withCommandCentre([:]) { program, tmux in
            try await program.good("incident declare torture")
            for text in texts {
                let said = try await program.run(["log", "add", text + " end"])
                #expect(said.status == 0, "\(said.errors)")
            }
            try await tmux.wait(for: "tags end")
            let rows = try await tmux.screen.split(separator: "\n").dropFirst()
            let framed = rows.filter { $0.hasSuffix("│") || $0.hasSuffix("┤") }
            #expect(framed.count > 20)
            for row in framed { #expect(DisplayWidth.of(String(row)) == 120, "\(row)") }
        }
    }

    @Test func `what cannot show a screen is refused in one line`() async throws {
        let program = try Program()
        let outcome = try await program.shell(
            #"TERM=dumb script -eqc "$TOCSIN" /dev/null < /dev/null"#
        )
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("a terminal of type 'dumb' cannot show a screen"))
        #expect(outcome.output.split(whereSeparator: \.isNewline).count == 1)
    }

    @Test func `themes are listed, checked and shown`() async throws {
        let program = try Program()
        #expect(try await program.good("theme list").contains("midnight"))
        let checked = try await program.good("theme check")
        #expect(checked.contains("colour-blind-safe: 31 roles, least contrast"))
        #expect(try await program.good("theme preview fjord").contains("critical.acknowledged"))
        let wrong = try await program.run("theme preview neon")
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("there is no theme 'neon'"))
    }
}
