import Primitives
import Testing

/// A change on the command line, from its plan to its end, as the people of 9 July could have made
/// it.
struct ChangeCommandTests {
    private static let beta = "/vac/waku/relay/2.0.0-beta2"
    private static let stable = "/vac/waku/relay/2.0.0"

    private func withFleet(
        _ body: (Program) async throws -> Void
    ) async throws {
        try await withSimulatedNodes { nodes, _ in
            let program = try Program()
            try program.write(
                """
                fleet: prod
                releases: [v0.4, v0.5]
                parties:
                  - {name: js-waku, needs: {protocols: [\(Self.beta)]}}
                  - {name: nim-waku}
                  - {name: chat2bridge}

                """ + nodes
            )
            try await body(program)
        }
    }

    private func plan(_ to: String, speaks: String, told: [String]) -> [String] {
        ["change", "plan", "redeploy prod off \(to)", "--from", "v0.4", "--to", to]
            + ["--speaks", speaks, "--rollback", "redeploy v0.4"]
            + told.flatMap { ["--impact", "\($0)=away for a minute"] }
    }

    private static let parties = ["js-waku", "nim-waku", "chat2bridge"]

    @Test(.timeLimit(.minutes(15)))
    func `the redeployment of 9 July is stopped, and overridden by name`() async throws {
        try await withFleet { program in
            let all = plan("master", speaks: Self.stable, told: Self.parties)
            _ = try await program.run(all)
            let looked = try await program.run("change preflight CHG-0001")
            #expect(looked.status == 0)
            #expect(
                looked.output.contains(
                    "FAIL party needs: js-waku: needs \(Self.beta), but protocols \(Self.stable)"
                ),
                "\(looked.output)"
            )
            #expect(looked.output.contains("FAIL release policy: master: no release of prod"))
            let asked = try await program.run("poll open CHG-0001")
            #expect(asked.status == 3)
            #expect(asked.errors.contains("js-waku"))
            #expect(asked.errors.contains(Self.beta))
            #expect(try await program.run("change begin CHG-0001").status == 3)
            #expect(try await program.run("poll check CHG-0001").status == 3)
            let reason = ["--reason", "prod has no mesh for a week"]
            #expect(try await program.run(["change", "override", "1"] + reason).status == 0)
            let alone = try await program.run("change override 1 --confirm")
            #expect(alone.status == 3)
            #expect(alone.errors.contains("a second person"))
            let second = try await program.run("change override 1 --confirm --as arthur")
            #expect(second.status == 0)
            #expect(second.output.contains("OVERRIDDEN"))
            #expect(second.output.contains("js-waku was not asked"))
            #expect(try await program.run("poll check 1").status == 0)
            try await program.good("change begin 1")
            let log = try await program.good("log list")
            #expect(log.contains("had not agreed: js-waku was not asked"), "\(log)")
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `silence and no-go hold, a changed plan asks anew, and exit codes tell`() async throws {
        try await withFleet { program in
            let untold = plan("v0.5", speaks: Self.beta, told: ["js-waku", "nim-waku"])
            _ = try await program.run(untold)
            try await program.good("change preflight 1")
            let early = try await program.run("poll open 1")
            #expect(early.status == 2)
            #expect(early.errors.contains("chat2bridge"))
            try await program.good("change plan --change 1 --impact chat2bridge=none")
            #expect(try await program.run("poll open 1").status == 3)
            try await program.good("change preflight 1")
            try await program.good("poll open 1")
            try await program.good("poll vote 1 nim-waku go --channel discord")
            #expect(try await program.run("poll vote 1 js-waku no-go").status == 2)
            let no = ["poll", "vote", "1", "js-waku", "no-go", "--comment", "not on a Friday"]
            let board = try await program.run(no + ["--would-change", "a Monday"])
            #expect(board.output.contains("js-waku … NO-GO  \"not on a Friday\""))
            #expect(board.output.contains("chat2bridge … no answer (0 min)"))
            #expect(board.output.contains("HOLD — 1 no-go, 1 silent"))
            #expect(try await program.run("poll check 1").status == 3)
            let held = try await program.run("change begin 1")
            #expect(held.status == 3)
            #expect(held.errors.contains("js-waku says NO-GO"))
            #expect(held.errors.contains("chat2bridge has not answered"))
            for party in ["js-waku", "chat2bridge"] {
                try await program.good("poll vote 1 \(party) go")
            }
            #expect(try await program.run("poll check 1").status == 0)
            let json = try JSON(try await program.good("poll board 1 --json"))
            #expect(json["verdict"]?.text == "go")
            let hash = try #require(json["plan"]?.text)
            #expect(hash.count == 64)
            #expect(try await program.run("poll check 1 --plan-hash \(hash.prefix(8))").status == 0)
            try await program.good("change plan --change 1 --expected 10m")
            #expect(try await program.run("poll check 1").status == 3)
            try await program.good("change preflight 1")
            try await program.good("poll open 1")
            #expect(try await program.run("poll close 1 --reason no").status == 0)
            #expect(try await program.run("poll check 1").status == 4)
            #expect(try await program.good("log verify").isEmpty == false)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a plan file is read, and its mistakes are told with their places`() async throws {
        let program = try Program()
        let example = try await program.good("change example")
        let path = try program.write(example, to: "plan.yml")
        try await program.good("change plan \(path)")
        let show = try await program.good("change show 1")
        #expect(show.contains("means for js-waku: each node is away for a minute"))
        let list = try JSON(try await program.good("change list --json"))
        #expect(list.elements.first?["to"]?.text == "v0.5")
        let bad = try program.write("what: x\nto: v1\nwave: []\n", to: "bad.yml")
        let refused = try await program.run("change plan \(bad)")
        #expect(refused.status == 2)
        #expect(refused.errors.contains("bad.yml:3:1: unknown key 'wave'"), "\(refused.errors)")
    }
}
