import FleetModel
import Primitives
import Probing
import Testing

/// What a person reads when a server does not answer as it should.
@Suite(.timeLimit(.minutes(15)))
struct ProbeFailureTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var reply: ServedReply
        var reason: FailureReason
        var isAnswer = true
        var testDescription: String { name }
    }

    private static let tooLarge = FailureReason.tooLarge(
        limitBytes: 1 << 20,
        advice: "'limit' in the fleet file allows more"
    )

    static let cases: [Case] = [
        Case(name: "401", reply: .answer(401, "who?"), reason: .unauthorised(status: 401)),
        Case(name: "403", reply: .answer(403, "no"), reason: .unauthorised(status: 403)),
        Case(name: "429", reply: .answer(429, "slow down"), reason: .rateLimited),
        Case(name: "404", reply: .answer(404, "Not found."), reason: .status(404)),
        Case(name: "500", reply: .answer(500, "oops"), reason: .status(500)),
        Case(
            name: "redirect",
            reply: .answer(
                302,
                headers: ["location": "https://u:pw@other.example/login?token=abc"],
                ""
            ),
            reason: .redirected(to: "https://other.example/login")
        ),
        Case(name: "304 without a target", reply: .answer(304, ""), reason: .status(304)),
        Case(
            name: "web page",
            reply: .ok("<!DOCTYPE html><title>Login</title>"),
            reason: .badBody(
                "expected a Prometheus metrics page, got a web page that begins "
                    + "\"<!DOCTYPE html><title>Login</title>\""
            )
        ),
        Case(
            name: "packed body",
            reply: .answer(200, headers: ["content-encoding": "gzip"], "\u{1F}bomb"),
            reason: .badBody("a body packed with gzip")
        ),
        Case(name: "endless body", reply: .endless, reason: tooLarge),
        Case(
            name: "announced body too large",
            reply: .raw("HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n"),
            reason: tooLarge
        ),
        Case(name: "closed", reply: .close, reason: .connectionClosed, isAnswer: false),
        Case(
            name: "cut short",
            reply: .raw("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nup 1"),
            reason: .connectionClosed,
            isAnswer: false
        ),
        Case(
            name: "headers without end",
            reply: .raw("HTTP/1.1 200 OK\r\na: " + String(repeating: "b", count: 1 << 18)),
            reason: .badBody("headers of more than 64 KiB")
        ),
        Case(
            name: "a body of two lengths",
            reply: .raw("HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 7\r\n\r\nup 1"),
            reason: .badBody("Content-Length twice with different values")
        ),
        Case(
            name: "a chunk of an impossible length",
            reply: .raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nup 1"),
            reason: .badBody("a body whose length is impossible")
        ),
        Case(
            name: "another protocol",
            reply: .raw("SSH-2.0-OpenSSH_9.2\r\n"),
            reason: .wrongAPI("the port answers, but not with HTTP"),
            isAnswer: false
        ),
    ]

    @Test(arguments: cases)
    func `a server that misbehaves is described in words`(_ example: Case) async throws {
        let observation = try await poll(
            { .prometheus(url: $0 + "/metrics", metrics: []) },
            bodyLimit: 1 << 20
        ) { _ in example.reply }
        #expect(observation.problems == [Problem(part: "metrics", reason: example.reason)])
        #expect((observation.latency != nil) == example.isAnswer)
        #expect(observation.samples.isEmpty)
    }

    @Test
    func `a port where nothing listens is refused at once`() async throws {
        try await withClient { client in
            let url = "http://127.0.0.1:1/metrics"
            let observation = await client.poll(.prometheus(url: url, metrics: []))
            #expect(observation.reasons == [.refused])
            #expect(observation.latency == nil)
        }
    }

    @Test
    func `a name without an address is an unknown host`() async throws {
        try await withClient { client in
            let url = "http://no-such-host.invalid/metrics"
            let observation = await client.poll(.prometheus(url: url, metrics: []))
            #expect(observation.reasons == [.unknownHost("no-such-host.invalid")])
        }
    }

    @Test(
        arguments: [
            ("", .notWeb), ("node:8008", .notWeb), ("ftp://node/x", .notWeb),
            ("http:///metrics", .noHost), ("http://a b/", .badCharacter),
            ("http://a:b/", .badPort),
        ] as [(String, WebAddress.Mistake)]
    )
    func `an address that is none is said to be none`(
        _ url: String,
        _ mistake: WebAddress.Mistake
    ) async throws {
        try await withClient { client in
            let observation = await client.poll(.prometheus(url: url, metrics: []))
            #expect(observation.reasons == [.invalidAddress(mistake)])
        }
    }

    @Test
    func `a port that does not speak TLS is said so`() async throws {
        try await ScriptedServer.run({ _ in .close }) { server in
            try await withClient { client in
                let url = "https://127.0.0.1:\(server.port)/metrics"
                let observation = await client.poll(.prometheus(url: url, metrics: []))
                let problem = try #require(observation.problems.first)
                guard case .tls = problem.reason else {
                    Issue.record("expected a TLS failure, got \(problem.reason)")
                    return
                }
            }
        }
    }

    @Test
    func `headers of the probe are sent and never shown, even when a server repeats them`()
        async throws
    {
        let observation = try await poll(
            { .prometheus(url: $0 + "/metrics", metrics: []) },
            headers: ["Authorization": Secret("Bearer s3cret")]
        ) { request in
            .ok("<html>" + (request.header("authorization") ?? "none"))
        }
        let text = try #require(observation.reasons.first?.sentence)
        #expect(text.contains("<html>•••"))
        #expect(!text.contains("s3cret"))
    }

    @Test
    func `a secret is hidden where a server's text is cut, and in what a node tells`() async throws
    {
        let headers = ["Authorization": Secret("Bearer s3cret-token")]
        let cut = try await poll({ .prometheus(url: $0, metrics: []) }, headers: headers) { _ in
            .ok("<html>" + String(repeating: "x", count: 40) + "Bearer s3cret-token</html>")
        }
        let sentence = try #require(cut.reasons.first?.sentence)
        #expect(sentence.contains("•••…"))
        #expect(!sentence.contains("Bear"))
        let told = try await poll(
            { .waku(rest: nil, rpc: nil, metrics: $0) },
            headers: headers
        ) { _ in .ok("waku_version{version=\"v1 Bearer s3cret-token\"} 1\n") }
        #expect(told[.version] == ["v1 •••"])
    }

    @Test
    func `a stranger's facts are bounded`() async throws {
        let marks = String(repeating: "\u{301}\u{316}", count: 2000)
        let observation = try await poll({ .waku(rest: nil, rpc: nil, metrics: $0) }) { _ in
            .ok("waku_version{version=\"v1\(marks)\"} 1\n")
        }
        #expect(observation[.version]?.first?.unicodeScalars.count == 512)
    }

    @Test
    func `a header that HTTP forbids is named without its value`() async throws {
        let observation = try await poll(
            { .prometheus(url: $0, metrics: []) },
            headers: ["x-token": Secret("s3\r\ncret")]
        ) { _ in .ok("up 1\n") }
        #expect(
            observation.reasons == [
                .other("a header has characters that HTTP forbids")
            ]
        )
    }
}
