import Primitives
import ConfigFiles
import FleetModel
import Testing

struct FleetRoundTripTests {
    private func read(
        _ text: String,
        for fleet: Fleet
    ) -> (fleet: Fleet?, problems: [ConfigProblem]) {
        FleetFile.read(
            text,
            file: "fleet.yaml",
            environment: FleetFile.placeholders(for: fleet).mapValues { $0.reveal() },
            readSecretFile: { _ in throw NoSuchFile() }
        )
    }

    @Test func `a written fleet reads back as the same fleet`() throws {
        let fleet = try Fleet.everything()
        let text = FleetFile.write(fleet, header: ["Written by hand.", "", "Two\nlines"])
        let result = read(text, for: fleet)
        #expect(result.problems.map(\.description) == [])
        #expect(result.fleet == fleet, "\(text)")
        #expect(text.hasPrefix("# Written by hand.\n#\n# Two"))
    }

    @Test func `the address of a WebSocket is that of the same port over HTTP`() {
        let text = "fleet: f\nnodes:\n  - {name: n, substrate: {rpc: 'WSS://a:9944/x'}}"
        let result = read(text, for: Fleet(name: ""))
        let target = ProbeTarget.substrate(
            rpc: "https://a:9944/x",
            relayRPC: nil,
            metrics: nil,
            relayMetrics: nil
        )
        #expect(result.fleet?.nodes.first?.probes.first?.target == target)
    }

    @Test(arguments: [
        "a", "0x1F", " ", "-", "- a", "? b", "a: b", "a:", "a #b", "#b", "[a]", "{a: b}", "'", "\"",
        "it's", "!tag", "&anchor", "*star", "%x", "@at", "`tick", "|", ">", "null", "Null", "~",
        "~a",
        "yes", "1e3", "é", "日本", "🇫🇷", "\\n", "a\\", "$", "${", "$${", "$$${A}", "${A}", "a ${A} b",
        "---", "...", "<<", "=", ",", "a, b", "a  b",
    ])
    func `any text survives`(_ text: String) {
        let probe = ProbeSpec(target: .http(url: "http://a/", status: 200, contains: text))
        let fleet = Fleet(name: "f", nodes: [Node(id: "n", probes: [probe])])
        let written = FleetFile.write(fleet, header: [])
        #expect(read(written, for: fleet).fleet == fleet, "\(written)")
    }

    @Test func `a text with line ends and controls survives where it is allowed`() {
        let probe = ProbeSpec(
            target: .http(url: "http://a/", status: 200, contains: "a\nb\t\u{1}\u{202E}\u{2028}c")
        )
        let fleet = Fleet(name: "f", nodes: [Node(id: "n", probes: [probe])])
        #expect(read(FleetFile.write(fleet, header: []), for: fleet).fleet == fleet)
    }

