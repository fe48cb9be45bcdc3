import FleetModel
import Primitives
import Testing

@testable import Probing

struct ExecProbeTests {
    @Test func `an exit code and a number come back as samples`() async throws {
        let seen = try await poll(ExecTarget(command: CommandSpec(shell: "echo ' 12.5 '")))
        #expect(seen.samples == [Sample("exit", 0), Sample("value", 12.5)])
        #expect(seen.problems.isEmpty)
        #expect(seen.latency != nil)
    }

    @Test func `lines of names and numbers come back as samples with their prefix`() async throws {
        let script = """
            printf 'queue 3\\nrate=1.5\\nfree disk: 2\\n  load:   -4e2 \\nwords only\\nx nan\\n'
            """
        let seen = try await poll(ExecTarget(command: CommandSpec(shell: script), name: "q"))
        #expect(
            seen.samples == [
                Sample("q.exit", 0), Sample("q.queue", 3), Sample("q.rate", 1.5),
                Sample("q.load", -400),
            ]
        )
    }

    @Test(arguments: [
        "uptime=12:45", "node=10.0.0.1:8545", "10.0.0.1:8545", "url http://x:80", "http://x:80",
        "date=2026-11-28T08:00:07", "2026-11-28T08:00:07", "a=b=5", "[::1]:30303", "1 234", "12:45",
        "b 1_000", "b 12.5%",
    ])
    func `a line that only ends in a number is left out, with a note`(_ line: String)
        async throws
    {
        let command = CommandSpec([
            "printf", "%s\n", "queue 3", line, "node:rate 5", "x{a=\"b\"} 7",
        ])
        let seen = try await poll(ExecTarget(command: command, output: .lines))
        #expect(
            seen.samples == [
                Sample("exit", 0), Sample("queue", 3), Sample("node_rate", 5),
                Sample("x_a_b", 7),
            ]
        )
        #expect(
            seen.problems.map(\.reason.sentence)
                == ["no name and number beyond doubt in '\(line)'"]
        )
        #expect(seen.problems.allSatisfy { !$0.isFault })
    }

    @Test(arguments: [
        ("12.5%", "'12.5%' is no number that is beyond doubt"),
        ("1,234.5", "'1,234.5' is no number that is beyond doubt"), ("3h2m", "'3h2m'"),
        (#"{"a":1} x"#, "JSON"), ("done", nil), ("all 5 are well", nil),
    ])
    func `what looks like a number and is none is noted`(_ text: String, _ words: String?)
        async throws
    {
        let seen = try await poll(ExecTarget(command: CommandSpec(["printf", "%s", text])))
        #expect(seen.samples == [Sample("exit", 0)])
        #expect(seen.problems.count == (words == nil ? 0 : 1))
        #expect(seen.problems.allSatisfy { !$0.isFault })
        if let words { #expect(seen.problems.first?.reason.sentence.contains(words) == true) }
    }

    @Test func `a number that JSON holds as a text is one`() async throws {
        let json = #"{"sync_info":{"latest_block_height":"100"},"v":"1.2"}"#
        let values = [
            ValuePick(name: "height", pointer: "/sync_info/latest_block_height"),
            ValuePick(name: "v", pointer: "/v"),
        ]
        let command = CommandSpec(["printf", "%s", json])
        let seen = try await poll(ExecTarget(command: command, output: .json, values: values))
        #expect(seen.samples == [Sample("exit", 0), Sample("height", 100)])
        #expect(seen.facts == [Fact("height", ["100"]), Fact("v", ["1.2"])])
    }

    @Test func `a JSON object gives numbers and facts`() async throws {
        let json = #"{"height": 7, "v": "1.2\u001b[31m", "ok": true, "no": null, "big": 1e999}"#
        let seen = try await poll(ExecTarget(command: CommandSpec(["printf", "%s", json])))
        #expect(
            seen.samples == [Sample("exit", 0), Sample("height", 7), Sample("ok", 1)]
        )
        #expect(seen.facts == [Fact("v", ["1.2\u{FFFD}[31m"])])
    }

    @Test func `pointers pick values out of JSON and name what is missing`() async throws {
        let target = ExecTarget(
            command: CommandSpec(["echo", #"{"a": [{"b": 5}]}"#]),
            output: .json,
            values: [
                ValuePick(name: "b", pointer: "/a/0/b"), ValuePick(name: "c", pointer: "/a/1"),
            ]
        )
        let seen = try await poll(target)
        #expect(seen["b"] == 5)
        #expect(seen.reasons == [.badBody("nothing at /a/1")])
    }

    @Test(arguments: [
        (ExecTarget.Output.number, "twelve", "unexpected answer: expected a number, not 'twelve'"),
        (.number, "", "unexpected answer: expected a number, but the command wrote nothing"),
        (.lines, "hm", "unexpected answer: expected lines such as 'name 1.5', not 'hm'"),
        (.json, "[1]", "unexpected answer: expected a JSON object, not '[1]'"),
    ])
    func `output that is not what it should be is told`(
        _ output: ExecTarget.Output,
        _ text: String,
        _ words: String
    ) async throws {
        let seen = try await poll(
            ExecTarget(command: CommandSpec(["printf", text]), output: output)
        )
        #expect(seen.problems.map(\.reason.sentence) == [words])
        #expect(seen["exit"] == 0)
    }

    @Test func `a failed command tells its first words, made harmless`() async throws {
        let seen = try await poll(
            ExecTarget(
                command: CommandSpec(shell: "echo out; printf '\\n\\033[1mno disk\\n' >&2; exit 4")
            )
        )
        #expect(
            seen.problems == [
                Problem(part: "exec", reason: .other("exit code 4: \u{FFFD}[1mno disk"))
            ]
        )
        #expect(seen["exit"] == 4)
    }

    @Test func `a code that is declared well is no failure`() async throws {
        let command = CommandSpec(shell: "exit 1")
        let seen = try await poll(ExecTarget(command: command, okCodes: [0, 1]))
        #expect(seen.problems.isEmpty)
    }

    @Test func `a command that is too slow is told as such`() async throws {
        let seen = try await poll(
            ExecTarget(command: CommandSpec(["sleep", "60"])),
            deadline: .milliseconds(200)
        )
        #expect(seen.reasons == [.timedOut(after: .milliseconds(200))])
        #expect(seen.latency == nil)
    }

    @Test func `secrets given to a command do not come back`() async throws {
        let target = ExecTarget(
            command: CommandSpec(
                shell: "echo \"bad key $KEY\" >&2; exit 1",
                environment: ["KEY": Secret("hunter2hunter2")]
            )
        )
        #expect(try await poll(target).reasons == [.other("exit code 1: bad key •••")])
    }

    @Test func `neither do those among its arguments`() async throws {
        let target = ExecTarget(
            command: CommandSpec(
                shell: "echo bad key hunter2hunter2 >&2; exit 1",
                hidden: [Secret("hunter2hunter2")]
            )
        )
        #expect(try await poll(target).reasons == [.other("exit code 1: bad key •••")])
    }

    private func poll(
        _ target: ExecTarget,
        deadline: Duration = .seconds(30)
    ) async throws -> Observation {
        try await withClient { await $0.poll(.exec(target), deadline: deadline) }
    }
}

struct PluginTests {
    @Test(arguments: [
        (0, nil, true), (1, "warning: DISK X", true), (2, "critical: DISK X", true),
        (3, "unknown: DISK X", false),
        (4, "unexpected answer: a plugin's exit code is 0 to 3, not 4: DISK X", true),
    ])
    func `a plugin's exit code is its verdict`(_ code: Int, _ words: String?, _ isFault: Bool)
        async throws
    {
        let script = "echo 'DISK X | /=2MB;3;4;0;9 /var/log=50%'; exit \(code)"
        let target = ExecTarget(command: CommandSpec(shell: script), output: .nagios)
        let seen = try await withClient { await $0.poll(.exec(target), deadline: .seconds(30)) }
        #expect(seen.problems.map(\.reason.sentence) == (words.map { [$0] } ?? []))
        #expect(seen.problems.allSatisfy { $0.isFault == isFault })
        #expect(seen.isBlind == (code == 3))
        #expect(seen["root"] == 2_097_152)
        #expect(seen["var_log"] == 50)
        #expect(seen[FactName("status")] == ["DISK X"])
    }

    @Test func `a figure that could be two numbers is none, with a note`() async throws {
        let target = ExecTarget(
            command: CommandSpec(shell: "echo 'ok|a=1,250s b=2'"),
            output: .nagios
        )
        let seen = try await withClient { await $0.poll(.exec(target), deadline: .seconds(30)) }
        #expect(seen.samples == [Sample("exit", 0), Sample("b", 2)])
        #expect(
            seen.problems.map(\.reason.sentence)
                == ["the figure a=1,250s is no number that is beyond doubt"]
        )
        #expect(seen.problems.allSatisfy { !$0.isFault })
    }

    @Test(
        arguments: [
            ("PING ok|rta=1.5ms;;;0 pl=0%;1;2", [("rta", 0.0015), ("pl", 0)]),
            ("ok|'a b'=1s 'it''s'=2c x=U y", [("a_b", 1), ("it_s", 2)]),
            ("ok\nlong\nmore|c=3KB\nd=4", [("c", 3072), ("d", 4)]),
            ("ok", []), ("ok|", []), ("ok|'a=1", []), ("ok|=1 ==2", []),
            (
                "ok|offset=-0,082044s;0,1;1,5 time=1,250000s",
                [("offset", -0.082044), ("time", 1.25)]
            ),
            (
                "ok|a=0,125 b=1,5 c=1234,567 d=12,34ms",
                [
                    ("a", 0.125), ("b", 1.5), ("c", 1234.567),
                    ("d", 0.01234),
                ]
            ),
            // One thousand two hundred and fifty, or one and a quarter? And what stops midway.
            ("ok|a=1,250 b=1.250,5 c=1,2,3 d=1.2.3 e=,5 f=1-2 g=1e5e6 h=7", [("h", 7)]),
            ("ok|a=1e400 b=-.5 c=2e-3s d=3eV", [("b", -0.5), ("c", 0.002), ("d", 3)]),
            // What goes on behind the digits is a unit, or the number is none.
            (
                "ok|a=0x10 b=1_000 c=1'000 d=3h2m e=1:30 f=1/2 g=5k h=5Mbit i=5mA j=nan k=7",
                [("k", 7)]
            ),
            ("ok|a=1 234 b=2 c= 5 d=3", [("b", 2), ("d", 3)]),
            (
                "ok|a=10KiB b=5MiB c=5kB d=4\u{B5}s e=3min f=2h g=12d h=4msg/s i=21\u{B0}C j=9rpm",
                [
                    ("a", 10_240), ("b", 5_242_880), ("c", 5000), ("d", 4e-6), ("e", 180),
                    ("f", 7200), ("g", 1_036_800), ("h", 4), ("i", 21), ("j", 9),
                ]
            ),
        ] as [(String, [(String, Double)])]
    )
    func `the figures of a plugin are read`(_ text: String, _ expected: [(String, Double)]) {
        #expect(
            PluginFigure.figures(in: text).read
                == expected.map { PluginFigure(name: $0, value: $1) }
        )
    }
}
