import Testing

/// Pictures of the screen, drawn without a terminal.
struct SnapshotCommandTests {
    @Test(.timeLimit(.minutes(15)))
    func `a picture shows the log as it is and has the size asked for`() async throws {
        let program = try Program()
        try program.write("fleet: sim\nnodes:\n  - name: a\n    http: http://127.0.0.1:1/\n")
        try await program.good("incident declare broken-mesh")
        let picture = try await program.good("snapshot --size 60x16 --no-poll")
        let lines = picture.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 17)
        #expect(lines.allSatisfy { $0.count <= 60 })
        #expect(picture.contains("INC-0001"))
        #expect(try await program.good("snapshot incidents").contains("broken-mesh"))
        #expect(try await program.good("snapshot node a").contains("Node a"))
    }

    @Test(.timeLimit(.minutes(15)))
    func `keys are pressed before the picture, and nothing that they ask for is done`()
        async throws
    {
        let program = try Program()
        try await program.good("incident declare broken-mesh")
        let before = try await program.good("log list --json")
        let typed = try await program.run(["snapshot", "--keys", "i \"said by nobody\" Enter"])
        #expect(typed.status == 0, "\(typed.errors)")
        #expect(try await program.good("log list --json") == before)
        let palette = try await program.run(["snapshot", "--keys", ": \"acknow\""])
        #expect(palette.output.contains("acknow"))
    }

    @Test(.timeLimit(.minutes(15)))
    func `a moment of a drill is drawn as it was then`() async throws {
        let program = try Program()
        let picture = try await program.good(
            "snapshot --drill waku-2021-07 --at 2021-07-09T08:36 --size 120x40"
        )
        for words in ["INC-0001", "08:36:00Z", "ac-cn-hongkong-c", "js-waku"] {
            #expect(picture.contains(words), "\(words)")
        }
        let node = try await program.good(
            "snapshot node do-ams3 --drill waku-2021-07 --at 2021-07-09T07:40"
        )
        #expect(node.contains("Node do-ams3"))
        #expect(!program.homeExists)
    }

    @Test(.timeLimit(.minutes(15)))
    func `colours come only where they are asked for, and pictures go into files`() async throws {
        let program = try Program()
        let outcome = try await program.shell(
            """
            $TOCSIN snapshot | grep -c "$(printf '\\033')"
            $TOCSIN snapshot --ansi | grep -c "$(printf '\\033')"
            $TOCSIN snapshot --svg "$HOME/a.svg"; head -c 4 "$HOME/a.svg"
            """
        )
        #expect(outcome.lines.first == "0")
        #expect(outcome.lines.dropFirst().first.flatMap { Int($0) } ?? 0 > 0)
        #expect(outcome.lines.last == "<svg")
    }

    @Test(
        .timeLimit(.minutes(15)),
        arguments: [
            ("snapshot nowhere", "there is no screen 'nowhere'"),
            ("snapshot node", "there is no node to show"),
            ("snapshot --size 80", "'80' is not a size"),
            ("snapshot --keys Foo", "'Foo' is not a key"),
            ("snapshot --drill none", "there is no drill 'none'"),
            ("snapshot --at 08:00", "--at belongs to --drill"),
        ]
    )
    func `what cannot be drawn is refused in a sentence`(
        line: String,
        problem: String
    ) async throws {
        let outcome = try await Program().run(line)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(problem), "\(outcome.errors)")
    }
}
