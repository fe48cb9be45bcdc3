import IncidentLog
import FleetModel
import Primitives
import Probing
import TestSupport
import Testing

/// The configuration of a node from files, addresses and commands.
@Suite(.timeLimit(.minutes(15)))
struct ConfigProbeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func poll(_ target: ConfigTarget) async throws -> Observation {
        try await withClient { client in await client.poll(.config(target)) }
    }

    @Test func `one file gives its keys without a name in front`() async throws {
        let file = try folder.write("port = 1\n[a]\nb = \"c\"", to: "node.toml")
        let observation = try await poll(ConfigTarget(sources: [.init(.file(file))]))
        #expect(observation.problems.isEmpty)
        #expect(observation["config port"] == ["1"])
        #expect(observation["config a.b"] == ["c"])
        #expect(observation[.configKeys] == 2)
        #expect(observation[.configDigest]?.first?.count == 12)
        #expect(observation.latency != nil)
    }

    @Test func `the digest changes with a value and with nothing else`() async throws {
        func digest(_ text: String) async throws -> [String]? {
            let file = try folder.write(text, to: "node.toml")
            return try await poll(ConfigTarget(sources: [.init(.file(file))]))[.configDigest]
        }
        let first = try await digest("a = 1\nb = 2")
        #expect(try await digest("b = 2 # the same\n\na   = 1") == first)
        #expect(try await digest("a = 1\nb = 3") != first)
    }

    @Test func `several sources have their names in front, and one that fails is told alone`()
        async throws
    {
        let unit = try folder.write("[Service]\nExecStart=/x --port 1", to: "node.service")
        let missing = folder.path + "/none"
        let observation = try await poll(
            ConfigTarget(
                sources: [
                    .init(.file(unit)), .init(.file(missing)),
                    .init(.command(CommandSpec(["echo", "A=1"])), name: "env", format: .env),
                    .init(
                        .command(CommandSpec(shell: "echo no password=x1 >&2; exit 3")),
                        name: "bad"
                    ),
                ]
            )
        )
        #expect(observation["config node.service:Service.ExecStart.port"] == ["1"])
        #expect(observation["config env:A"] == ["1"])
        #expect(observation.problems.map(\.part) == ["config none", "config bad"])
        let sentences = observation.reasons.map(\.sentence)
        #expect(sentences == ["there is no file \(missing)", "exit code 3: no password=•••"])
        // A digest without the missing ones would look like a change.
        #expect(observation[.configDigest] == nil)
    }

    @Test func `an address is asked, and its mistake has a line`() async throws {
        let good = try await ProbingTests.poll({
            .config(.init(sources: [.init(.url($0 + "/a.json"))]))
        }) {
            _ in .ok("{\"a\": {\"b\": 1}}")
        }
        #expect(good["config a.b"] == ["1"])
        let bad = try await ProbingTests.poll({
            .config(.init(sources: [.init(.url($0 + "/a.toml"))]))
        }) {
            _ in .ok("a = 1\nb")
        }
        #expect(bad["config a"] == ["1"])
        #expect(
            bad.reasons == [.other("a.toml line 2: a key must be followed by '='")]
        )
        #expect(bad.problems.map(\.isFault) == [false])
        let refused = try await ProbingTests.poll({ .config(.init(sources: [.init(.url($0))])) }) {
            _ in .answer(404, "")
        }
        #expect(refused.reasons == [.status(404)])
    }

    @Test func `a secret is a digest that changes with it, and keys can be left out`() async throws
    {
        func facts(_ secret: String) async throws -> Observation {
            let text = "API_TOKEN=\(secret)\nPIN=\(secret)\nUPTIME=5\nA=1"
            let file = try folder.write(text, to: "x.env")
            return try await poll(
                ConfigTarget(sources: [.init(.file(file))], mask: ["pin"], ignore: ["UP*"])
            )
        }
        let one = try await facts("swordfish")
        let two = try await facts("swordfisH")
        let name: FactName = "config API_TOKEN"
        let token = try #require(one[name]?.first)
        #expect(token.hasPrefix("•••") && token.count == 7)
        #expect(one[FactName("config PIN")] != [token])
        #expect(two[name] != [token])
        #expect(two[.configDigest] != one[.configDigest])
        #expect(one[FactName("config UPTIME")] == nil)
        let isLeaked = one.facts.contains { fact in
            fact.values.contains { $0.contains("swordfish") }
        }
        #expect(!isLeaked)
    }

    @Test func `keys and values of any size and kind stay bounded and harmless`() async throws {
        let key = String(repeating: "k", count: 900)
        let value = String(repeating: "v", count: 90_000)
        let file = try folder.write(
            "{\"\(key)\": \"\(value)\", \"esc\\u001b[31m\": \"a\\u001b[0m\\nb\", \"e\": \"\"}",
            to: "x.json"
        )
        let observation = try await poll(ConfigTarget(sources: [.init(.file(file))]))
        #expect(observation["config esc\u{FFFD}[31m"] == ["a\u{FFFD}[0m↵b"])
        #expect(observation["config e"] == ["\"\""])
        #expect(observation.facts.allSatisfy { $0.name.rawValue.count < 200 })
        #expect(observation.facts.allSatisfy { $0.values[0].count <= 300 })
    }

    @Test func `an odd line is a note of the node, and never shows a value`() async throws {
        let one = try folder.write("A=1\nBARE\nswordfish x\nA=swordfish", to: "x.env")
        let two = try folder.write("nothing of TOML swordfish", to: "y.toml")
        let observation = try await poll(
            ConfigTarget(sources: [.init(.file(one)), .init(.file(two))])
        )
        #expect(observation["config x.env:BARE"] == ["(from the host)"])
        #expect(observation["config x.env:A"] == ["[1, swordfish]"])
        #expect(
            observation.problems.map(\.part) == ["config y.toml", "config x.env", "config x.env"]
        )
        #expect(observation.problems.map(\.isFault) == [true, false, false])
        let sentences = observation.reasons.map(\.sentence)
        #expect(sentences[1] == "x.env line 3: expected NAME=value; this line is left out")
        #expect(sentences.allSatisfy { !$0.contains("swordfish") })
    }

    @Test func `how each source is written is told, and what is a guess`() async throws {
        let text = "addnode=a\naddnode=b"
        let guessed = ConfigTarget.Source(.file(try folder.write(text, to: "x.conf")))
        let named = ConfigTarget.Source(.file(try folder.write(text, to: "x.env")))
        let set = ConfigTarget.Source(guessed.place, name: "mine", format: .env)
        #expect(
            try await poll(ConfigTarget(sources: [guessed]))["config.format"]
                == ["ini (a guess by its text; 'format' in the fleet file sets it)"]
        )
        #expect(
            try await poll(ConfigTarget(sources: [guessed, named, set]))["config.format"] == [
                "x.conf: ini (a guess by its text; 'format' in the fleet file sets it)",
                "x.env: env (by its name)", "mine: env (as the fleet file says)",
            ]
        )
    }

    @Test func `of very many keys the first are kept`() async throws {
        let text = (0..<2500).map { "K\($0)=1" }.joined(separator: "\n")
        let file = try folder.write(text, to: "x.env")
        let observation = try await poll(ConfigTarget(sources: [.init(.file(file))]))
        #expect(observation[.configKeys] == 2500)
        #expect(observation.facts.count == 2002)
        #expect(observation.problems.map(\.isFault) == [false])
    }
}
