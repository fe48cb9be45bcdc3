import TestServers
import Primitives
import Glibc

import NIOHTTP1
import Scenarios
import Testing

struct ConfigCommandTests {
    @Test(.timeLimit(.minutes(15)))
    func `every mistake is told with line and column, and the exit code is 2`() async throws {
        let program = try Program()
        let path = try program.write(
            """
            fleet: test
            poll:
              every: soon
            nodes:
              - name: a
                waku: {rpc: "no address"}
              - name: a
                htp: http://127.0.0.1:1
            """
        )
        let outcome = try await program.run("config check")
        #expect(outcome.status == 2)
        #expect(outcome.lines.contains { $0.hasPrefix("\(path):3:10: ") }, "\(outcome.output)")
        #expect(outcome.lines.contains { $0.hasPrefix("\(path):6:17: ") }, "\(outcome.output)")
        #expect(outcome.lines.contains { $0.hasPrefix("\(path):8:5: ") }, "\(outcome.output)")
        #expect(outcome.errors.hasPrefix("tocsin: \(path): "))
        #expect(outcome.errors.hasSuffix("mistakes\n"))

        let json = try await program.run("config check --json")
        #expect(json.status == 2)
        let problems = try JSON(json.output).elements
        #expect(problems.count == outcome.lines.count)
        #expect(problems.first?["line"]?.number == 3)
        #expect(problems.first?["column"]?.number == 10)
        #expect(problems.first?["file"]?.text == path)
        // What needs the fleet does not go on with such a file; the log does, with a warning.
        #expect(try await program.run("fleet status").status == 2)
        let declared = try await program.run("incident declare x")
        #expect(declared.status == 0)
        #expect(declared.errors.contains(path), "\(declared.errors)")
    }

