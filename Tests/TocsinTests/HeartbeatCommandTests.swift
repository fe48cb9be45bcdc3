import Testing

/// Jobs that call in by `tocsin heartbeat`, and what the fleet's looks say of them.
struct HeartbeatCommandTests {
    private let fleet = """
        fleet: f
        nodes:
          - name: db
            heartbeat:
              - {every: 1h, name: backup}
              - {every: 1ms, grace: 1ms, name: short}

        """

    private func check(_ program: Program) async throws -> (status: Int32, node: JSON?) {
        let outcome = try await program.run("fleet check --json")
        return (outcome.status, try JSON(outcome.output)["nodes"]?[0])
    }

    private func words(_ node: JSON?, _ key: String) -> [String] {
        node?[key]?.elements.compactMap(\.text) ?? []
    }

    @Test(.timeLimit(.minutes(15)))
    func `a job that called in is well, another is told with its last call`() async throws {
        let program = try Program()
        try program.write(fleet)
        #expect(try await program.good("heartbeat backup").isEmpty)
        try await program.good("heartbeat short")
        let (status, node) = try await check(program)
        #expect(status == 1)
        #expect(words(node, "verdict").isEmpty)
        #expect(node?["verdict"]?.text == "degraded")
        let note = words(node, "notes").first ?? ""
        #expect(note.hasPrefix("heartbeat backup: last called in ") && note.hasSuffix(" ago"))
        let reason = words(node, "reasons").first ?? ""
        #expect(reason.hasPrefix("heartbeat short: last called in at "))
        #expect(reason.hasSuffix("Z, expected every 1ms"))
        #expect(node?["readings"]?["heartbeat.backup.age"]?["value"]?.number ?? -1 >= 0)
        #expect(!program.storeExists)
    }

    @Test(.timeLimit(.minutes(15)))
    func `one that never called is late from the first look on`() async throws {
        let program = try Program()
        try program.write(fleet)
        _ = try await check(program)
        let (status, node) = try await check(program)
        #expect(status == 1)
        let reason = words(node, "reasons").first ?? ""
        #expect(reason.hasPrefix("heartbeat short: never called in since"))
        #expect(
            words(node, "notes").first?.hasPrefix("heartbeat backup: has not called in yet") == true
        )
    }

    @Test(.timeLimit(.minutes(15)))
    func `a job that failed is told at once, until it calls again`() async throws {
        let program = try Program()
        try program.write("fleet: f\nnodes:\n  - name: db\n    heartbeat: 1h\n")
        for (arguments, reason) in [
            (["--fail", "no space left"], "no space left"), (["--exit-code", "3"], "exit code 3"),
        ] {
            let outcome = try await program.run(["heartbeat", "db", "--json"] + arguments)
            #expect(outcome.status == 0)
            #expect(try JSON(outcome.output)["outcome"]?.text == "failed")
            let (status, node) = try await check(program)
            #expect(status == 1)
            #expect(words(node, "reasons").first?.hasSuffix("Z: \(reason)") == true)
        }
        try await program.good("heartbeat db --exit-code 0")
        #expect(try await check(program).status == 0)
    }

    @Test(.timeLimit(.minutes(15)))
    func `an unknown name is refused with the nearest one`() async throws {
        let program = try Program()
        try program.write(fleet)
        let outcome = try await program.run("heartbeat bakcup")
        #expect(outcome.status == 2)
        #expect(
            outcome.errors
                == "tocsin: there is no heartbeat 'bakcup' in the fleet file; did you mean 'backup'?\n"
        )
    }

    @Test(.timeLimit(.minutes(15)))
    func `a call counts while the fleet file is broken or absent`() async throws {
        let program = try Program()
        let absent = try await program.run("heartbeat backup")
        #expect(absent.status == 0)
        #expect(absent.errors.contains("warning: there is no fleet file"))
        try program.write("fleet: [")
        let broken = try await program.run(["heartbeat", "backup", "--fail", "late"])
        #expect(broken.status == 0)
        #expect(broken.errors.contains("going on without the fleet file"))
        try program.write(fleet)
        let (_, node) = try await check(program)
        #expect(words(node, "reasons").first?.hasSuffix("Z: late") == true)
    }

    @Test(.timeLimit(.minutes(15)))
    func `a job without the variables of the fleet file calls in without a warning`() async throws {
        let program = try Program()
        try program.write(fleet + "  - name: web\n    http: '${WEB_URL}'\n")
        let known = try await program.run("heartbeat backup")
        #expect(known.status == 0)
        #expect(known.errors.isEmpty)
        // Whether the name is wrong cannot be told: what is missing may be a part of it.
        let unknown = try await program.run("heartbeat bakcup")
        #expect(unknown.status == 0)
        #expect(unknown.errors.contains("WEB_URL is not set"))
    }

    @Test(.timeLimit(.minutes(15)))
    func `a watch sees the call of another program, and no call is an entry`() async throws {
        let program = try Program()
        let heartbeat = "heartbeat: {every: 1ms, grace: 1ms}"
        try program.write("fleet: f\nnodes:\n  - name: db\n    \(heartbeat)\n")
        try await program.good("heartbeat db")
        let outcome = try await program.run(
            ["fleet", "watch"],
            interruptAfterLines: 1
        )
        #expect(outcome.output.contains("db: degraded: heartbeat: last called in at"))
        #expect(try await program.good("log list").isEmpty)
    }
}
