import Testing

/// What the program does with command lines that are not about an incident.
struct UsageTests {
    @Test(
        .timeLimit(.minutes(15)),
        arguments: [
            "nonsense", "incident declare", "incident declare x --sev 9", "incident state bored",
            "log add --at soon x", "log list --limit few", "drill run nope",
            "drill run waku-2021-07 --speed 0", "impact open p --kind k --cause bad-luck",
            "fleet status", "config check", "update send x", "theme list --json",
        ]
    )
    func `bad usage exits 2 and says why on standard error`(line: String) async throws {
        let program = try Program()
        let outcome = try await program.run(line)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(!outcome.errors.isEmpty)
        #expect(!program.homeExists)
    }

    @Test(
        .timeLimit(.minutes(15)),
        arguments: [
            ("incident list", 0), ("incident show", 2), ("log list", 0), ("log search x", 0),
            ("log verify", 1), ("step list", 2), ("update list", 2), ("delivery list", 2),
            ("impact list", 0), ("config example", 0), ("drill list", 0), ("theme list", 0),
            ("doctor", 0), ("fleet status", 2), ("fleet check", 2), ("log correct 1 x", 2),
            ("--help", 0), ("--version", 0), ("incident --help", 0),
        ]
    )
    func `what only reads makes no store and no folder`(line: String, status: Int) async throws {
        let program = try Program()
        let outcome = try await program.run(line)
        #expect(Int(outcome.status) == status, "\(outcome.errors)")
        #expect(!program.homeExists)
        #expect(try await program.shell("ls -A \(program.folder)").output.isEmpty)
    }

    @Test(
        .timeLimit(.minutes(15)),
        arguments: ["incident state resolved", "step pass links", "update list --incident 9"]
    )
    func `what is refused makes no store`(line: String) async throws {
        let program = try Program()
        #expect(try await program.run(line).status == 2)
        #expect(!program.homeExists)
    }

    @Test(.timeLimit(.minutes(15)))
    func `without a terminal the screen is a picture and nothing is made`() async throws {
        let program = try Program(["COLUMNS": "60", "LINES": "20"])
        let picture = try await program.good("")
        #expect(picture.contains("play a drill"))
        #expect(picture.count { $0 == "\n" } == 20)
        #expect(!program.homeExists)
        // By its name it goes through the parser; the time in the header may be another one.
        let named = try await program.good("open")
        #expect(
            named.split(separator: "\n").dropFirst() == picture.split(separator: "\n").dropFirst()
        )
    }

    @Test(.timeLimit(.minutes(15)))
    func `the store and the fleet file can be named one by one`() async throws {
        let program = try Program()
        let store = program.folder + "/elsewhere/my.sqlite"
        let fleet = try program.write("fleet: named\n", to: "other.yaml")
        try await program.good("incident declare broken --store \(store) --fleet \(fleet)")
        let shown = try JSON(try await program.good("incident show --json --store \(store)"))
        #expect(shown["fleet"]?.text == "named")
        #expect(shown["commander"]?.text == "ada")
        #expect(try await program.good("incident list") == "no incident yet\n")
    }

    @Test(.timeLimit(.minutes(15)))
    func `a reader that goes away ends the program quietly`() async throws {
        let program = try Program()
        let long = try program.write(String(repeating: "long ", count: 3900), to: "long.txt")
        let outcome = try await program.shell(
            """
            for number in 1 2 3 4 5 6 7 8; do "$TOCSIN" log add "$(cat \(long))" >/dev/null; done
            { "$TOCSIN" log list; echo "status $?" >&2; } | head -n 1 | cut -c 1-2
            """
        )
        #expect(outcome.output == "1 \n")
        #expect(outcome.errors == "status 0\n")
    }

    @Test(.timeLimit(.minutes(15)))
    func `the doctor says what is wrong`() async throws {
        let program = try Program()
        try program.write("fleet: [\n")
        let outcome = try await program.run("doctor --json")
        #expect(outcome.status == 1)
        let findings = try JSON(outcome.output).elements
        #expect(
            findings.compactMap { $0["check"]?.text }
                == ["terminal", "colours", "locale", "clock", "fleet file", "store", "disk"]
        )
        for finding in findings where finding["state"]?.text != "ok" {
            #expect(finding["cure"]?.text?.isEmpty == false, "\(finding)")
        }
        let file = findings.first { $0["check"]?.text == "fleet file" }
        #expect(file?["ok"] == .flag(false))
        #expect(file?["detail"]?.text?.contains("fleet.yaml:") == true)
    }

    @Test(.timeLimit(.minutes(15)))
    func `the doctor says that proxies are not used, where one is set`() async throws {
        let program = try Program(["https_proxy": "http://user:hunter2@127.0.0.1:1"])
        let outcome = try await program.run("doctor")
        let line = "✓ proxy: https_proxy not used: nodes and channels are asked directly"
        #expect(outcome.output.split(separator: "\n").contains(Substring(line)))
        #expect(!outcome.output.contains("hunter2"))
    }
}