    @Test func `a written fleet has placeholders for its secrets`() throws {
        let fleet = try Fleet.everything()
        let text = FleetFile.write(fleet, header: [])
        let placeholders = FleetFile.placeholders(for: fleet)
        #expect(
            placeholders.keys.sorted() == [
                "TOCSIN_AUTHORIZATION", "TOCSIN_BODY", "TOCSIN_HOOK_SECRET", "TOCSIN_HOOK_URL",
                "TOCSIN_IT_S_ME_PASSWORD", "TOCSIN_LANG", "TOCSIN_OPS", "TOCSIN_PGPASSWORD",
                "TOCSIN_ROOM_TOKEN", "TOCSIN_U_PASSWORD", "TOCSIN_WATCHDOG_URL",
                "TOCSIN_WATCHDOG_X_WATCH", "TOCSIN_X_TWO",
            ]
        )
        #expect(!text.contains("Bearer") && !text.contains("whsec_"))
        #expect(text.contains("token: ${TOCSIN_ROOM_TOKEN}"))
    }

    @Test func `the example reads without problems in an empty environment`() throws {
        let result = FleetFile.read(
            FleetFile.example,
            file: "example.yaml",
            environment: [:],
            readSecretFile: { _ in throw NoSuchFile() }
        )
        #expect(result.problems.map(\.description) == [])
        let fleet = try #require(result.fleet)
        #expect(fleet.nodes.map(\.probes.count) == [2, 1, 1, 3, 11, 8])
        #expect(
            fleet.runbooks.first?.steps.map(\.id)
                == ["released", "links-are-stable", "databases-recreated-evidence"]
        )
        #expect(read(FleetFile.write(fleet, header: []), for: fleet).fleet == fleet)
    }

    @Test func `the example's switched-off settings read without problems`() throws {
        let lines = FleetFile.example.split(separator: "\n", omittingEmptySubsequences: false)
        let switchedOn = lines.map { line in
            let isSetting =
                line.first == "#" && line.count > 1
                && (line.hasPrefix("#  ") || !line.hasPrefix("# "))
            return isSetting ? line.dropFirst() : line
        }
        let result = readFleet(switchedOn.joined(separator: "\n"))
        #expect(result.problems.map(\.description) == [])
        #expect(result.fleet?.channels.map(\.service.kind) == ["discord", "matrix", "webhook"])
        #expect(result.fleet?.sources.map(\.nodes) == ["up{job=\"waku\"}"])
        let host = result.fleet?.nodes.first { $0.id == "host-1" }
        let probes = try #require(host?.probes.suffix(2))
        #expect(probes.first?.headers["Authorization"] == Secret("Bearer \(plainSecret)"))
        #expect(probes.last?.access.login == .password(user: "ops", Secret(plainSecret)))
        #expect(probes.last?.access.identity?.key == "/etc/ssl/client.key")
    }

    @Test func `every kind of probe is written, read, explained and tried here`() throws {
        let kinds = FleetFile.probeKinds
        #expect(Set(kinds).count == kinds.count)
        let example = try #require(readFleet(FleetFile.example).fleet)
        for fleet in [example, try Fleet.everything()] {
            let shown = Set(fleet.nodes.flatMap(\.probes).map(\.target.kind))
            #expect(shown == Set(kinds))
        }
        let node = "fleet: f\nnodes:\n  - name: n"
        let words = kinds.joined(separator: ", ")
        #expect(
            readFleet(node).problems.map(\.message) == [
                "nothing asks this node; give it one of: \(words)"
            ]
        )
    }

    @Test func `the example names every key`() throws {
        let keys = [
            "fleet", "poll", "every", "timeout", "concurrency", "limit", "history", "keep", "size",
            "releases",
            "nodes", "name", "role", "labels",
            "waku", "rest", "rpc", "metrics", "substrate", "relayRPC", "relayMetrics", "prometheus",
            "url", "http", "status", "body", "contains", "headers", "parties", "needs", "protocols",
            "checks",
            "when", "each", "priority", "means", "runbooks", "steps", "id", "title", "passes",
            "signOff", "mode", "expect", "command", "hold", "evidence", "per", "gate", "timeout",
            "retries", "stale", "destroys", "after", "onFail", "kind", "channels", "discord",
            "matrix", "homeserver", "room", "token", "webhook",
            "secret", "jsonrpc", "family", "cookie", "calls", "method", "params", "samples",
            "facts", "optional", "tcp", "address", "send", "expect", "tls", "authorities",
            "verify", "dns", "type", "resolver", "promql", "server", "up", "query", "label",
            "sources",
            "exec", "command", "output", "ok", "directory", "env", "values", "log",
            "file",
            "signatures", "matches", "alarm",
            "libp2p", "address", "client", "cluster", "user", "password", "certificate", "key",
            "maintenance", "zone", "reason", "remind", "escalate",
            "heartbeat", "grace", "watchdog",
        ]
        #expect(keys.filter { !FleetFile.example.contains("\($0):") } == [])
    }
}
