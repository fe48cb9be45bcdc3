import Scenarios
import TestServers
import Testing

/// The policy and the baseline as a deploy job uses them: by their exit codes.
struct PolicyCommandTests {
    private static let fleet = """
        fleet: prod
        poll: {every: 10s, timeout: 10s}
        releases: [v0.4]
        channels:
          - {name: desk, matrix: {homeserver: "http://127.0.0.1:1", room: "!a:b", token: "${T}"}}
        nodes:
          - name: a
            http: {url: "URL", facts: {version: /version}}

        """
    private static let except =
        "policy except master@a1b2c3 --reason-class restore-service --reason r --exit-plan v0.5"

    private func program(_ server: WebServer) throws -> Program {
        let program = try Program(["T": "token"])
        try program.write(Self.fleet.replacing("URL", with: server.url("/")))
        return program
    }

    @Test(.timeLimit(.minutes(15)))
    func `a node off policy ends the check with 2, an exception with 0`() async throws {
        try await HookServer.run(answer: #"{"version":"master@a1b2c3"}"#) { server in
            let program = try program(server)
            let check = try await program.run("policy check --json")
            #expect(check.status == 2)
            let node = try JSON(check.output)["nodes"]?[0]
            #expect(node?["state"]?.text == "off-policy")
            #expect(node?["words"]?.text == "OFF-POLICY master@a1b2c3 (no exception)")
            try await program.good("incident declare mesh")
            #expect(try await program.run(Self.except).status == 3)
            _ = try await program.run("update send told --next 1h --wait 0s")
            #expect(try await program.run(Self.except).status == 2)
            try await program.good(Self.except + " --update 1")
            #expect(try await program.run("policy approve 1").status == 2)
            #expect(try await program.run("policy check").status == 2)
            try await program.good("policy approve 1 --as bo")
            let excepted = try await program.run("policy check --json")
            #expect(excepted.status == 0)
            #expect(try JSON(excepted.output)["nodes"]?[0]?["exception"]?.text == "EXC-0001")
            let list = try JSON(try await program.good("policy list --json"))
            #expect(list[0]?["update"]?.number == 1)
            #expect(list[0]?["approvedBy"]?.text == "bo")
            try await program.good("policy end 1 --reason done")
            #expect(try await program.run("policy check").status == 2)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a version is checked before it is deployed`() async throws {
        try await HookServer.run(answer: #"{"version":"v0.4"}"#) { server in
            let program = try program(server)
            #expect(try await program.run("policy check").status == 0)
            #expect(try await program.run("policy check v0.4-2477840").status == 0)
            #expect(try await program.run("policy check master@a1b2c3").status == 2)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a key that is other than in the baseline is not verified until it is accepted`()
        async throws
    {
        let program = try Program()
        func write(chain: String) throws {
            try program.write("chain=\(chain)\nport=30333\n", to: "node.env")
        }
        try write(chain: "kusama.json")
        try program.write(
            """
            fleet: prod
            poll: {every: 10s, timeout: 10s}
            nodes:
              - name: f1
                config: {sources: [{file: \(program.home)/node.env}]}

            """
        )
        #expect(try await program.run("baseline verify").status == 3)
        try await program.good("baseline take")
        #expect(try await program.run("baseline verify").status == 0)
        try write(chain: "kusama")
        let verify = try await program.run("baseline verify --json")
        #expect(verify.status == 3)
        let key = try JSON(verify.output)["keys"]?[0]
        #expect(key?["key"]?.text == "config chain")
        #expect(key?["state"]?.text == "not reverted")
        #expect(key?["baseline"]?[0]?.text == "kusama.json")
        try await program.good("baseline accept f1 chain --reason gone")
        #expect(try await program.run("baseline verify").status == 0)
        try write(chain: "kusama.json")
        let diff = try JSON(try await program.good("baseline diff --json"))
        #expect(diff["keys"]?[0]?["state"]?.text == "reverted")
        #expect(diff["open"]?.number == 0)
    }
}