    @Test(.timeLimit(.minutes(15)))
    func `a warning is said once and does not fail`() async throws {
        let program = try Program()
        try program.write(
            """
            fleet: test
            channels:
              - name: ops
                webhook:
                  url: http://127.0.0.1:1/
                  secret: \(IncidentStoryTests.secret)
            """
        )
        let outcome = try await program.run("config check")
        #expect(outcome.status == 0)
        let warnings = outcome.lines.filter { $0.contains("warning:") }
        #expect(!warnings.isEmpty)
        for line in warnings {
            #expect(line.hasPrefix("\(program.home)/fleet.yaml:"), "\(line)")
            #expect(line.ranges(of: "warning:").count == 1, "\(line)")
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `the commands of a file that others may write are not run`() async throws {
        let program = try Program()
        let path = try program.write(
            """
            fleet: test
            nodes:
              - {name: a, exec: {command: [/bin/touch, '\(program.folder)/ran']}}
            """
        )
        chmod(path, 0o666)
        for command in ["config check", "fleet status"] {
            let outcome = try await program.run(command)
            #expect(outcome.status == 2)
            let words = outcome.output + outcome.errors
            #expect(words.contains("may write to it: chmod go-w '\(path)'"), "\(words)")
        }
        #expect(access(program.folder + "/ran", F_OK) != 0)
        // A group is most often the account's own: that is said, and stops nothing.
        chmod(path, 0o664)
        let check = try await program.run("config check")
        #expect(check.status == 0)
        #expect(check.output.contains("warning: "), "\(check.output)")
        let status = try await program.run("fleet status")
        #expect(status.errors.contains("chmod g-w"), "\(status.errors)")
        #expect(access(program.folder + "/ran", F_OK) == 0)
        // What runs nothing may lie open.
        chmod(try program.write("fleet: test\n"), 0o666)
        #expect(try await program.run("config check").output.contains("fleet test"))
    }

    @Test(.timeLimit(.minutes(15)))
    func `the example is without mistakes`() async throws {
        let program = try Program()
        let example = try program.write(try await program.good("config example"), to: "a.yaml")
        let outcome = try await program.run("config check \(example)")
        #expect(outcome.status == 0)
        #expect(outcome.lines.count == 1)
        #expect(outcome.output.hasPrefix("\(example): fleet wakuv2.prod, 6 nodes"))
    }

    @Test(.timeLimit(.minutes(15)))
    func `detection writes a fleet file that reads without mistakes`() async throws {
        try await withSimulatedNodes { _, address in
            let program = try Program()
            let rpc = address("do-ams3", .rpc)
            let outcome = try await program.run("config detect \(rpc) 127.0.0.1:1 --name mine")
            #expect(outcome.status == 0)
            #expect(outcome.errors.contains("\(rpc): Waku JSON-RPC"))
            #expect(outcome.errors.contains("127.0.0.1:1: nothing to watch: refused"))
            let path = try program.write(outcome.output)
            let check = try await program.good("config check \(path)")
            #expect(check.hasPrefix("\(path): fleet mine, 1 nodes"))
            let status = try JSON(try await program.good("fleet status --json"))
            #expect(status["nodes"]?[0]?["readings"]?["peers"]?["value"]?.number != nil)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `detection of nothing exits 1 and writes no file`() async throws {
        let program = try Program()
        let outcome = try await program.run("config detect 127.0.0.1:1 not-an-address:0")
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("nothing that Tocsin can watch answers there"))
        #expect(!program.homeExists)
    }
}

extension ConfigCommandTests {
    @Test(.timeLimit(.minutes(15)))
    func `a password in an address is repeated nowhere`() async throws {
        try await HookServer.run(status: 503, answer: "node_load1 1\n") { server in
            let address = server.url("/metrics").replacing("://", with: "://ops:s3cret-word@")
            let program = try Program(["TOCSIN_OPS_PASSWORD": "s3cret-word"])
            let outcome = try await program.run("config detect \(address)")
            #expect(outcome.status == 0)
            let texts = outcome.output + outcome.errors
            #expect(!texts.contains("s3cret-word"), "\(texts)")
            #expect(outcome.output.contains("password: ${TOCSIN_OPS_PASSWORD}"))
            #expect(outcome.errors.contains("set TOCSIN_OPS_PASSWORD in the environment"))
            // What is an outage now is no norm.
            #expect(outcome.errors.contains("failing now (HTTP status 503)"))
            #expect(!outcome.output.contains("status: 503"))
            try program.write(outcome.output)
            let status = try await program.run("fleet status --json")
            #expect(status.output.contains("HTTP status 503"))
            let basic = "Basic b3BzOnMzY3JldC13b3Jk"
            #expect(server.requests.allSatisfy { $0.headers["authorization"] == [basic] })
        }
    }
}

/// Secrets come in by the environment and go out to one service, and nowhere else.
struct SecretTests {
    @Test(.timeLimit(.minutes(15)))
    func `no command ever writes a secret, and the log keeps none`() async throws {
        // The service even repeats what it was sent.
        let key = "c2VjcmV0LXNlY3JldC1zZWNyZXQtMTIzNDU2Nzg5MA=="
        let secrets = ["path-secret-1", key, "probe-secret-2"]
        try await HookServer.run(
            status: 500,
            answer: "cannot handle path-secret-1 \(key)"
        ) { hook in
            let program = try Program([
                "HOOK": hook.url("/path-secret-1"), "KEY": "whsec_\(key)",
                "PROBE_TOKEN": "probe-secret-2",
            ])
            try program.write(
                """
                fleet: test
                nodes:
                  - name: a
                    http:
                      - url: \(hook.url("/health"))
                        headers:
                          Authorization: "Bearer ${PROBE_TOKEN}"
                channels:
                  - name: ops
                    webhook: {url: "${HOOK}", secret: "${KEY}"}
                """
            )
            var written = ""
            for line in [
                "config check", "config check --json", "doctor", "fleet status",
                "fleet status --json", "fleet status a", "fleet check", "incident declare broken",
                "update send hello --wait 0s", "update list --json", "delivery list",
                "delivery retry 1 ops --wait 0s", "log list", "log list --json", "log verify",
            ] {
                let outcome = try await program.run(line)
                written += outcome.output + outcome.errors
            }
            // Both secrets did go where they belong.
            #expect(hook.requests.contains { $0.headers.first(name: "webhook-signature") != nil })
            #expect(
                hook.requests.contains {
                    $0.headers.first(name: "authorization") == "Bearer probe-secret-2"
                }
            )
            #expect(written.contains("HTTP 500"))
            let kept = try await program.shell("strings -a \(program.home)/log.sqlite* || true")
            for secret in secrets {
                #expect(!written.contains(secret), "\(secret) was written")
                #expect(!kept.output.contains(secret), "\(secret) was kept")
            }
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a secret that cannot be used is not repeated in the sentence`() async throws {
        let program = try Program(["HOOK": "not-an-address-secret-7"])
        try program.write(
            """
            fleet: test
            channels:
              - name: ops
                discord: "${HOOK}"
              - name: room
                webhook: {url: "${MISSING}", secret: "${HOOK}"}
            """
        )
        let outcome = try await program.run("config check")
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("MISSING"))
        #expect(!outcome.output.contains("secret-7"))
        #expect(!outcome.errors.contains("secret-7"))
    }
}
