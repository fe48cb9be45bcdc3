import Testing

/// What the program does with streams and files that do not behave.
struct StreamTests {
    @Test(.timeLimit(.minutes(15)))
    func `what cannot be written is said, and the exit code is 1`() async throws {
        let program = try Program()
        try await program.good("log add one")
        for line in [
            "log list", "log list --json", "config example", "incident list", "--help", "doctor",
            "log add two", "drill list --json",
        ] {
            let full = try await program.shell("\"$TOCSIN\" \(line) >/dev/full")
            #expect(full.status == 1, "\(line)")
            #expect(
                full.errors.hasPrefix("tocsin: cannot write to standard output: No space left"),
                "\(line): \(full.errors)"
            )
            let closed = try await program.shell("\"$TOCSIN\" \(line) >&-")
            #expect(closed.status == 1, "\(line)")
            #expect(closed.errors.contains("cannot write to standard output"), "\(line)")
        }
        // The lines were written nonetheless, and nothing else went into the log's file.
        #expect(try await program.good("log list").split(separator: "\n").count == 3)
        #expect(try await program.run("log verify").status == 0)
    }

    @Test(.timeLimit(.minutes(15)))
    func `nothing that is wrong with standard error changes the exit code`() async throws {
        let program = try Program()
        for target in ["2>/dev/full", "2>&-"] {
            #expect(try await program.shell("\"$TOCSIN\" nonsense \(target)").status == 2)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a fleet file comes from a pipe or from standard input too`() async throws {
        let program = try Program()
        let path = try program.write("fleet: piped\nnodes: [{name: a, tcp: \"127.0.0.1:1\"}]\n")
        for script in [
            "\"$TOCSIN\" config check - <\(path)", "cat \(path) | \"$TOCSIN\" config check -",
            "bash -c '\"$TOCSIN\" config check <(cat \(path))'",
        ] {
            let outcome = try await program.shell(script)
            #expect(outcome.status == 0, "\(script): \(outcome.errors)")
            #expect(outcome.output.contains("fleet piped, 1 nodes"), "\(outcome.output)")
        }
        let wrong = try await program.shell("echo 'fleet: [' | \"$TOCSIN\" config check -")
        #expect(wrong.status == 2)
        #expect(wrong.output.hasPrefix("standard input:"), "\(wrong.output)")
    }

    @Test(.timeLimit(.minutes(15)))
    func `a pipe that nobody writes into holds nothing up`() async throws {
        let program = try Program()
        let pipe = program.folder + "/pipe"
        _ = try await program.shell("mkfifo \(pipe)")
        for line in [
            "config check \(pipe)", "log add x --fleet \(pipe)",
        ] {
            let outcome = try await program.run(line)
            #expect(outcome.errors.contains("pipe is no file but a pipe"), "\(outcome.errors)")
            #expect(outcome.status == (line.hasPrefix("log") ? 0 : 2), "\(line)")
        }
        let store = try await program.run("log list --store \(pipe)")
        #expect(store.status == 1)
        #expect(store.errors.contains("it is not a file"), "\(store.errors)")
    }

    @Test(.timeLimit(.minutes(15)), arguments: ["/proc/nowhere/home", "/dev/null/home"])
    func `the doctor sees a home that cannot be made`(home: String) async throws {
        let program = try Program(["TOCSIN_HOME": home])
        let outcome = try await program.run("doctor")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("✗ fleet file: none yet; it would be \(home)/fleet.yaml"))
        #expect(outcome.output.contains("✗ store: none yet; it would be \(home)/log.sqlite, but"))
    }

    @Test(.timeLimit(.minutes(15)))
    func `the doctor measures the disk where the log lies`() async throws {
        let program = try Program(["HOME": "/proc"])
        let outcome = try await program.run("doctor")
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.hasSuffix("where the log lies, in \(program.folder)\n"))
        let elsewhere = try await program.run("doctor --store \(program.folder)-none/log.sqlite")
        #expect(elsewhere.output.hasSuffix("where the log lies, in /tmp\n"))
    }

    @Test(.timeLimit(.minutes(15)))
    func `times are taken as they are shown`() async throws {
        let program = try Program()
        for time in ["2021-07-09 08:00:00Z", "2021-07-09 08:00", "2021-07-09T08:00"] {
            let added = try await program.run(["log", "add", "--at", time, "--json", "x"])
            let entry = try JSON(added.output)
            #expect(entry["occurredAt"]?.text == "2021-07-09T08:00:00.000Z", "\(time)")
        }
        let dayTime = try JSON(try await program.good("log add --at 07:20 --json x"))
        #expect(dayTime["occurredAt"]?.text?.hasSuffix("T07:20:00.000Z") == true)
        try await program.good("incident declare x --impact-from 07:20")
        #expect(
            try await program.good("log list --since 2021-07-09").split(separator: "\n").count > 4
        )
    }
}
